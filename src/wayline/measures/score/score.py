"""The back-test of a score, whether it may be switched on, and whom it names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from wayline.bindings.log import Stored
from wayline.estimates.estimate import NORMAL_FROM
from wayline.estimates.foretelling import Model, chances, learn, logistic
from wayline.estimates.score_quality import TOP, CalibrationBin, ScoreQuality, score_quality
from wayline.measures.friction.question import Numbers
from wayline.measures.score.columns import Columns, settle
from wayline.measures.score.leaks import leak
from wayline.measures.score.question import DAY, ScoreQuestion
from wayline.measures.score.rows import Bools, Floats, Rows, known_rows, undated
from wayline.paths.facts import PathFacts

MOST_CUTS = 24
JUDGED_PART = 3
TOLD = 3
TOO_GOOD = 0.99
NO_EXPERIMENT = "no experiment yet"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that goes with a chance: how far the log odds lie above (or below) what they were, were this as it is on average.

    `what`: `idle` and `age` (days since the last event, since the start), `events`, `recent` and `before` (events: all, in the last horizon, in that before),
    `touches`, `distinct` (steps touched), `stands` (the step of the last touch), `step:ID` (its touches, and since when), `trait:NAME`.
    """

    what: str
    value: str | int
    log_odds: float

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Scored:
    """One subject: the chance, what came of those with such a chance in the back-test, and what goes with it."""

    subject: int
    chance: float
    alike: CalibrationBin
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BackTest:
    """Judged on the rows of the days `judged` (µs), each by what was known on that day: learned on so many rows for the first and the last of them.

    `lead_days`: of the tenth with the highest chance for whom it came, the median time to the leave.
    """

    learned: tuple[int, int]
    judged: tuple[int, ...]
    quality: ScoreQuality
    rival: ScoreQuality
    lead_days: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A score as of `as_of` (µs). `refused`: why it is not switched on; then `subjects` is empty. `test` is None where not even that was possible.

    `left_out`: how many subjects are not scored, by reason.
    """

    as_of: int | None
    test: BackTest | None
    subjects: tuple[Scored, ...]
    left_out: dict[str, int]
    refused: str | None
    notes: tuple[str, ...] = field(default=())


def score(facts: PathFacts, stored: Stored, question: ScoreQuestion, numbers: Numbers) -> Score:
    """Judge a score back in time and, where it holds, name the chances of today."""
    as_of = facts.scope.as_of
    if facts.timeless or as_of is None:
        return Score(as_of, None, (), {}, "the source has an order but no times")
    cuts = days_of_score(_first(facts), as_of, question.horizon)
    if len(cuts) < 2:
        return Score(as_of, None, (), {}, _too_short(facts, as_of, question))
    rows = known_rows(facts, stored, question, numbers, [*cuts, as_of])
    timeless = undated(facts, question)
    notes = tuple(
        f"{trait} has levels without a date: the level known today stands for every earlier day; leave it out if it may follow from the outcome"
        for trait in timeless
    )
    given_away = leak(facts, numbers, rows.of(rows.cut < len(cuts)), timeless)
    if given_away:
        return Score(as_of, None, (), {}, given_away, notes)
    judged = _judged(facts, question, rows, cuts)
    return replace(judged, as_of=as_of, notes=(*notes, *judged.notes))


def days_of_score(first: int | None, as_of: int, horizon: int) -> list[int]:
    """The days to score on, oldest first: the latest has its whole horizon in the data, the others lie a horizon or more apart."""
    if first is None:
        return []
    apart = max(horizon, (as_of - horizon - first) // MOST_CUTS)
    return list(range(as_of - horizon, first, -apart))[::-1]


def _first(facts: PathFacts) -> int | None:
    rows = facts.con.execute("SELECT min(start_at) FROM subjects").fetchall()
    return None if rows[0][0] is None else int(rows[0][0])


def _too_short(facts: PathFacts, as_of: int, question: ScoreQuestion) -> str:
    first = _first(facts)
    if first is None:
        return "nobody is on the map"
    seen = (as_of - first) / DAY
    return (
        f"the paths span {seen:,.0f} days; to learn and to be judged takes more than two horizons of "
        f"{question.horizon_days:g} days"
    )


def _judged(facts: PathFacts, question: ScoreQuestion, rows: Rows, cuts: Sequence[int]) -> Score:
    steps = [step.id for step in facts.journey.steps][: rows.steps.shape[1]]
    foretold, lacking = [], ""
    for number in range(len(cuts) - max(1, len(cuts) // JUDGED_PART), len(cuts)):
        # only what had come by the day that is judged may be learned from
        known = [k for k, at in enumerate(cuts) if at + question.horizon <= cuts[number]]
        earlier = rows.of(np.isin(rows.cut, known))
        lacking = _lacking(earlier.came, "to learn from")
        if not lacking:
            foretold.append(_foretold(facts, question, earlier, rows.of(rows.cut == number), steps))
    if not foretold:
        return Score(None, None, (), {}, lacking)
    lacking = _lacking(np.concatenate([one.came for one in foretold]), "to be judged on")
    if lacking:
        return Score(None, None, (), {}, lacking)
    test = _tested(foretold, cuts)
    refused = _why_not(test)
    now, seen = rows.of(rows.cut == len(cuts)), rows.of(rows.cut < len(cuts))
    ends = _decided_ends(facts, seen)
    seen = seen.of(~np.isin(seen.stands, ends))
    columns = settle(seen, steps)
    scored, left_out = _left_out(columns, now, ends)
    subjects = () if refused else _named(question, columns, seen, scored, test)
    return Score(None, test, subjects, left_out, refused, _remarks(test))


@dataclass(frozen=True, slots=True)
class _Foretold:
    """Of one judged day: what a model and the rival, learned on what was known by then, said of the rows (n), and what came."""

    cut: int
    learned: int
    came: Bools
    days: Floats
    chance: Floats
    rival: Floats


def _foretold(facts: PathFacts, question: ScoreQuestion, earlier: Rows, later: Rows, steps: Sequence[str]) -> _Foretold:
    ends = _decided_ends(facts, earlier)
    earlier, later = earlier.of(~np.isin(earlier.stands, ends)), later.of(~np.isin(later.stands, ends))
    columns = settle(earlier, steps)
    later = later.of(~_any(columns.unseen(later), len(later)))
    number = int(later.cut[0]) if len(later) else -1
    if not len(later):
        return _Foretold(number, len(earlier), later.came, later.days, np.zeros(0), np.zeros(0))
    model = learn(question.method, columns.of(earlier), earlier.came)
    rival = logistic(columns.recency(earlier), earlier.came)
    chance, alone = chances(model, columns.of(later)), chances(rival, columns.recency(later))
    return _Foretold(number, len(earlier), later.came, later.days, chance, alone)


def _decided_ends(facts: PathFacts, rows: Rows) -> list[int]:
    """Last steps after which nothing is open any more: of those that stood there, all fared alike."""
    steps = facts.journey.steps
    found = []
    for number in np.unique(rows.stands):
        here = rows.came[rows.stands == number]
        is_last = not facts.journey.next_steps(steps[int(number)].id)
        if is_last and len(here) >= NORMAL_FROM and (here.all() or not here.any()):
            found.append(int(number))
    return found


def _lacking(came: Bools, says: str) -> str:
    """Why rows are too few; empty where they are enough."""
    yes, no = int(came.sum()), int((~came).sum())
    if min(yes, no) >= NORMAL_FROM:
        return ""
    if not yes or not no:
        return f"everybody {says} fared alike ({yes + no:,} rows): there is nothing to tell apart"
    which = "it came" if yes < no else "it did not come"
    return f"too few {says}: {min(yes, no)} for whom {which}, needs {NORMAL_FROM - min(yes, no)} more"


def _any(found: dict[str, Bools], n: int) -> Bools:
    return np.asarray(np.logical_or.reduce([np.zeros(n, dtype=bool), *found.values()]))


def _tested(foretold: Sequence[_Foretold], cuts: Sequence[int]) -> BackTest:
    came, days, chance, rival = (
        np.concatenate([getattr(one, name) for one in foretold]) for name in ("came", "days", "chance", "rival")
    )
    leads = days[(chance >= np.quantile(chance, 1 - TOP)) & came]
    leads = leads[~np.isnan(leads)]
    return BackTest(
        (foretold[0].learned, foretold[-1].learned),
        tuple(cuts[one.cut] for one in foretold if one.cut >= 0),
        score_quality(came, chance),
        score_quality(came, rival),
        float(np.median(leads)) if len(leads) else None,
    )


def _why_not(test: BackTest) -> str | None:
    """Why a score is not switched on; None where it is."""
    quality = test.quality
    if quality.auc_low <= 0.5:
        return f"it tells no more than chance (AUC {quality.auc:.3f}, at least {quality.auc_low:.3f})"
    if quality.auc >= TOO_GOOD:
        return f"it tells the outcome nearly always (AUC {quality.auc:.3f}): look for the outcome in disguise among events and traits"
    if not quality.is_calibrated:
        return (
            f"its chances do not come true: foretold {quality.foretold:.1%}, came {quality.count / quality.n:.1%}; calibration error {quality.ece:.3f}, "
            f"chances that are right stay within {quality.ece_limit:.3f}"
        )
    return None


def _remarks(test: BackTest) -> tuple[str, ...]:
    if test.quality.auc_low > test.rival.auc:
        return ()
    return ("how long ago the last event was tells about as much alone",)


def _left_out(columns: Columns, now: Rows, ends: Sequence[int]) -> tuple[Rows, dict[str, int]]:
    """The rows to score, and how many are not, by reason."""
    ended = np.isin(now.stands, ends)
    counted = {"at an end of the map, where nothing is open": int(ended.sum())}
    rest = now.of(~ended)
    unseen = columns.unseen(rest)
    for group, rows in unseen.items():
        what = "stand at a step" if group == "stands" else f"have a level of {group.removeprefix('trait:')}"
        counted[f"{what} that was never seen before"] = int(rows.sum())
    return rest.of(~_any(unseen, len(rest))), {what: count for what, count in counted.items() if count}


def _named(question: ScoreQuestion, columns: Columns, seen: Rows, now: Rows, test: BackTest) -> tuple[Scored, ...]:
    """Learned anew on all that is known today, the highest chance first."""
    if not len(now):
        return ()
    learned = columns.of(seen)
    model = learn(question.method, learned, seen.came)
    here = columns.of(now)
    chance = chances(model, here)
    names = list(dict.fromkeys(columns.groups))
    parts = _parts(model, columns, here, learned.mean(axis=0))
    tops = [one.highest for one in test.quality.bins[:-1]]
    found = []
    for place in np.argsort(-chance, kind="stable"):
        most = np.argsort(-np.abs(parts[place]), kind="stable")[:TOLD]
        reasons = tuple(
            Reason(names[k], _value(names[k], columns, now, int(place)), float(parts[place, k])) for k in most
        )
        alike = test.quality.bins[int(np.searchsorted(tops, chance[place], side="left"))]
        found.append(Scored(int(now.subject[place]), float(chance[place]), alike, reasons))
    return tuple(found)


def _parts(model: Model, columns: Columns, here: Floats, typical: Floats) -> Floats:
    """By how much the log odds (m × groups) fall when one thing is made what it is on average."""
    whole = model.log_odds(here)
    groups = np.array(columns.groups)
    parts = []
    for name in dict.fromkeys(columns.groups):
        without = here.copy()
        without[:, groups == name] = typical[groups == name]
        parts.append(whole - model.log_odds(without))
    return np.column_stack(parts)


def _value(group: str, columns: Columns, rows: Rows, place: int) -> str | int:
    """What a thing is for one row: a step's id, a level, whole days, or a count."""
    kind, _, name = group.partition(":")
    if group == "stands":
        return columns.steps[int(rows.stands[place])]
    if kind == "trait":
        return str(rows.levels[name][place])
    if kind == "step":
        return int(rows.steps[place, columns.steps.index(name)])
    return math.floor(float(rows.facts[group][place]))

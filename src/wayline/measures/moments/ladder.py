"""The ladder of evidence: milestones chosen and tested on one half of the subjects, confirmed and reported on the other.

Rung 1: the odds ratio is a discovery of its family. Rung 2: it is one with activity and segment held, and the other half leans
the same way (same sign, p < 0.2). Rung 3: the other half confirms it (same sign, p < 0.05). Higher rungs need an experiment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.comparison import adjusted
from wayline.estimates.difference import Difference, share_difference
from wayline.estimates.estimate import NORMAL_FROM
from wayline.estimates.held import held_difference, held_odds_ratios
from wayline.estimates.odds_ratio import OddsRatio, odds_ratio
from wayline.measures.friction.candidates import RATE, SMALLEST_LEVEL
from wayline.measures.friction.exposures import Population
from wayline.measures.moments.grid import Bools, Doings, Grid, Milestone, milestones, others

Floats = NDArray[np.float64]

VERBS = {1: "goes with", 2: "goes with, also among equally active subjects", 3: "predicts"}
LEANS = 0.2  # the p at which the other half is said to lean the same way
HIGHEST = 3  # without an experiment


@dataclass(frozen=True, slots=True)
class HalfEffect:
    """What a milestone goes with in one half. `(successes, n)` of those who reached it and of the others.

    `held` and `held_difference` have activity and segment held; None where that cannot be estimated.
    """

    reached: tuple[int, int]
    others: tuple[int, int]
    odds: OddsRatio | None = None
    held: OddsRatio | None = None
    difference: Difference | None = None
    held_difference: Difference | None = None

    @property
    def enough(self) -> bool:
        return min(self.reached[1], self.others[1]) >= NORMAL_FROM

    def plain(self) -> dict[str, Any]:
        (good, n), (rest, m) = self.reached, self.others
        success, failure = good + rest, n + m - good - rest
        return {
            "reached": n,
            "others": m,
            "reach": _share(n, n + m),
            "succeeded_reached": good,
            "succeeded_others": rest,
            "ppv": _share(good, n),
            "success_of_others": _share(rest, m),
            "sensitivity": _share(good, success),
            "specificity": _share(m - rest, failure),
            "odds_ratio": self.odds.plain() if self.odds else None,
            "held_odds_ratio": self.held.plain() if self.held else None,
            "risk_difference": limits(self.difference),
            "held_risk_difference": limits(self.held_difference),
        }


@dataclass(frozen=True, slots=True)
class Moment:
    """One milestone: the best of its event where it was chosen, and what it goes with among the held-out subjects.

    `tried` combinations of the same event were compared to choose it. `reading`: predicts, goes with, no visible effect, too few.
    """

    milestone: Milestone
    tried: int
    found: HalfEffect
    held_out: HalfEffect
    q: float | None = None
    held_q: float | None = None
    rung: int = 0
    needs: str = ""

    @property
    def verb(self) -> str:
        return VERBS.get(self.rung, "")

    @property
    def reading(self) -> str:
        if not self.found.enough:
            return "too few"
        return {0: "no visible effect", 3: "predicts"}.get(self.rung, "goes with")

    @property
    def sign(self) -> str:
        """Whether those who reached it succeed `more` or `less`, among the held-out, with as much held as the rung says."""
        effect = self.held_out.held if self.rung > 1 else self.held_out.odds
        return "" if effect is None else "more" if effect.value > 1 else "less"

    def plain(self) -> dict[str, Any]:
        return {
            "id": self.milestone.id,
            "what": self.milestone.what,
            "at_least": self.milestone.at_least,
            "within_days": self.milestone.within_days,
            "tried": self.tried,
            "rung": self.rung,
            "verb": self.verb,
            "sign": self.sign,
            "reading": self.reading,
            "q": self.q,
            "held_q": self.held_q,
            "needs": self.needs,
            "show": "normal" if self.found.enough and self.held_out.enough else "grey",
            "held_out": self.held_out.plain(),
            "chosen_on": self.found.plain(),
        }


@dataclass(frozen=True, slots=True)
class Ladder:
    """One family: the best milestone of each event, the highest rung first, and how many combinations were tried in all."""

    moments: tuple[Moment, ...]
    tried: int


@dataclass(frozen=True, slots=True)
class _Tried:
    milestone: Milestone
    reached: Bools
    found: HalfEffect
    doings: Doings


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What one half chose of one event: the best of `tried` combinations, and its rung by the `held_out` half."""

    best: _Tried
    tried: int
    held_out: Bools
    q: float | None
    held_q: float | None
    rung: int


def halves(subjects: NDArray[np.int64]) -> Bools:
    """Who is in the half that chooses. It hangs on a subject's number in the event log alone, so that nobody can draw again."""
    mixed = subjects.astype(np.uint64)
    with np.errstate(over="ignore"):
        # the finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.asarray(np.argsort(np.argsort(mixed, kind="stable"), kind="stable") % 2 == 0)


def climb(people: Population, doings: Sequence[Doings], grid: Grid) -> Ladder:
    """The family of every combination of the grid. `people.events`: all events of each subject by the landmark.

    Each half chooses once and the other reports. Where both find something of one event, the surer choice stands: it is the
    other half, with the weaker evidence, that reports, so that nothing is reported because it came out large.
    """
    first = halves(people.subjects)
    climbed = [_climbed(people, doings, grid, choosing) for choosing in (first, ~first)]
    moments = []
    for doing in doings:
        found = [ladder[doing.what] for ladder, _ in climbed if doing.what in ladder]
        if found:
            moments.append(_moment(min(found, key=_surest), people))
    return Ladder(tuple(sorted(moments, key=_order)), max(count for _, count in climbed))


def _climbed(
    people: Population, doings: Sequence[Doings], grid: Grid, choosing: Bools
) -> tuple[dict[str, _Chosen], int]:
    """The best milestone of each event by one half with its rung, and the size of the family."""
    tried = [one for doing in doings for one in _tried(people, doing, grid, choosing)]
    family = [one for one in tried if one.found.enough]
    q = dict(zip(map(id, family), _q([one.found.odds for one in family]), strict=True))
    held = [one for one in family if one.found.held is not None]
    held_q = dict(zip(map(id, held), _q([one.found.held for one in held]), strict=True))
    chosen = {}
    for what, group in groupby(tried, key=lambda one: one.doings.what):
        own = list(group)
        best = min(own, key=_strength)
        both = (q.get(id(best)), held_q.get(id(best)))
        count = sum(one.found.enough for one in own)
        chosen[what] = _Chosen(best, count, ~choosing, *both, _rung(best, people, ~choosing, *both))
    return chosen, len(family)


def effect(people: Population, reached: Bools, held: Floats, among: Bools) -> HalfEffect:
    """All that is known of a milestone `among` some of the subjects."""
    whole = _half(people, reached, among)
    if whole.difference is None or not whole.enough:
        return whole
    outcome, exposed, columns = people.succeeded[among], reached[among], held[among]
    return replace(
        whole,
        held=held_odds_ratios(outcome, exposed[:, None], columns)[0],
        held_difference=held_difference(outcome, exposed, columns),
    )


def held_columns(people: Population, doings: Doings) -> Floats:
    """How much else each subject did by the landmark, its square, and the levels of the segment but the largest."""
    activity = np.log1p(others(doings, people.events).astype(np.float64))
    names, counts = np.unique(people.levels.astype(str), return_counts=True)
    kept = [names[place] for place in np.argsort(-counts, kind="stable")[1:] if counts[place] >= SMALLEST_LEVEL]
    levels = people.levels.astype(str)
    return np.column_stack([activity, activity**2, *((levels == name).astype(np.float64) for name in kept)])


def _tried(people: Population, doings: Doings, grid: Grid, choosing: Bools) -> list[_Tried]:
    """The combinations of one event, those with enough in the choosing half also with activity and segment held."""
    pairs = list(milestones(doings, grid, len(people.subjects)))
    found = [_half(people, reached, choosing) for _, reached in pairs]
    enough = [place for place, half in enumerate(found) if half.enough]
    if enough:
        columns = held_columns(people, doings)[choosing]
        exposures = np.column_stack([pairs[place][1][choosing] for place in enough])
        ratios = held_odds_ratios(people.succeeded[choosing], exposures, columns)
        for place, ratio in zip(enough, ratios, strict=True):
            found[place] = replace(found[place], held=ratio)
    return [_Tried(m, reached, half, doings) for (m, reached), half in zip(pairs, found, strict=True)]


def _half(people: Population, reached: Bools, among: Bools) -> HalfEffect:
    good = people.succeeded & among
    exposed, rest = reached & among, ~reached & among
    first = (int((good & exposed).sum()), int(exposed.sum()))
    second = (int((good & rest).sum()), int(rest.sum()))
    if not first[1] or not second[1]:
        return HalfEffect(first, second)
    return HalfEffect(first, second, odds_ratio(first, second), difference=share_difference(second, first))


def _q(ratios: Sequence[OddsRatio | None]) -> list[float]:
    return adjusted([ratio.p for ratio in ratios if ratio is not None]) if ratios else []


def _strength(one: _Tried) -> tuple[bool, float, float]:
    """The surest with activity held first; of those too small to be tested, the one nearest to enough."""
    found = one.found
    if not found.enough:
        return (True, -min(found.reached[1], found.others[1]), 0.0)
    return (False, found.held.p if found.held else 2.0, found.odds.p if found.odds else 2.0)


def _moment(chosen: _Chosen, people: Population) -> Moment:
    best = chosen.best
    report = effect(people, best.reached, held_columns(people, best.doings), chosen.held_out)
    return Moment(
        best.milestone, chosen.tried, best.found, report, chosen.q, chosen.held_q, chosen.rung, _needs(best.found)
    )


def _rung(best: _Tried, people: Population, held_out: Bools, q: float | None, held_q: float | None) -> int:
    if held_q is not None and held_q < RATE:
        report = _half(people, best.reached, held_out)
        if report.enough:
            columns = held_columns(people, best.doings)[held_out]
            ratio = held_odds_ratios(people.succeeded[held_out], best.reached[held_out][:, None], columns)[0]
            if ratio is not None and _leans(best.found.held, ratio):
                return HIGHEST if ratio.p < RATE else 2
    return 1 if q is not None and q < RATE else 0


def _leans(one: OddsRatio | None, other: OddsRatio | None) -> bool:
    """Whether the other half has the same sign, not merely by chance."""
    return one is not None and other is not None and (one.value > 1) == (other.value > 1) and other.p < LEANS


def _needs(found: HalfEffect) -> str:
    lacking = [
        f"{NORMAL_FROM - n} more {name}"
        for n, name in ((found.reached[1], "who reach it"), (found.others[1], "who do not"))
        if n < NORMAL_FROM
    ]
    return " and ".join(lacking) + " in the half that chooses" if lacking else ""


def _surest(chosen: _Chosen) -> tuple[int, float, float]:
    return (
        -chosen.rung,
        chosen.held_q if chosen.held_q is not None else 2.0,
        chosen.q if chosen.q is not None else 2.0,
    )


def _order(moment: Moment) -> tuple[int, float, float, str]:
    difference = moment.held_out.held_difference or moment.held_out.difference
    return (
        -moment.rung,
        -abs(difference.value) if difference and moment.rung else 0.0,
        moment.held_q if moment.held_q is not None else 2.0,
        moment.milestone.id,
    )


def _share(count: int, n: int) -> float | None:
    return count / n if n else None


def limits(difference: Difference | None) -> dict[str, Any] | None:
    """A difference as JSON-ready data."""
    if difference is None:
        return None
    return {
        "value": difference.value,
        "low": difference.low,
        "high": difference.high,
        "level": difference.level,
        "method": difference.method,
    }

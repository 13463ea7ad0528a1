"""The pain points of a map by what they cost a year: friction and drop-off, as draws over the same subjects, never as products of point values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError
from wayline.estimates.estimate import LEVEL, NORMAL_FROM
from wayline.estimates.priorities import Ranked, drawn_together, ranked
from wayline.measures.buying.value import Money, Value, each_worth, worth_factors
from wayline.measures.friction.candidates import Candidate, judged
from wayline.measures.friction.drop_off import ends_within, judged_drop_offs, step_ends
from wayline.measures.friction.exposures import Exposure, Population, population
from wayline.measures.friction.friction import judgeable, refuse_clock
from wayline.measures.friction.question import LEAVE, FrictionQuestion, Numbers
from wayline.measures.priorities.draws import Drawn, Sample, drawn_losses, drawn_risks
from wayline.measures.priorities.inputs import HandSet, Inputs
from wayline.measures.priorities.scores import Score, scores
from wayline.paths.facts import PathFacts

Floats = NDArray[np.float64]

YEAR = 365.25 * 86_400 * 1_000_000
DRAWS = 1_000
SHORTEST_YEARS = 28 / 365.25
NOT_RANKED = ("consequence", "before the start", "too few", "helpful")
WORTH_DAYS = 365
OVERLAP = "one customer may meet several pain points: their costs overlap and do not add up"
NO_EXPERIMENT = (
    "what is lost beyond others goes with the pain point; no experiment says yet how much of it mending would keep"
)
NO_LANDMARK = (
    "without a landmark exposure and outcome share the same time, and nothing is held: neither activity nor order"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean of draws and their interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, draws: Floats) -> Interval:
        low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return cls(float(draws.mean()), float(low), float(high))

    def plain(self) -> dict[str, float]:
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class PainPoint:
    """One pain point: `exposed` subjects a year, `excess` of them lost beyond the others (a share), `lost` a year, `money` a year.

    `rank` is of money where there is any, else of the lost. `by_hand`: what somebody set for it, and `scores` made of that.
    """

    id: str
    kind: str
    what: tuple[str, ...]
    n: int
    reading: str
    exposed: Interval
    excess: Interval
    lost: Interval
    money: Interval | None
    rank: Ranked
    by_hand: HandSet
    scores: tuple[Score, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "what": list(self.what),
            "n": self.n,
            "reading": self.reading,
            "exposed_per_year": self.exposed.plain(),
            "lost_beyond_others": self.excess.plain(),
            "lost_per_year": self.lost.plain(),
            "money_per_year": self.money.plain() if self.money else None,
            "top": self.rank.top,
            "group": self.rank.group,
            "gain": self.rank.gain,
            "scores": [score.plain() for score in self.scores],
        }


@dataclass(frozen=True, slots=True)
class Priorities:
    """Pain points, the costliest first; `left_out`: candidates that are not ranked, with why."""

    top: int
    years: float
    points: tuple[PainPoint, ...]
    left_out: tuple[tuple[str, str], ...]
    worth: Interval | None
    money: Money | None
    notes: tuple[str, ...]
    refused: str | None = None

    @property
    def narrow_first(self) -> str | None:
        """The pain point whose interval is worth most to narrow; None where knowing any would change nothing."""
        best = max(self.points, key=lambda point: point.rank.gain, default=None)
        return best.id if best is not None and len(self.points) > 1 and best.rank.gain > 0 else None

    def plain(self) -> dict[str, Any]:
        return {
            "top": self.top,
            "years": self.years,
            "ranked_by": "money" if self.money else "lost",
            "points": [point.plain() for point in self.points],
            "left_out": [{"id": name, "reason": reason} for name, reason in self.left_out],
            "narrow_first": self.narrow_first,
            "worth": self.worth.plain() if self.worth else None,
            "money": self.money.plain() if self.money else None,
            "draws": DRAWS,
            "level": LEVEL,
            "notes": list(self.notes),
            "refused": self.refused,
        }


@dataclass(frozen=True, slots=True)
class _Items:
    """Candidates as rows beside their draws."""

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    whats: tuple[tuple[str, ...], ...]
    ns: tuple[int, ...]
    readings: tuple[str, ...]
    drawn: Drawn

    def joined(self, other: _Items) -> _Items:
        parts = [getattr(self, name) + getattr(other, name) for name in ("ids", "kinds", "whats", "ns", "readings")]
        return _Items(*parts, self.drawn.joined(other.drawn))


def priorities(
    facts: PathFacts, question: FrictionQuestion, numbers: Numbers, inputs: Inputs, value: Value | None
) -> Priorities:
    """Rank the pain points. `facts` as for friction; `value`: what buyers are expected to spend, where money is to be measured.

    Raises InputError for sources without times, and for hand-set inputs of pain points that there are not.
    """
    if facts.timeless:
        raise InputError("the sources of this map have an order but no times: nothing can be said of a year")
    people = population(facts, question, numbers)
    refuse_clock(facts, question)
    everyone, years = _starts(facts)
    sample = Sample(len(everyone), np.searchsorted(everyone, people.subjects), DRAWS)
    exposures, _ = judgeable(facts, question, numbers)
    holds = question.landmark_days is not None
    told = judged(exposures, people, consequences=question.consequences, holds=holds)
    items = _risks(exposures, people, sample, told, holds=holds)
    if question.outcome == LEAVE:
        items = items.joined(_losses(facts, question, numbers, everyone, sample))
    _refuse_unknown(inputs, items.ids, told)
    left_out = tuple((one.id, one.needs or one.reading) for one in told if one.reading in NOT_RANKED)
    if reason := _too_little(items, years):
        return Priorities(inputs.top, years, (), left_out, None, None, (), reason)
    worth, money, notes = _worth(inputs, value, people, everyone)
    points = _points(items, years, inputs, worth)
    kept = Interval.of(worth) if worth is not None else None
    said = (NO_EXPERIMENT, OVERLAP, *(() if holds else (NO_LANDMARK,)), *notes)
    return Priorities(inputs.top, years, points, left_out, kept, money, said)


def _starts(facts: PathFacts) -> tuple[NDArray[np.int64], float]:
    """Everyone on the map in order, and over how many years their paths began."""
    found = facts.con.execute("SELECT subject, start_at FROM subjects ORDER BY subject").fetchnumpy()
    starts = np.asarray(found["start_at"], dtype=np.int64)
    return np.asarray(found["subject"], dtype=np.int64), float(np.ptp(starts)) / YEAR if len(starts) else 0.0


def _risks(
    found: Sequence[Exposure], people: Population, sample: Sample, told: Sequence[Candidate], *, holds: bool
) -> _Items:
    kept = {one.id: one for one in told if one.in_family and one.reading not in ("consequence", "before the start")}
    exposures = [one for one in found if one.id in kept]
    drawn = _together(drawn_risks(exposures, people, sample, holds=holds))
    # helpful ones are drawn too: left out, those that look worst by chance would have nothing to be drawn towards
    shown = [place for place, one in enumerate(exposures) if kept[one.id].reading not in NOT_RANKED]
    return _Items(
        tuple(exposures[place].id for place in shown),
        tuple(exposures[place].kind for place in shown),
        tuple(exposures[place].what for place in shown),
        tuple(kept[exposures[place].id].exposed for place in shown),
        tuple(kept[exposures[place].id].reading for place in shown),
        Drawn(drawn.exposed[:, shown], drawn.excess[:, shown]),
    )


def _losses(
    facts: PathFacts, question: FrictionQuestion, numbers: Numbers, everyone: NDArray[np.int64], sample: Sample
) -> _Items:
    ends = {step: one for step, one in step_ends(facts, numbers).items() if len(one[0]) >= NORMAL_FROM}
    within = ends_within({step: own for step, (_, own) in ends.items()}, question)
    read = {
        one.step: one.reading
        for one in judged_drop_offs({step: own for step, (_, own) in ends.items()}, within, len(everyone))
    }
    rows = [(np.searchsorted(everyone, subjects), *own) for subjects, own in ends.values()]
    drawn = _together(drawn_losses(rows, within, sample))
    steps = list(ends)
    shown = [place for place, step in enumerate(steps) if read[step] in ("friction", "as elsewhere")]
    return _Items(
        tuple(f"drop-off:{steps[place]}" for place in shown),
        ("drop-off",) * len(shown),
        tuple((steps[place],) for place in shown),
        tuple(len(rows[place][0]) for place in shown),
        tuple(read[steps[place]] for place in shown),
        Drawn(drawn.exposed[:, shown], drawn.excess[:, shown]),
    )


def _together(drawn: Drawn) -> Drawn:
    return Drawn(drawn.exposed, drawn_together(drawn.excess))


def _too_little(items: _Items, years: float) -> str | None:
    if years < SHORTEST_YEARS:
        return f"paths began over {years * 365.25:.0f} days; needs 28 to say anything of a year"
    if not items.ids:
        return "no candidate has 30 exposed and 30 unexposed: there is nothing to rank"
    return None


def _points(items: _Items, years: float, inputs: Inputs, worth: Floats | None) -> tuple[PainPoint, ...]:
    exposed = items.drawn.exposed / years
    lost = exposed * items.drawn.excess
    by_hand = [inputs.by_id.get(name, HandSet()) for name in items.ids]
    money = None
    if worth is not None:
        random = np.random.default_rng(DRAWS)
        costs = [
            random.uniform(one.contact_cost.low, one.contact_cost.high, DRAWS) if one.contact_cost else np.zeros(DRAWS)
            for one in by_hand
        ]
        money = lost * worth[:, None] + exposed * np.column_stack(costs)
    order = ranked(lost if money is None else money, inputs.top)
    return tuple(
        PainPoint(
            items.ids[one.place],
            items.kinds[one.place],
            items.whats[one.place],
            items.ns[one.place],
            items.readings[one.place],
            Interval.of(exposed[:, one.place]),
            Interval.of(items.drawn.excess[:, one.place]),
            Interval.of(lost[:, one.place]),
            None if money is None else Interval.of(money[:, one.place]),
            one,
            by_hand[one.place],
            scores(by_hand[one.place], exposed[:, one.place], items.drawn.excess[:, one.place]),
        )
        for one in order
    )


def _worth(
    inputs: Inputs, value: Value | None, people: Population, everyone: NDArray[np.int64]
) -> tuple[Floats | None, Money | None, tuple[str, ...]]:
    """Draws of what a customer kept is worth, and why there are none."""
    if inputs.worth is not None:
        assert inputs.year is not None
        drawn = np.random.default_rng(DRAWS + 1).uniform(inputs.worth.low, inputs.worth.high, DRAWS)
        return drawn, Money(inputs.currency, (inputs.year, inputs.year), True), ()
    if not inputs.is_measured or value is None:
        return None, None, ()
    each = each_worth(value, WORTH_DAYS)
    if each is None or value.buyers is None:
        return None, None, (f"no money: {value.spend.refused}",)
    kept = people.subjects[people.succeeded]
    if len(kept) < NORMAL_FROM:
        return None, None, (f"no money: {len(kept)} of those compared were kept; needs {NORMAL_FROM - len(kept)} more",)
    place = np.minimum(np.searchsorted(value.buyers.subjects, kept), len(value.buyers.subjects) - 1)
    bought = value.buyers.subjects[place] == kept
    mean = float(np.where(bought, each[place], 0.0).mean())
    return mean * worth_factors(value, DRAWS), value.money, ()


def _refuse_unknown(inputs: Inputs, ids: Sequence[str], told: Sequence[Candidate]) -> None:
    known = {*ids, *(one.id for one in told)}
    for name in inputs.by_id:
        if name not in known:
            raise InputError(
                f"inputs: there is no pain point '{name}'", hint=f"Pain points: {', '.join(sorted(known)) or 'none'}"
            )

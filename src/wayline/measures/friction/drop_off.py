"""Drop-off: at which step more are lost than elsewhere on the map, with those who are still there as still there.

Three ends compete at a step: moved on, left, still here (Aalen and Johansen). A funnel that counts "not yet" as "no" is
wrong for young paths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError
from wayline.estimates.aalen_johansen import aalen_johansen
from wayline.estimates.comparison import adjusted
from wayline.estimates.difference import Difference
from wayline.estimates.estimate import LEVEL, NORMAL_FROM
from wayline.estimates.normal import two_sided_p, two_sided_z
from wayline.measures.friction.question import FrictionQuestion, Numbers
from wayline.paths.facts import PathFacts

Floats = NDArray[np.float64]
Ends = tuple[
    Floats, NDArray[np.int64]
]  # seconds from the first touch to the first end, and which: 0 still here, 1 moved on, 2 left

RATE = 0.05
LATE = 0.9
MOVED, LEFT = 1, 2


@dataclass(frozen=True, slots=True)
class DropOff:
    """What became of those who came to a step, `within_seconds` of it: shares that left, moved on and are still there.

    `more`: the share that left less that of all other steps, with its interval. `reading`: friction (more leave than elsewhere), fewer
    than elsewhere, as elsewhere, or too few. `lost`: how many of all subjects the excess amounts to, as a share; it ranks.
    """

    step: str
    n: int
    left: float
    low: float | None
    high: float | None
    moved: float
    still: float
    more: Difference | None
    p: float | None = None
    q: float | None = None
    lost: float | None = None

    @property
    def reading(self) -> str:
        if self.p is None:
            return "too few"
        if self.q is None or self.q >= RATE or self.more is None:
            return "as elsewhere"
        return "friction" if self.more.value > 0 else "fewer than elsewhere"

    def plain(self) -> dict[str, Any]:
        names = ("step", "n", "left", "low", "high", "moved", "still", "p", "q", "lost", "reading")
        more = self.more and {"value": self.more.value, "low": self.more.low, "high": self.more.high}
        return {**{name: getattr(self, name) for name in names}, "more_than_elsewhere": more}


@dataclass(frozen=True, slots=True)
class DropOffs:
    """One family; the span within which ends count."""

    within_seconds: float
    steps: tuple[DropOff, ...]

    def plain(self) -> dict[str, Any]:
        return {"within_seconds": self.within_seconds, "steps": [step.plain() for step in self.steps]}


def drop_offs(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> DropOffs:
    """Every step that leads on. The span is that of the landmark, else that by which nine of ten ends have come.

    Raises InputError where the map does not say what leaving is, or the sources have no times.
    """
    if not facts.journey.leaves:
        raise InputError("drop-off needs the map to say what leaving is", hint="Add `leaves:` to the map")
    if facts.timeless:
        raise InputError("the sources of this map have an order but no times: drop-off cannot be followed over time")
    ends = {step: own for step, (_, own) in step_ends(facts, numbers).items()}
    subjects = int(str(facts.rows("SELECT count(*) FROM subjects")[0][0]))
    within = ends_within(ends, question)
    return DropOffs(within, judged_drop_offs(ends, within, subjects))


def step_ends(facts: PathFacts, numbers: Numbers) -> dict[str, tuple[NDArray[np.int64], Ends]]:
    """Of every step that leads on: its subjects, and what became of them."""
    rows = facts.con.execute(
        "SELECT subject, step, first_end, first_end_seconds AS seconds FROM step_facts "
        f"WHERE step < {numbers.steps} ORDER BY step, subject"
    ).fetchnumpy()
    found = {}
    for number in np.unique(rows["step"]):
        step = facts.journey.steps[int(number)]
        here = rows["step"] == number
        if facts.journey.next_steps(step.id):
            ends = (rows["seconds"][here].astype(np.float64), rows["first_end"][here].astype(np.int64))
            found[step.id] = (np.asarray(rows["subject"][here], dtype=np.int64), ends)
    return found


def ends_within(ends: Mapping[str, Ends], question: FrictionQuestion) -> float:
    """The seconds within which ends count: those of the landmark, else those by which nine of ten have come."""
    return question.landmark_days * 86_400 if question.landmark_days is not None else _span(ends)


def judged_drop_offs(ends: Mapping[str, Ends], within: float, subjects: int) -> tuple[DropOff, ...]:
    """Each step against all the others together, as one family; those that lose most beyond the others first."""
    found = [_one(step, own, _others(ends, step), within) for step, own in ends.items()]
    tested = [one for one in found if one.p is not None]
    q = (
        dict(zip((one.step for one in tested), adjusted([one.p or 0.0 for one in tested]), strict=True))
        if tested
        else {}
    )
    read = [replace(one, q=q.get(one.step)) for one in found]
    ranked = [
        replace(one, lost=one.more.value * one.n / subjects) if one.reading == "friction" and one.more else one
        for one in read
    ]
    return tuple(sorted(ranked, key=lambda one: (-(one.lost or 0.0), one.q if one.q is not None else 2.0)))


def _span(ends: Mapping[str, Ends]) -> float:
    waits = [seconds[kinds != 0] for seconds, kinds in ends.values()]
    every = np.concatenate(waits) if waits else np.zeros(0)
    return float(np.quantile(every, LATE)) if len(every) else 0.0


def _others(ends: Mapping[str, Ends], step: str) -> Ends | None:
    rest = [own for name, own in ends.items() if name != step]
    return (np.concatenate([own[0] for own in rest]), np.concatenate([own[1] for own in rest])) if rest else None


def _one(step: str, own: Ends, rest: Ends | None, within: float) -> DropOff:
    incidence = aalen_johansen(*own, causes=(MOVED, LEFT))
    left, moved = incidence.at(within, LEFT), incidence.at(within, MOVED)
    told = DropOff(step, len(own[0]), left.value, left.low, left.high, moved.value, 1 - left.value - moved.value, None)
    if rest is None or min(len(own[0]), len(rest[0])) < NORMAL_FROM:
        return told
    elsewhere = aalen_johansen(*rest, causes=(LEFT,)).at(within, LEFT).value
    error = math.sqrt(_variance(own, within) + _variance(rest, within))
    value = left.value - elsewhere
    if error == 0:
        return told
    half = two_sided_z(LEVEL) * error
    more = Difference(value, value - half, value + half, LEVEL, "share", "aalen-johansen")
    return replace(told, more=more, p=two_sided_p(value / error))


def _variance(ends: Ends, within: float) -> float:
    incidence = aalen_johansen(*ends, causes=(LEFT,))
    place = int(np.searchsorted(incidence.times, within, side="right")) - 1
    return float(incidence.variance[LEFT][place]) if place >= 0 else 0.0

"""The balance of good and bad experiences of each subject by the landmark, against what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from wayline.errors import InputError
from wayline.estimates.difference import Difference, share_difference
from wayline.estimates.estimate import Estimate
from wayline.estimates.wilson import share
from wayline.maps.model import JourneyMap
from wayline.measures.friction.exposures import Population
from wayline.measures.moments.grid import Doings, Grid, Whole
from wayline.measures.moments.ladder import Moment, climb, limits

GROUPS = ("more bad", "as many", "more good", "neither")
ONE_BAD = "at least one bad experience"
GOOD_CARDS = ("gain", "delight")
BAD_CARDS = ("pain",)


@dataclass(frozen=True, slots=True)
class Experiences:
    """What counts as good and as bad: names of events (globs) or, where none is given, steps of the map by its cards."""

    good: tuple[str, ...]
    bad: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Success by group of balance, and what at least one bad experience goes with, a family of its own on the ladder.

    `difference`: success of those with more good less that of those with more bad, nothing held; None where a group is empty.
    """

    experiences: Experiences
    groups: tuple[tuple[str, Estimate], ...]
    exposed: Estimate
    difference: Difference | None
    one_bad: Moment | None

    def plain(self) -> dict[str, Any]:
        return {
            "good": list(self.experiences.good),
            "bad": list(self.experiences.bad),
            "basis": self.experiences.basis,
            "groups": [{"balance": name, "success": estimate.plain()} for name, estimate in self.groups],
            "more_good_less_more_bad": limits(self.difference),
            "exposed": self.exposed.plain(),
            "at_least_one_bad": self.one_bad.plain() if self.one_bad else None,
        }


def experiences(journey: JourneyMap, good: Sequence[str], bad: Sequence[str]) -> Experiences:
    """Those asked for, else those of the map: pains and low emotion points are bad, gains, delights and high points good."""
    if good or bad:
        return Experiences(tuple(good), tuple(bad), "as asked")
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    leans: dict[str, float] = {}
    for card in journey.cards:
        kind = kinds[card.lane]
        lean = (card.valence or 0.0) if kind == "emotion" else (kind in GOOD_CARDS) - (kind in BAD_CARDS)
        if card.step and lean:
            leans[card.step] = leans.get(card.step, 0.0) + lean
    order = [step.id for step in journey.steps if step.bind]
    return Experiences(
        tuple(step for step in order if leans.get(step, 0) > 0),
        tuple(step for step in order if leans.get(step, 0) < 0),
        "by the map's own cards",
    )


def balance(people: Population, done: Sequence[Doings], asked: Experiences, landmark: float) -> Balance | None:
    """`done`: events where they were asked for, else steps. None where nothing is good or bad.

    Raises InputError where something is on both sides.
    """
    good = _counted(people, done, asked.good)
    bad = _counted(people, done, asked.bad)
    if asked.basis == "as asked":
        _refuse(done, asked)
    if not (good.any() or bad.any()):
        return None
    groups = np.select([good + bad == 0, bad > good, good > bad], [3, 0, 2], default=1)
    told = [(int(people.succeeded[groups == n].sum()), int((groups == n).sum())) for n in range(len(GROUPS))]
    met = bad > 0
    doings = Doings(ONE_BAD, np.flatnonzero(met), bad[met][:, None], bad[met])
    moments = climb(people, [doings], Grid((landmark,), (1,))).moments if met.any() else ()
    return Balance(
        asked,
        tuple((name, share(*pair)) for name, pair in zip(GROUPS, told, strict=True)),
        share(int(met.sum()), len(met)),
        share_difference(told[0], told[2]) if told[0][1] and told[2][1] else None,
        moments[0] if moments else None,
    )


def _counted(people: Population, done: Sequence[Doings], names: Sequence[str]) -> Whole:
    counts = np.zeros(len(people.subjects), dtype=np.int64)
    for doings in done:
        if any(fnmatchcase(doings.what, name) for name in names):
            counts[doings.places] += doings.by_landmark
    return counts


def _refuse(done: Sequence[Doings], asked: Experiences) -> None:
    both = [
        doings.what
        for doings in done
        if any(fnmatchcase(doings.what, name) for name in asked.good)
        and any(fnmatchcase(doings.what, name) for name in asked.bad)
    ]
    if both:
        raise InputError(f"'{both[0]}' is called good and bad")

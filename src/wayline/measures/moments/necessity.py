"""What makes no visible difference: with and without it, success differs by less than the smallest interesting change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.estimates.difference import Difference
from wayline.measures.friction.exposures import Population
from wayline.measures.moments.grid import Doings
from wayline.measures.moments.ladder import HalfEffect, effect, held_columns

SMALLEST = 0.05


@dataclass(frozen=True, slots=True)
class Use:
    """What doing something at all by the landmark goes with, among all compared, activity and segment held.

    `flat`: the whole interval lies within ± the smallest interesting change. `more_needed`: how many more subjects would settle a
    difference of this size within it; None where more of them would not.
    """

    what: str
    effect: HalfEffect
    flat: bool
    more_needed: int | None

    def plain(self) -> dict[str, Any]:
        return {"what": self.what, "flat": self.flat, "more_needed": self.more_needed, "effect": self.effect.plain()}


def uses(people: Population, done: Sequence[Doings], smallest: float) -> list[Use]:
    """Every doing, those first that differ least. Nothing is chosen here, so all subjects are used."""
    found = [use(people, doings, smallest) for doings in done]
    return sorted(found, key=lambda one: (not one.flat, one.what))


def use(people: Population, doings: Doings, smallest: float) -> Use:
    reached = np.zeros(len(people.subjects), dtype=bool)
    reached[doings.places[doings.counts[:, -1] > 0]] = True
    everyone = np.ones(len(reached), dtype=bool)
    found = effect(people, reached, held_columns(people, doings), everyone)
    known = found.held_difference
    if known is None or known.low is None or known.high is None:
        return Use(doings.what, found, flat=False, more_needed=None)
    flat = known.low > -smallest and known.high < smallest
    return Use(doings.what, found, flat, 0 if flat else _more(known, smallest, len(reached)))


def _more(known: Difference, smallest: float, n: int) -> int | None:
    room = smallest - abs(known.value)
    if room <= 0 or known.low is None or known.high is None:
        return None
    half = (known.high - known.low) / 2
    return max(1, math.ceil(n * (half / room) ** 2) - n)

"""Scores that people make of hand-set numbers: cost by effort, RICE, Ulwick's opportunity. Arithmetic, shown as what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import GREY_FROM, LEVEL, Show, show_for
from wayline.estimates.priorities import opportunity
from wayline.measures.priorities.inputs import HandSet

Floats = NDArray[np.float64]

_SEED = 2_002


@dataclass(frozen=True, slots=True)
class Score:
    """One score with its interval. `assumed`: the names of what was set by hand in it."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    assumed: tuple[str, ...]
    show: Show = "normal"
    refused: str | None = None

    def plain(self) -> dict[str, Any]:
        names = ("name", "value", "low", "high", "show", "refused")
        return {**{name: getattr(self, name) for name in names}, "assumed": list(self.assumed)}


def scores(by_hand: HandSet, exposed: Floats, excess: Floats) -> tuple[Score, ...]:
    """Those whose inputs are there. `exposed` (subjects a year) and `excess` (lost beyond others, a share) as draws."""
    found = []
    if by_hand.effort is not None:
        lost = exposed * excess
        found.append(_of_draws("lost by effort", lost / by_hand.effort, ("effort",)))
        if by_hand.confidence is not None:
            drawn = lost * by_hand.confidence / by_hand.effort
            found.append(_of_draws("rice", drawn, ("confidence", "effort")))
    if by_hand.importance is not None and by_hand.satisfaction is not None:
        found.append(_opportunity(by_hand))
    return tuple(found)


def _of_draws(name: str, draws: Floats, assumed: tuple[str, ...]) -> Score:
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Score(name, float(draws.mean()), float(low), float(high), assumed)


def _opportunity(by_hand: HandSet) -> Score:
    assert by_hand.importance is not None
    assert by_hand.satisfaction is not None
    important, satisfied = by_hand.importance, by_hand.satisfaction
    fewest = min(important.n, satisfied.n)
    assumed = ("importance", "satisfaction")
    if fewest < GREY_FROM:
        reason = f"{fewest} answers; needs {GREY_FROM - fewest} more"
        return Score("opportunity", None, None, None, assumed, show_for(fewest), reason)
    value, drawn = opportunity((important.count, important.n), (satisfied.count, satisfied.n), 10_000, _SEED)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Score("opportunity", value, float(low), float(high), assumed, show_for(fewest))

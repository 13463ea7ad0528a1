"""The same scores with every answer at its weight, beside the plain ones: value, interval, and how many answers they are worth."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL
from wayline.estimates.mean import Spread, mean_interval
from wayline.estimates.nps import Camps, nps_interval
from wayline.estimates.wilson import wilson_interval

Real = NDArray[np.float64]


class Weighted(NamedTuple):
    """A weighted number. `n_eff` = (Σw)²/Σw²: as many answers of equal weight say as much."""

    value: float | None
    low: float | None
    high: float | None
    n_eff: float

    def plain(self) -> dict[str, Any]:
        return self._asdict()


NONE = Weighted(None, None, None, 0.0)


def usable(weights: Real) -> NDArray[np.bool_]:
    """Which weights count: finite and not negative. A weight of 0 is one, and says nothing."""
    return np.isfinite(weights) & (weights >= 0)


def effective_n(weights: Real) -> float:
    """(Σw)²/Σw² of weights that are not negative; 0 where they sum to 0."""
    squares = float(np.sum(weights**2))
    return float(np.sum(weights)) ** 2 / squares if squares else 0.0


def weighted_nps(scores: Real, weights: Real, *, shrink: float = 1.0, level: float = LEVEL) -> Weighted:
    """Of scores coded +1, 0, -1. `shrink` is what part of the answers is independent."""
    n_eff = effective_n(weights)
    if not n_eff:
        return NONE
    total = float(np.sum(weights))
    promoters, detractors = (float(np.sum(weights[scores == camp])) / total for camp in (1, -1))
    low, high = nps_interval(Camps(promoters, detractors, 1).scaled_to(n_eff * shrink), level=level)
    return Weighted(100 * (promoters - detractors), low, high, n_eff)


def weighted_share(counted: NDArray[np.bool_], weights: Real, *, shrink: float = 1.0, level: float = LEVEL) -> Weighted:
    """Of answers that are counted or not."""
    n_eff = effective_n(weights)
    if not n_eff:
        return NONE
    share = min(1.0, float(np.sum(weights[counted])) / float(np.sum(weights)))
    low, high = wilson_interval(share * n_eff * shrink, n_eff * shrink, level=level)
    return Weighted(share, low, high, n_eff)


def weighted_mean(values: Real, weights: Real, *, shrink: float = 1.0, level: float = LEVEL) -> Weighted:
    """Of ratings; no interval where the spread cannot be told."""
    n_eff = effective_n(weights)
    if not n_eff:
        return NONE
    value = float(np.average(values, weights=weights))
    variance = float(np.average((values - value) ** 2, weights=weights))
    deviation = math.sqrt(variance * n_eff / (n_eff - 1)) if n_eff > 1 + 1e-9 else None
    low, high = mean_interval(Spread(value, deviation, n_eff * shrink), level=level)
    return Weighted(value, low, high, n_eff)

"""Medians and quantiles of durations, with an interval that assumes nothing about their distribution."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL, NO_SUBJECTS, Estimate, refuse, show_for
from wayline.estimates.fair_coin import at_most
from wayline.estimates.normal import two_sided_z

METHOD = "order statistics"
QUANTILES = {"q25": 0.25, "q75": 0.75, "p90": 0.9}


def median(
    seconds: NDArray[Any],
    *,
    missing: int = 0,
    tied: int = 0,
    level: float = LEVEL,
    unit: str = "seconds",
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """The median of one duration a subject, with `q25`, `q75` and `p90` beside it. Refused where there is none.

    Quantiles interpolate linearly. Below six values no interval reaches the level at 0.95; `low` and `high` are then None.
    """
    values = np.sort(np.asarray(seconds, dtype=np.float64))
    n = len(values)
    if n == 0:
        absent = {**dict.fromkeys(QUANTILES), **(extra or {})}
        return refuse(NO_SUBJECTS, unit=unit, method=METHOD, missing=missing, tied=tied, level=level, extra=absent)
    low, high = median_interval(values, level=level)
    beside = {name: quantile_of_ordered(values, q) for name, q in QUANTILES.items()}
    return Estimate(
        value=quantile_of_ordered(values, 0.5),
        count=n,
        unit=unit,
        n=n,
        low=low,
        high=high,
        level=level,
        method=METHOD,
        missing=missing,
        tied=tied,
        show=show_for(n),
        extra={**beside, **(extra or {})},
    )


def quantile_of_ordered(ordered: NDArray[np.float64], q: float) -> float:
    """`numpy.quantile` of values in rising order, to the last bit: numpy would order them once more."""
    place = (len(ordered) - 1) * q
    below = math.floor(place)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    part = place - below
    return high - (high - low) * (1 - part) if part >= 0.5 else low + (high - low) * part


def median_interval(ordered: NDArray[np.float64], *, level: float = LEVEL) -> tuple[float | None, float | None]:
    """(low, high) of the median of values in rising order; (None, None) where even the extremes do not reach `level`."""
    rank = interval_rank(len(ordered), level=level)
    if rank == 0:
        return None, None
    return float(ordered[rank - 1]), float(ordered[-rank])


def interval_rank(n: int, *, level: float = LEVEL) -> int:
    """The largest r for which the r-th smallest and r-th largest of `n` values enclose the median at `level`; 0 if none."""
    tail = (1 - level) / 2
    rank = max(0, int((n - two_sided_z(level) * math.sqrt(n)) / 2))
    while rank > 0 and at_most(rank - 1, n) > tail:
        rank -= 1
    while rank < n and at_most(rank, n) <= tail:
        rank += 1
    return rank

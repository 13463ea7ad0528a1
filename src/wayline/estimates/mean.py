"""Means of ratings, one a subject, with the t-interval."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.difference import Difference
from wayline.estimates.estimate import LEVEL, Estimate, refuse, show_for
from wayline.estimates.nps import NO_ANSWERS

METHOD = "t"


class Spread(NamedTuple):
    """Mean, standard deviation (n - 1) and n of a sample; the deviation is None for a single value."""

    mean: float
    deviation: float | None
    n: float


def spread_of(values: NDArray[Any]) -> Spread:
    """The spread of at least one value."""
    n = len(values)
    return Spread(float(np.mean(values)), float(np.std(values, ddof=1)) if n > 1 else None, n)


def mean(
    values: NDArray[Any],
    *,
    unit: str = "score",
    n_eff: float | None = None,
    respondents: int | None = None,
    missing: int = 0,
    level: float = LEVEL,
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """The mean of answers; `count` is their number. Refused where there is none.

    One answer, or answers that are all alike, have no interval: their spread is not known, and none is not what it is.
    """
    n = len(values)
    if n == 0:
        return refuse(NO_ANSWERS, unit=unit, method=METHOD, missing=missing, level=level, extra=extra)
    spread = spread_of(values)
    low, high = mean_interval(spread if n_eff is None else spread._replace(n=n_eff), level=level)
    return Estimate(
        value=spread.mean,
        count=n,
        unit=unit,
        n=n,
        low=low,
        high=high,
        level=level,
        method=METHOD,
        missing=missing,
        show=show_for(n if respondents is None else respondents),
        extra=extra or {},
    )


def mean_interval(spread: Spread, *, level: float = LEVEL) -> tuple[float | None, float | None]:
    """(low, high) of the mean, x̄ ± t(n-1)·s/√n; (None, None) where the spread cannot be told."""
    if not spread.deviation or spread.n <= 1:
        return None, None
    half = _t(spread.n - 1, level) * spread.deviation / math.sqrt(spread.n)
    return spread.mean - half, spread.mean + half


def mean_difference(first: Spread, second: Spread, *, unit: str = "score", level: float = LEVEL) -> Difference:
    """Second minus first, by Welch's t: the groups may spread differently. Without interval where a group has no spread."""
    value = second.mean - first.mean
    if not (first.deviation and second.deviation and min(first.n, second.n) > 1):
        return Difference(value, None, None, level, unit, METHOD)
    a, b = first.deviation**2 / first.n, second.deviation**2 / second.n
    freedom = (a + b) ** 2 / (a**2 / (first.n - 1) + b**2 / (second.n - 1))
    half = _t(freedom, level) * math.sqrt(a + b)
    return Difference(value, value - half, value + half, level, unit, METHOD)


def _t(freedom: float, level: float) -> float:
    # scipy.special alone: scipy.stats has the quantile ready, but takes a second to import. And only where there are means.
    from scipy.special import stdtrit  # noqa: PLC0415

    return float(stdtrit(freedom, 0.5 + level / 2))

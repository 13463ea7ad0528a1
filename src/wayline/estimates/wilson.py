"""Shares, with the interval of Wilson (1927): it stays within 0 and 1, and holds its level in small samples."""

from __future__ import annotations

import math
from collections.abc import Mapping

from wayline.estimates.estimate import LEVEL, NO_SUBJECTS, Estimate, refuse, show_for
from wayline.estimates.normal import two_sided_z


def share(
    count: int,
    n: int,
    *,
    missing: int = 0,
    tied: int = 0,
    level: float = LEVEL,
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """The share `count / n` of subjects, for example 2 of 4: 0.5 [0.150, 0.850]. Refused where `n` is 0."""
    count, n = int(count), int(n)
    if n == 0:
        return refuse(NO_SUBJECTS, unit="share", method="wilson", missing=missing, tied=tied, level=level, extra=extra)
    low, high = wilson_interval(count, n, level=level)
    return Estimate(
        value=count / n,
        count=count,
        unit="share",
        n=n,
        low=low,
        high=high,
        level=level,
        method="wilson",
        missing=missing,
        tied=tied,
        show=show_for(n),
        extra=extra or {},
    )


def wilson_interval(count: float, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """(low, high) of the share `count / n`; `n` is above 0 and `count` between 0 and `n`. Weights make both fractions."""
    return wilson_limits(count, n, two_sided_z(level))


def wilson_limits(count: float, n: float, z: float) -> tuple[float, float]:
    """As `wilson_interval`, reaching out `z` standard errors."""
    centre = (count + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(count * (n - count) / n + z * z / 4)
    # At the ends the bound is exactly 0 or 1; rounding would leave it a hair beside.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high

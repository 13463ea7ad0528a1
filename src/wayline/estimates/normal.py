"""The standard normal quantile that two-sided intervals are built with."""

from __future__ import annotations

from scipy.special import ndtri


def two_sided_z(level: float) -> float:
    """How many standard errors reach out on each side for an interval at `level`: 1.959964 at 0.95."""
    return float(ndtri(0.5 + level / 2))

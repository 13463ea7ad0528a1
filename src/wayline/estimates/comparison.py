"""Two groups without common subjects compared: the difference, its interval, and the p-value that belongs to the interval.

A p-value here is 1 less the highest level at which the interval still leaves out no difference at all, so that p ≤ 0.05
and an interval at 0.95 that excludes 0 always say the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.difference import Difference, share_difference
from wayline.estimates.estimate import LEVEL
from wayline.estimates.normal import two_sided_p, two_sided_z
from wayline.estimates.nps import Camps, nps_difference, nps_half, nps_middle
from wayline.estimates.wilson import wilson_limits

Floats = NDArray[np.float64]

FARTHEST_Z = 38.0  # beyond it the normal tail is no number any more
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference (second less first) and how surprising it would be if there were none."""

    difference: Difference
    p: float


def compare_shares(first: tuple[int, int], second: tuple[int, int], *, level: float = LEVEL) -> Comparison:
    """Two shares `(count, n)`: Newcombe's interval, for example 56 of 70 and 48 of 80: −0.2 [−0.334, −0.052]."""
    return Comparison(share_difference(first, second, level=level), _share_p(first, second))


def _share_p(first: tuple[int, int], second: tuple[int, int]) -> float:
    (a, n), (b, m) = first, second
    if a * m == b * n:
        return 1.0
    # the group with the larger share last, so that only the lower limit can meet 0
    smaller, larger = (first, second) if a * m < b * n else (second, first)
    p, q = smaller[0] / smaller[1], larger[0] / larger[1]

    def excludes_none(z: float) -> bool:
        high = wilson_limits(*smaller, z)[1]
        low = wilson_limits(*larger, z)[0]
        return q - p > math.hypot(q - low, high - p)

    inside, outside = 0.0, FARTHEST_Z
    for _ in range(_ROUNDS):
        z = (inside + outside) / 2
        inside, outside = (z, outside) if excludes_none(z) else (inside, z)
    return two_sided_p(inside)


def compare_intervals(
    first: tuple[float, float, float], second: tuple[float, float, float], *, unit: str, level: float = LEVEL
) -> Comparison:
    """Two numbers `(value, low, high)` of any kind: distances to the limits squared and added (Zou and Donner,
    Statistics in Medicine 27 (2008) 1693-1702). For scores and shares by a time; shares and medians have their own.
    """
    (a, low_a, high_a), (b, low_b, high_b) = first, second
    below, above = math.hypot(b - low_b, high_a - a), math.hypot(high_b - b, a - low_a)
    value = b - a
    near = below if value > 0 else above
    z = two_sided_z(level) * abs(value) / near if near > 0 else (FARTHEST_Z if value else 0.0)
    difference = Difference(value, value - below, value + above, level, unit, "squared limits")
    return Comparison(difference, two_sided_p(min(z, FARTHEST_Z)))


def compare_camps(first: Camps, second: Camps, *, level: float = LEVEL) -> Comparison:
    """Two net promoter scores of independent answers, for example 50 and 20 of 100, then 60 and 15 of 100."""
    found = nps_difference(first, second, level=level)
    half = nps_half(first, second, level=level)
    middle = abs(nps_middle(first, second))
    z = two_sided_z(level) * middle / half if half else FARTHEST_Z
    return Comparison(found, two_sided_p(min(z, FARTHEST_Z)))


def compare_medians(
    first: NDArray[Any], second: NDArray[Any], *, unit: str = "seconds", level: float = LEVEL
) -> Comparison | None:
    """Two medians, from one value a subject; nothing is assumed about how the values are spread.

    The rank of a group's true median among its n values is binomial (n, ½): this is what the order-statistics interval of one
    median rests on. The ranks of two groups are independent, so the chance of each pair of gaps is known, and the limits
    are the quantiles of the differences between the far ends of the gaps. Nothing is drawn at random. None where a group
    is too small for a limit at this level.
    """
    a, b = np.sort(np.asarray(first, dtype=np.float64)), np.sort(np.asarray(second, dtype=np.float64))
    if len(a) == 0 or len(b) == 0:
        return None
    gaps_a, gaps_b = _gaps(a), _gaps(b)
    tail = (1 - level) / 2
    low, high = _low(gaps_a, gaps_b, tail), -_low(gaps_b, gaps_a, tail)
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    value = float(np.quantile(b, 0.5) - np.quantile(a, 0.5))
    p = min(1.0, 2 * min(_share_up_to_none(gaps_a, gaps_b), _share_up_to_none(gaps_b, gaps_a)))
    return Comparison(Difference(value, low, high, level, unit, "order statistics"), p)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Where a median may lie: between `lower` and `upper`, with a probability each; all in rising order."""

    lower: Floats
    upper: Floats
    weight: Floats


def _gaps(ordered: Floats) -> _Gaps:
    from scipy.special import bdtr  # noqa: PLC0415 # 0.2 s that only medians compared need wait for

    n = len(ordered)
    reach = math.ceil(4 * math.sqrt(n)) + 2  # eight standard deviations of the rank
    ranks = np.arange(max(0, n // 2 - reach), min(n, n // 2 + reach) + 1)
    up_to = np.concatenate(([0.0], bdtr(ranks[:-1].astype(float), n, 0.5), [1.0]))
    edges = np.concatenate(([-np.inf], ordered, [np.inf]))
    return _Gaps(edges[ranks], edges[ranks + 1], np.diff(up_to))


def _low(first: _Gaps, second: _Gaps, tail: float) -> float:
    """The largest difference t with P(second.lower − first.upper < t) ≤ tail; −inf where there is none."""
    uppers, lowers = first.upper[np.isfinite(first.upper)], second.lower[np.isfinite(second.lower)]
    if len(uppers) == 0 or len(lowers) == 0:
        return -math.inf
    inside, outside = float(lowers[0] - uppers[-1]), float(lowers[-1] - uppers[0])
    if _share_below(first, second, inside, side="left") > tail:
        return -math.inf
    if _share_below(first, second, outside, side="left") <= tail:
        return outside
    for _ in range(_ROUNDS):
        t = (inside + outside) / 2
        inside, outside = (t, outside) if _share_below(first, second, t, side="left") <= tail else (inside, t)
    return _next_difference(uppers, lowers, inside)


def _next_difference(uppers: Floats, lowers: Floats, t: float) -> float:
    """The smallest difference that is there and is at least t, but for rounding."""
    slack = 1e-9 * max(1.0, abs(t))
    places = np.searchsorted(lowers, uppers + t - slack)
    held = places < len(lowers)
    return float((lowers[places[held]] - uppers[held]).min())


def _share_below(first: _Gaps, second: _Gaps, t: float, *, side: Any) -> float:
    """P(second.lower − first.upper < t); with side `right` also those that equal t."""
    up_to = np.concatenate(([0.0], np.cumsum(second.weight)))
    return float(first.weight @ up_to[np.searchsorted(second.lower, first.upper + t, side=side)])


def _share_up_to_none(first: _Gaps, second: _Gaps) -> float:
    return _share_below(first, second, 0.0, side="right")


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's q of each p-value in its family (JRSS B 57 (1995) 289-300), as scipy.stats.false_discovery_control."""
    # scipy.stats has it ready, but takes a second to import
    m = len(p_values)
    order = np.argsort(p_values)
    scaled = np.asarray(p_values, dtype=np.float64)[order] * m / np.arange(1, m + 1)
    q = np.empty(m)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return [float(one) for one in q]

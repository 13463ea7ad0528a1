"""Shares with the interval of Clopper and Pearson (1934): on each side it errs in at most 2.5 % of samples, whatever the truth.

Wilson's interval errs as often on the average over all truths; near 0 and 1 it errs in up to 8 % on one side. Where a
verdict rests on one side of the interval, the exact one is used.
"""

from __future__ import annotations

from wayline.estimates.estimate import LEVEL

METHOD = "clopper-pearson"
MOST = 10**9


def exact_interval(count: float, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """(low, high) of the share `count / n`, for example 8 of 10: 0.444 to 0.975. Both may be fractions of an effective sample."""
    from scipy.special import betaincinv  # noqa: PLC0415 # 0.2 s that only promises need wait for

    tail = (1 - level) / 2
    low = 0.0 if count <= 0 else float(betaincinv(count, n - count + 1, tail))
    high = 1.0 if count >= n else float(betaincinv(count + 1, n - count, 1 - tail))
    return low, high


def needed(share: float, bound: float, n: float, *, level: float = LEVEL) -> float | None:
    """How large the sample must be for the interval around this share to leave the bound out; None where no size would do.

    At least `n`. With the interval just there, it is an even chance that a sample of this size decides.
    """

    def decides(size: float) -> bool:
        low, high = exact_interval(share * size, size, level=level)
        return low >= bound if share > bound else high < bound

    if share == bound:
        return None
    small, large = n, max(2 * n, 1.0)
    while not decides(large):
        small, large = large, 2 * large
        if large > MOST:
            return None
    while large - small > 0.5:
        middle = (small + large) / 2
        small, large = (small, middle) if decides(middle) else (middle, large)
    return large

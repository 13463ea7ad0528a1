"""What a rule must not pass for: a system that closes what is idle, and a step that is the outcome under another name."""

from __future__ import annotations

import math

import numpy as np

from wayline.estimates.estimate import GREY_FROM
from wayline.estimates.wilson import wilson_interval
from wayline.measures.decisions.walks import DAY, Bools, Ints, Walks
from wayline.measures.moments.disguise import CHANCE

HOUR = DAY // 24
MICRO = 1_000_000
MOST = 0.5


def closes_by_itself(idle: Ints) -> float | None:
    """The idle time in seconds after which most of these paths were closed, where that is one and the same; else None.

    `idle`: from the last touch to the end of paths that left without another step, in microseconds. It is one time where the
    Wilson lower limit of the share within one day (one hour below two days) is above a half.
    """
    n = len(idle)
    if n < GREY_FROM:
        return None
    rising = np.sort(idle)
    width = DAY if rising[n // 2] >= 2 * DAY else HOUR
    together = np.searchsorted(rising, rising + width, side="left") - np.arange(n)
    begin = int(np.argmax(together))
    if wilson_interval(int(together[begin]), n)[0] <= MOST:
        return None
    return float(rising[begin]) / MICRO


def steps_in_disguise(walks: Walks, learns: Bools, steps: int, besides: tuple[int, ...]) -> dict[int, str]:
    """Steps after which the outcome follows mechanically, and why: all learning paths that reach one share one outcome,
    where that would be chance once in a million."""
    rejected: dict[int, str] = {}
    n, succeeded = int(learns.sum()), int((walks.succeeded & learns).sum())
    if succeeded in (0, n):
        return rejected
    for step in range(steps):
        reached = np.zeros(len(learns), dtype=bool)
        reached[walks.path[walks.element == step]] = True
        reached &= learns
        many, good = int(reached.sum()), int((reached & walks.succeeded).sum())
        same = "succeed" if good == many else "are lost"
        share = succeeded / n if good == many else 1 - succeeded / n
        if step not in besides and many < n and good in (0, many) and many * math.log(share) < math.log(CHANCE):
            rejected[step] = f"the outcome follows from it: all {many:,} who reach it {same}"
    return rejected

"""The hazard of an event per period: of those still at risk, the share to whom it comes in this period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL, NORMAL_FROM
from wayline.estimates.wilson import wilson_interval

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One period, counted from 1: `events` among the `n` who were at risk in it and seen to its end."""

    period: int
    events: int
    n: int


@dataclass(frozen=True, slots=True)
class Peak:
    """The periods from `first` to `last` in which the hazard is above all that comes later, and the later hazard, pooled."""

    first: int
    last: int
    later_events: int
    later_n: int


def period_of(wait: Ints, length: int) -> Ints:
    """The period, from 1, in which a wait ended, both in one unit; 0 where it did not end (below 0). What came at once came in the first."""
    return np.asarray(np.where(wait < 0, 0, np.maximum(1, -(-wait // length))), dtype=np.int64)


def hazards(came: Ints, gone: Ints, seen: Ints, periods: int) -> list[AtRisk]:
    """Counts for periods 1 … `periods`, one place a subject: the period in which the event `came`, in which the subject was
    `gone` for another reason (0 = never), and how many whole periods were `seen`.

    At risk in a period is who was seen for all of it, whatever came in it, so that a period that is not over dilutes nothing.
    """
    at_risk = last_at_risk(came, gone, seen)
    counts = np.bincount(np.clip(at_risk, 0, periods), minlength=periods + 1)
    n = np.cumsum(counts[::-1])[::-1]
    own = (came > 0) & (came <= seen) & (came <= periods) & ((gone == 0) | (gone >= came))
    events = np.bincount(came[own], minlength=periods + 1)
    return [AtRisk(period, int(events[period]), int(n[period])) for period in range(1, periods + 1)]


def last_at_risk(came: Ints, gone: Ints, seen: Ints) -> Ints:
    """The last whole period in which each subject was at risk, as `hazards` counts them."""
    never = np.iinfo(np.int64).max
    ends = np.minimum(np.where(came > 0, came, never), np.where(gone > 0, gone, never))
    return np.asarray(np.minimum(ends, seen), dtype=np.int64)


def peak(rows: Sequence[AtRisk], level: float = LEVEL) -> Peak | None:
    """The first run of periods whose lower limit is above the upper limit of the pooled later hazard; None where there is none.

    Every period is compared with all that come after it. So that a constant hazard is taken for a peak in no more than 1 of 20
    logs, both limits are at a level that is shared out among the periods.
    """
    usable = [row for row in rows if row.n >= NORMAL_FROM]
    if len(usable) < 2:
        return None
    strict = 1 - (1 - level) / len(usable)
    events = np.array([row.events for row in usable])
    n = np.array([row.n for row in usable])
    later = [(int(events[k + 1 :].sum()), int(n[k + 1 :].sum())) for k in range(len(usable) - 1)]
    above = [_above(row, rest, strict) for row, rest in zip(usable[:-1], later, strict=True)]
    if True not in above:
        return None
    first = above.index(True)
    last = first
    while last + 1 < len(above) and above[last + 1]:
        last += 1
    return Peak(usable[first].period, usable[last].period, *later[last])


def _above(row: AtRisk, later: tuple[int, int], level: float) -> bool:
    low, _ = wilson_interval(row.events, row.n, level=level)
    _, high = wilson_interval(*later, level=level)
    return low > high

"""How far the last days of a daily number lie from what the weeks before them lead to expect.

Days are consecutive. The days before are the baseline: their level on each day of the week, drawn towards the level of all. The distance of a share or
a count is the signed root of the deviance (McCullagh and Nelder, Generalized Linear Models, 1989, sections 4.4 and 6.2), of a
score the difference in units of its spread; each divided by the root of what the baseline itself leaves open, and of how much more than
by chance its weeks or days scatter. So a number that always jumps does not surprise by jumping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

WEEK = 7
SHORTEST = 8 * WEEK  # days of baseline before anything is judged
LONGEST = 26 * WEEK
LENGTHS = (1, 3, 7, 14, 28)  # days that are looked at together
DRAWN = {"share": 30.0, "score": 30.0, "count": 1.0}  # subjects, answers or days by which a weekday is drawn to all
LEAST_ANSWERS = 5  # in the days looked at: a score of fewer says nothing
Floats = NDArray[np.float64]
Kind = Literal["share", "count", "score"]


@dataclass(frozen=True, slots=True)
class Days:
    """A number day by day, in one world or many.

    `n` (1 or worlds × days): subjects of a share, answers of a score, 1 a day of a count, or what a season makes of it. `k` (worlds × days): those
    counted, the sum of the scores, the count. `squares` the sums of squared scores, and `width` of their scale: for scores alone. A day with n = 0 says nothing.
    """

    kind: Kind
    n: Floats
    k: Floats
    squares: Floats | None = None
    width: float = 1.0

    def between(self, first: int, last: int) -> Days:
        squares = None if self.squares is None else self.squares[:, first:last]
        return Days(self.kind, self.n[:, first:last], self.k[:, first:last], squares, self.width)

    def at(self, places: NDArray[Any]) -> Days:
        squares = None if self.squares is None else self.squares[:, places]
        return Days(self.kind, self.n[:, places], self.k[:, places], squares, self.width)

    def __len__(self) -> int:
        return self.k.shape[1]


def surprises(days: Days, lengths: tuple[int, ...] = LENGTHS) -> Floats:
    """(worlds × lengths): the distance of the last `length` days, positive where the number rose; 0 where the baseline is too short."""
    found = np.zeros((len(days.k), len(lengths)))
    scatter = _scattered(days, max(lengths))
    for place, length in enumerate(lengths):
        whole = min(LONGEST, (len(days) - length) // WEEK * WEEK)
        if whole >= SHORTEST:
            begins = len(days) - length
            found[:, place] = _distance(days.between(begins - whole, begins), days.between(begins, len(days))) / scatter
    return found


def levels(base: Days) -> tuple[Floats, Floats]:
    """The level of all days (worlds) and of each day of the week (worlds × 7), drawn towards it. Whole weeks."""
    n, k = _weeks(base.n), _weeks(base.k)
    whole = k.sum(axis=(1, 2)) / np.maximum(n.sum(axis=(1, 2)), 1e-9)
    drawn = DRAWN[base.kind]
    return whole, (k.sum(axis=1) + drawn * whole[:, None]) / (n.sum(axis=1) + drawn)


def scatter(base: Days) -> Floats:
    """How much more than by chance days scatter about the level of their weekday: Pearson's statistic a degree of freedom. Whole weeks."""
    whole, by_day = levels(base)
    return _pearson(base.kind, _weeks(base.n), _weeks(base.k), by_day, _spread(base, whole))


def _distance(base: Days, last: Days) -> Floats:
    size, total = base.n.sum(axis=1), last.n.sum(axis=1)
    whole, by_day = levels(base)
    due = (by_day[:, np.arange(len(last)) % WEEK] * last.n).sum(axis=1)
    seen = last.k.sum(axis=1)
    open_ = 1 + total / np.maximum(size, 1e-9)
    if base.kind == "score":
        found = (seen - due) / np.sqrt(np.maximum(_spread(base, whole) * total * open_, 1e-12))
        told = (size > 0) & (total >= LEAST_ANSWERS)
    else:
        found = np.sign(seen - due) * np.sqrt(np.maximum(_deviance(base.kind, seen, due, total), 0) / open_)
        told = (size > 0) & (total > 0)
    return np.asarray(np.where(told, found, 0.0))


def _deviance(kind: Kind, seen: Floats, due: Floats, total: Floats) -> Floats:
    if kind == "count":
        due = np.maximum(due, 1e-9)
        return 2 * (_times_log(seen, seen / due) - (seen - due))
    due = np.clip(due, 1e-9, np.maximum(total - 1e-9, 1e-9))
    # what a season takes off may leave less than none, or more than all
    seen = np.clip(seen, 0, total)
    return 2 * (_times_log(seen, seen / due) + _times_log(total - seen, (total - seen) / (total - due)))


def _times_log(x: Floats, ratio: Floats) -> Floats:
    """x · log(ratio), 0 where x is 0."""
    return np.asarray(x * np.log(np.where(x > 0, ratio, 1.0)))


def _spread(base: Days, whole: Floats) -> Floats:
    """The variance of one score; one answer half a scale away keeps it above 0. 1 for shares and counts, whose level tells it."""
    if base.squares is None:
        return np.ones(len(base.k))
    n = base.n.sum(axis=1)
    off = base.squares.sum(axis=1) - n * whole**2
    return np.asarray((np.maximum(off, 0) + (base.width / 2) ** 2) / (n + 1))


def _scattered(days: Days, length: int) -> Floats:
    """The root of how much more than by chance weeks or days scatter, at least 1; of the weeks before anything that is looked at now."""
    whole = min(LONGEST, (len(days) - length) // WEEK * WEEK)
    if whole < 2 * WEEK:
        return np.ones(len(days.k))
    base = days.between(len(days) - length - whole, len(days) - length)
    n, k = _weeks(base.n), _weeks(base.k)
    level, by_day = levels(base)
    spread = _spread(base, level)
    weeks = _pearson(base.kind, n.sum(axis=2)[:, :, None], k.sum(axis=2)[:, :, None], level[:, None], spread)
    return np.asarray(np.sqrt(np.maximum(np.maximum(weeks, _pearson(base.kind, n, k, by_day, spread)), 1.0)))


def _pearson(kind: Kind, n: Floats, k: Floats, level: Floats, spread: Floats) -> Floats:
    """Pearson's statistic a degree of freedom: `n` and `k` (worlds × weeks × days), `level` by day."""
    filled = n > 0
    if kind == "score":
        one = spread[:, None, None]
    elif kind == "count":
        one = np.maximum(level, 1e-9)[:, None, :]
    else:
        one = np.maximum(level * (1 - level), 1e-9)[:, None, :]
    off = np.where(filled, (k - n * level[:, None, :]) ** 2, 0.0) / (one * np.where(filled, n, 1.0))
    return np.asarray(off.sum(axis=(1, 2)) / np.maximum(filled.sum(axis=(1, 2)) - level.shape[1], 1))


def _weeks(column: Floats) -> Floats:
    return column.reshape(len(column), -1, WEEK)

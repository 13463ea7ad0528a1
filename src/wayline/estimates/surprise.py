"""How far the last days of a daily share lie from what the weeks before them lead to expect.

Days are consecutive. The days before are the baseline: their share on each day of the week, drawn towards the share of all. The distance is the signed root
of the binomial deviance (McCullagh and Nelder, Generalized Linear Models, 1989, section 4.4), divided by the root of what the baseline itself leaves
open, and of how much more than binomial its weeks or days scatter. So a share that always jumps does not surprise by jumping.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

WEEK = 7
SHORTEST = 8 * WEEK  # days of baseline before anything is judged
LONGEST = 26 * WEEK
LENGTHS = (1, 3, 7, 14, 28)  # days that are looked at together
DRAWN = 30.0  # subjects' worth by which a weekday's share is drawn towards the share of all
WORLDS = 400
Floats = NDArray[np.float64]


def surprises(n: NDArray[Any], k: NDArray[Any], lengths: tuple[int, ...] = LENGTHS) -> Floats:
    """(worlds × lengths): the distance of the last `length` days, positive where the share rose; 0 where the baseline is too short.

    `n` subjects a day, and `k` of them counted: one row a world. A day without subjects says nothing.
    """
    found = np.zeros((len(k), len(lengths)))
    scatter = _scattered(n, k, max(lengths))
    for place, length in enumerate(lengths):
        days = min(LONGEST, (len(n) - length) // WEEK * WEEK)
        if days >= SHORTEST:
            base = slice(len(n) - length - days, len(n) - length)
            found[:, place] = _distance(n[base], k[:, base], n[-length:], k[:, -length:])
            found[:, place] /= scatter
    return found


def _distance(base_n: NDArray[Any], base_k: NDArray[Any], n: NDArray[Any], k: NDArray[Any]) -> Floats:
    weeks_n = base_n.reshape(-1, WEEK).astype(np.float64)
    weeks_k = base_k.reshape(len(base_k), -1, WEEK).astype(np.float64)
    size, total = weeks_n.sum(), n.sum()
    if size == 0 or total == 0:
        return np.zeros(len(k))
    share = weeks_k.sum(axis=(1, 2))[:, None] / size
    by_day = (weeks_k.sum(axis=1) + DRAWN * share) / (weeks_n.sum(axis=0) + DRAWN)
    due = by_day[:, np.arange(len(n)) % WEEK] @ n.astype(np.float64)
    seen = k.sum(axis=1).astype(np.float64)
    due = np.clip(due, 1e-9, total - 1e-9)
    deviance = 2 * (_times_log(seen, seen / due) + _times_log(total - seen, (total - seen) / (total - due)))
    return np.asarray(np.sign(seen - due) * np.sqrt(np.maximum(deviance, 0) / (1 + total / size)))


def _times_log(x: Floats, ratio: Floats) -> Floats:
    """x · log(ratio), 0 where x is 0."""
    return np.asarray(x * np.log(np.where(x > 0, ratio, 1.0)))


def _scattered(n: NDArray[Any], k: NDArray[Any], length: int) -> Floats:
    """The root of how much more than binomial weeks or days scatter, at least 1; of the weeks before anything that is looked at now."""
    days = min(LONGEST, (len(n) - length) // WEEK * WEEK)
    if days < 2 * WEEK:
        return np.ones(len(k))
    base = slice(len(n) - length - days, len(n) - length)
    weeks_n = n[base].reshape(-1, WEEK).astype(np.float64)
    weeks_k = k[:, base].reshape(len(k), -1, WEEK).astype(np.float64)
    if not weeks_n.sum():
        return np.ones(len(k))
    share = weeks_k.sum(axis=(1, 2))[:, None] / weeks_n.sum()
    by_day = (weeks_k.sum(axis=1) + DRAWN * share) / (weeks_n.sum(axis=0) + DRAWN)
    weeks = _pearson(weeks_n.sum(axis=1)[:, None], weeks_k.sum(axis=2)[:, :, None], share, 1)
    return np.asarray(np.sqrt(np.maximum(np.maximum(weeks, _pearson(weeks_n, weeks_k, by_day, WEEK)), 1.0)))


def _pearson(n: Floats, k: Floats, share: Floats, spent: int) -> Floats:
    """Pearson's statistic a degree of freedom: `n` (weeks × days), `k` the same for each world, `share` by day."""
    filled = n > 0
    spread = np.maximum(share * (1 - share), 1e-9)[:, None, :] * np.where(filled, n, 1.0)
    off = np.where(filled, (k - n * share[:, None, :]) ** 2, 0.0) / spread
    return np.asarray(off.sum(axis=(1, 2)) / max(int(filled.sum()) - spent, 1))


def chance_limit(series: list[tuple[NDArray[Any], float]], days: int, *, chance: float, seed: int = 0) -> float:
    """The distance that the largest of `days` days of all series exceeds with probability `chance` where nothing changes.

    Each series is its subjects a day and its share; worlds are drawn with these and looked at as the real ones.
    """
    draw = np.random.default_rng(seed)
    most = np.zeros(WORLDS)
    for n, share in series:
        k = draw.binomial(n.astype(np.int64), share, size=(WORLDS, len(n)))
        for day in range(max(len(n) - days, SHORTEST), len(n)):
            first = max(0, day + 1 - LONGEST - max(LENGTHS))
            found = np.abs(surprises(n[first : day + 1], k[:, first : day + 1])).max(axis=1)
            most = np.maximum(most, found)
    return float(np.quantile(most, 1 - chance))

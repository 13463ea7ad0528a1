"""Which ratings go with an overall score: shares of the variance explained, with intervals and groups that cannot be told apart.

Shares of explained variance, never what happens if a rating is improved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import GREY_FROM, LEVEL

Real = NDArray[np.float64]
Method = Literal["johnson", "lmg"]
Weigh = Callable[[Real, Real], Real]

MOST_FOR_LMG = 14
ORDER_FROM, TOP_FROM = 300, 100
DRAWS = 1_000
SEED = 20_240_101
_FLAT, _FLAT_DRAW = 1e-12, 1e-6


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver: its part of R², the same as a share of R² with its interval, and the tie group it belongs to (0 is the top)."""

    name: str
    weight: float
    share: float
    low: float
    high: float
    group: int


@dataclass(frozen=True, slots=True)
class Drivers:
    """Drivers from the strongest on, of `n` complete answers. `refused` says why there are none."""

    drivers: tuple[Driver, ...]
    r_squared: float | None
    n: int
    method: str
    level: float = LEVEL
    refused: str | None = None

    def plain(self) -> dict[str, Any]:
        rows = [{name: getattr(one, name) for name in Driver.__dataclass_fields__} for one in self.drivers]
        return {
            "drivers": rows,
            "r_squared": self.r_squared,
            "n": self.n,
            "method": self.method,
            "level": self.level,
            "refused": self.refused,
        }


def drivers(
    names: Sequence[str],
    ratings: Real,
    score: Real,
    *,
    method: Method = "johnson",
    draws: int = DRAWS,
    level: float = LEVEL,
) -> Drivers:
    """Drivers of `score` among the columns of `ratings` (n × k); rows with NaN are left out.

    An order is claimed from 300 answers on, the top driver alone from 100; below that all are one tie group. Neighbours whose
    difference may be none stay tied.
    """
    whole = np.isfinite(score) & np.isfinite(ratings).all(axis=1)
    ratings, score = ratings[whole], score[whole]
    n = len(score)
    if reason := _refusal(names, ratings, score, method):
        return Drivers((), None, n, method, level, reason)
    weigh = _johnson if method == "johnson" else _lmg
    weights = weigh(*_correlations(ratings, score))
    drawn = _drawn(weigh, ratings, score, draws)
    order = np.argsort(-weights, kind="stable")
    groups = _groups(weights[order], drawn[:, order], n, level)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    low, high = np.quantile(drawn / drawn.sum(axis=1, keepdims=True), tails, axis=0)
    total = float(weights.sum())
    found = [
        Driver(names[j], float(weights[j]), float(weights[j]) / total, float(low[j]), float(high[j]), group)
        for j, group in zip(order.tolist(), groups, strict=True)
    ]
    return Drivers(tuple(found), total, n, method, level)


def johnson(ratings: Real, score: Real) -> Real:
    """Johnson's relative weights, which sum to R²."""
    return _johnson(*_correlations(ratings, score))


def lmg(ratings: Real, score: Real) -> Real:
    """The rise in R² from adding each driver, averaged over all orders of entry (Lindeman, Merenda and Gold); they sum to R²."""
    return _lmg(*_correlations(ratings, score))


def _johnson(among: Real, with_score: Real) -> Real:
    values, vectors = np.linalg.eigh(among)
    root = vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T
    beta = np.linalg.pinv(root, rcond=1e-8, hermitian=True) @ with_score
    return np.asarray(root**2 @ beta**2, dtype=np.float64)


def _lmg(among: Real, with_score: Real) -> Real:
    k = len(with_score)
    explained, masks = _explained(among, with_score), np.arange(1 << k)
    size = ((masks[:, None] >> np.arange(k)) & 1).sum(axis=1)
    orders = k * np.array([comb(k - 1, entered) for entered in range(k)])
    weights = np.zeros(k)
    for j in range(k):
        without = masks[(masks >> j) & 1 == 0]
        weights[j] = np.sum((explained[without | 1 << j] - explained[without]) / orders[size[without]])
    return weights


def _explained(among: Real, with_score: Real) -> Real:
    """R² of every subset of the drivers, by its bit mask."""
    k = len(with_score)
    explained = np.zeros(1 << k)
    for size in range(1, k + 1):
        subsets = np.array(list(combinations(range(k), size)))
        blocks = among[subsets[:, :, None], subsets[:, None, :]]
        targets = with_score[subsets]
        solved = (np.linalg.pinv(blocks, rcond=1e-10, hermitian=True) @ targets[:, :, None])[:, :, 0]
        explained[(1 << subsets).sum(axis=1)] = (targets * solved).sum(axis=1)
    return explained


def _correlations(ratings: Real, score: Real) -> tuple[Real, Real]:
    found = np.asarray(np.corrcoef(np.column_stack([ratings, score]), rowvar=False), dtype=np.float64)
    return found[:-1, :-1], found[:-1, -1]


def _refusal(names: Sequence[str], ratings: Real, score: Real, method: Method) -> str | None:
    n, k = ratings.shape
    if k < 2:
        return "needs two drivers or more"
    if n < max(k + 2, GREY_FROM):
        return f"{n} complete answers; needs {max(k + 2, GREY_FROM) - n} more"
    flat = [name for name, column in zip(names, ratings.T, strict=True) if np.ptp(column) < _FLAT]
    if np.ptp(score) < _FLAT:
        return "all gave the same overall score"
    if flat:
        return f"all gave the same answer to {', '.join(flat)}"
    if method == "lmg" and k > MOST_FOR_LMG:
        return f"{k} drivers are too many for LMG, which takes up to {MOST_FOR_LMG}; use Johnson's weights"
    return None


def _drawn(weigh: Weigh, ratings: Real, score: Real, draws: int) -> Real:
    """Weights of answers drawn again with replacement, draws × k; a draw in which a column is flat is drawn again.

    What is drawn is how often each answer comes: correlations of any draw then are sums weighted by it.
    """
    random = np.random.default_rng(SEED)
    columns = np.column_stack([ratings, score])
    n = len(columns)
    centred = columns - columns.mean(axis=0)
    products = (centred[:, :, None] * centred[:, None, :]).reshape(n, -1)
    found: list[Real] = []
    for _ in range(draws * 2):
        if len(found) == draws:
            break
        times = np.bincount(random.integers(0, n, n), minlength=n).astype(np.float64)
        means = times @ centred / n
        spread = (times @ products / n).reshape(len(means), -1) - np.outer(means, means)
        scale = np.sqrt(np.clip(np.diag(spread), 0, None))
        if (scale > _FLAT_DRAW).all():
            correlations = spread / np.outer(scale, scale)
            found.append(weigh(correlations[:-1, :-1], correlations[:-1, -1]))
    return np.array(found or [weigh(*_correlations(ratings, score))])


def _groups(weights: Real, drawn: Real, n: int, level: float) -> list[int]:
    """The tie group of each driver, strongest first: a new one begins where the lead of the group's first is beyond doubt."""
    groups, first = [0], 0
    for j in range(1, len(weights)):
        may_part = n >= ORDER_FROM or (n >= TOP_FROM and j == 1)
        lead = float(np.quantile(drawn[:, first] - drawn[:, j], (1 - level) / 2))
        if may_part and lead > 0:
            groups.append(groups[-1] + 1)
            first = j
        else:
            groups.append(groups[-1])
    return groups

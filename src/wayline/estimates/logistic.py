"""Logistic regression by Newton's method: what is left of one column's odds ratio when others are held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.odds_ratio import OddsRatio, from_log

Floats = NDArray[np.float64]

_ROUNDS = 30
_SETTLED = 1e-8
_ALIKE = 1e-6
_PULL = 0.01
_SEPARATED = 15.0  # a log odds ratio as far as this means that a column splits the outcomes, and has no estimate


def adjusted_odds_ratio(outcome: NDArray[np.bool_], exposed: NDArray[np.bool_], held: Floats) -> OddsRatio | None:
    """The odds ratio of `exposed` (n) for `outcome` (n) with the columns of `held` (n × k) in the model, and a constant.

    By maximum likelihood with Wald's interval. The held columns, scaled to spread 1, are drawn to 0 by a hair, so that a rare
    value with one outcome only does not take the estimate away. Columns of `held` that the others make up are left out. None where there is
    no estimate: `exposed` is constant, or splits the outcomes.
    """
    columns = independent(np.column_stack([np.ones(len(outcome)), exposed.astype(np.float64), scaled(held)]), spared=2)
    beta = np.zeros(columns.shape[1])
    penalty = np.where(np.arange(len(beta)) < 2, 0.0, _PULL)
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ beta, -30, 30)))
        weighted = columns * (chance * (1 - chance))[:, None]
        information = columns.T @ weighted + np.diag(penalty)
        if np.linalg.cond(information) > 1 / np.sqrt(np.finfo(float).eps):
            return None
        step = np.linalg.solve(information, columns.T @ (outcome - chance) - penalty * beta)
        beta += step
        if np.abs(beta[1]) > _SEPARATED:
            return None
        if np.abs(step).max() < _SETTLED:
            return from_log(float(beta[1]), float(np.sqrt(np.linalg.inv(information)[1, 1])))
    return None


def independent(columns: Floats, *, spared: int) -> Floats:
    """The columns from left to right, without those that are sums of earlier ones; the first `spared` stay in any case."""
    basis: list[Floats] = []
    kept = []
    for place, column in enumerate(columns.T):
        rest = column.copy()
        for _ in range(2):  # once more takes out what rounding left
            for direction in basis:
                rest -= (rest @ direction) * direction
        size = float(np.linalg.norm(rest))
        if place < spared or size > _ALIKE * float(np.linalg.norm(column)):
            kept.append(place)
            basis.append(rest / size if size > 0 else rest)
    return columns[:, kept]


def scaled(held: Floats) -> Floats:
    """Columns about 0 with spread 1, which leaves the odds ratio of another column as it is; constant columns go."""
    spread = held.std(axis=0)
    kept = spread > 0
    return np.asarray((held[:, kept] - held[:, kept].mean(axis=0)) / spread[kept])

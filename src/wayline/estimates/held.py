"""Effects of yes-or-no exposures on a yes-or-no outcome with other columns held: many odds ratios at once, and one risk difference."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.difference import Difference
from wayline.estimates.estimate import LEVEL
from wayline.estimates.logistic import independent, scaled
from wayline.estimates.normal import two_sided_z
from wayline.estimates.odds_ratio import OddsRatio, from_log

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROUNDS = 30
_SETTLED = 1e-8
_PULL = 0.01
_SEPARATED = 15.0
_FARTHEST = 30.0


@dataclass(frozen=True, slots=True)
class _Cells:
    """Subjects with the same held columns as one cell: a fit over cells is that over subjects, and much shorter.

    `fixed` (u × k): a constant and the held columns. Per exposure (u × c): `exposed`, `others` and the successes of both.
    """

    fixed: Floats
    exposed: Floats
    others: Floats
    good_exposed: Floats
    good_others: Floats

    def of(self, columns: NDArray[np.int64]) -> _Cells:
        """The same cells for some of the exposures."""
        parts = (self.exposed, self.others, self.good_exposed, self.good_others)
        return _Cells(self.fixed, *(part[:, columns] for part in parts))


def held_odds_ratios(outcome: Bools, exposures: Bools, held: Floats) -> list[OddsRatio | None]:
    """`adjusted_odds_ratio` of every column of `exposures` (n × c), each for itself, with the same `held` (n × k); None where it has none."""
    betas, covariances = _fits(_cells(outcome, exposures, held))
    return [
        None if np.isnan(beta[0]) else from_log(float(beta[0]), math.sqrt(covariance[0, 0]))
        for beta, covariance in zip(betas, covariances, strict=True)
    ]


def held_difference(outcome: Bools, exposed: Bools, held: Floats, *, level: float = LEVEL) -> Difference | None:
    """Success of all if they were as the exposed are, less success if as the others, by the logistic model of `held_odds_ratios`.

    Both are averaged over the subjects (standardisation); the interval is by the delta method, with the spread of the
    subjects themselves. None where the model has no estimate.
    """
    cells = _cells(outcome, exposed[:, None], held)
    betas, covariances = _fits(cells)
    beta, covariance = betas[0], covariances[0]
    if np.isnan(beta[0]):
        return None
    n = len(outcome)
    share = (cells.exposed + cells.others)[:, 0] / n
    rest = cells.fixed @ beta[1:]
    chances = [_chance(rest + beta[0]), _chance(rest)]
    slopes = [chance * (1 - chance) for chance in chances]
    gradient = np.concatenate(([share @ slopes[0]], (share * (slopes[0] - slopes[1])) @ cells.fixed))
    each = chances[0] - chances[1]
    value = float(share @ each)
    spread = float(share @ (each - value) ** 2)
    half = two_sided_z(level) * math.sqrt(float(gradient @ covariance @ gradient) + spread / n)
    return Difference(value, max(-1.0, value - half), min(1.0, value + half), level, "share", "standardised")


def _cells(outcome: Bools, exposures: Bools, held: Floats) -> _Cells:
    n = len(outcome)
    first, code = _alike(held)
    fixed = independent(np.column_stack([np.ones(n), scaled(held)]), spared=1)[first]

    def counted(among: Bools) -> Floats:
        return np.bincount(code[among], minlength=len(first)).astype(np.float64)

    columns = [(counted(e), counted(~e), counted(e & outcome), counted(~e & outcome)) for e in exposures.T]
    return _Cells(fixed, *(np.column_stack(part) for part in zip(*columns, strict=True)))


def _alike(held: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One row of each kind, and the kind of every row."""
    first, code = np.zeros(1, dtype=np.int64), np.zeros(len(held), dtype=np.int64)
    for column in held.T:
        # a column that the earlier ones settle, such as a square, need not be sorted
        if not np.array_equal(column[first][code], column):
            _, own = np.unique(column, return_inverse=True)
            _, first, code = np.unique(code * (int(own.max()) + 1) + own, return_index=True, return_inverse=True)
    return first, code


def _fits(cells: _Cells) -> tuple[Floats, Floats]:
    """Coefficients (c × (1 + k)), the exposure's first, and their covariances; NaN where a fit has no estimate."""
    c, k = cells.exposed.shape[1], cells.fixed.shape[1]
    beta = np.zeros((c, 1 + k))
    penalty = np.array([0.0, 0.0, *[_PULL] * (k - 1)])
    products = (cells.fixed[:, :, None] * cells.fixed[:, None, :]).reshape(len(cells.fixed), -1)
    settled = np.zeros(c, dtype=bool)
    information = np.zeros((c, 1 + k, 1 + k))
    for _ in range(_ROUNDS):
        going = np.flatnonzero(~settled)
        if len(going) == 0:
            break
        step, information[going] = _newton(cells.of(going), products, beta[going], penalty)
        beta[going] += step
        lost = (np.abs(beta[going, 0]) > _SEPARATED) | np.isnan(step).any(axis=1)
        beta[going[lost]] = np.nan
        settled[going] = lost | (np.abs(step).max(axis=1) < _SETTLED)
    beta[~settled] = np.nan
    whole = ~np.isnan(beta[:, 0])
    covariance = np.full((c, 1 + k, 1 + k), np.nan)
    covariance[whole] = np.linalg.inv(information[whole])
    return beta, covariance


def _newton(cells: _Cells, products: Floats, beta: Floats, penalty: Floats) -> tuple[Floats, Floats]:
    """One step of Newton's method for every column, and the information it was taken with; NaN where that is singular."""
    rest = cells.fixed @ beta[:, 1:].T
    chance, chance_others = _chance(rest + beta[:, 0]), _chance(rest)
    weighted = cells.exposed * chance * (1 - chance)
    weight = weighted + cells.others * chance_others * (1 - chance_others)
    miss = cells.good_exposed - cells.exposed * chance
    missed = miss + cells.good_others - cells.others * chance_others
    k = cells.fixed.shape[1]
    information = np.empty((len(beta), 1 + k, 1 + k))
    information[:, 0, 0] = weighted.sum(axis=0)
    information[:, 0, 1:] = information[:, 1:, 0] = weighted.T @ cells.fixed
    information[:, 1:, 1:] = (weight.T @ products).reshape(-1, k, k)
    information += np.diag(penalty)
    score = np.column_stack([miss.sum(axis=0), missed.T @ cells.fixed]) - penalty * beta
    singular = np.linalg.cond(information) > 1 / np.sqrt(np.finfo(float).eps)
    information[singular] = np.eye(1 + k)
    step: Floats = np.asarray(np.linalg.solve(information, score[:, :, None])[:, :, 0], dtype=np.float64)
    step[singular] = np.nan
    return step, information


def _chance(linear: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(linear, -_FARTHEST, _FARTHEST))))

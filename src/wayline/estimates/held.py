"""Effects of yes-or-no exposures on a yes-or-no outcome with other columns held: many odds ratios at once, and one risk difference."""

from __future__ import annotations

import math

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


def held_odds_ratios(outcome: Bools, exposures: Bools, held: Floats) -> list[OddsRatio | None]:
    """`adjusted_odds_ratio` of every column of `exposures` (n × c), each for itself, with the same `held` (n × k); None where it has none."""
    fixed = _fixed(held, len(outcome))
    betas, covariances = _fits(outcome, exposures.astype(np.float64), fixed)
    return [
        None if np.isnan(beta[0]) else from_log(float(beta[0]), math.sqrt(covariance[0, 0]))
        for beta, covariance in zip(betas, covariances, strict=True)
    ]


def held_difference(outcome: Bools, exposed: Bools, held: Floats, *, level: float = LEVEL) -> Difference | None:
    """Success of all if they were as the exposed are, less success if as the others, by the logistic model of `held_odds_ratios`.

    Both are averaged over the subjects (standardisation); the interval is by the delta method, with the spread of the
    subjects themselves. None where the model has no estimate.
    """
    fixed = _fixed(held, len(outcome))
    betas, covariances = _fits(outcome, exposed.astype(np.float64)[:, None], fixed)
    beta, covariance = betas[0], covariances[0]
    if np.isnan(beta[0]):
        return None
    rest = fixed @ beta[1:]
    chances = [1 / (1 + np.exp(-np.clip(rest + with_it * beta[0], -_FARTHEST, _FARTHEST))) for with_it in (1.0, 0.0)]
    slopes = [chance * (1 - chance) for chance in chances]
    gradient = np.concatenate(([slopes[0].mean()], ((slopes[0] - slopes[1])[:, None] * fixed).mean(axis=0)))
    each = chances[0] - chances[1]
    error = math.sqrt(float(gradient @ covariance @ gradient) + float(each.var()) / len(each))
    value, half = float(each.mean()), two_sided_z(level) * error
    return Difference(value, max(-1.0, value - half), min(1.0, value + half), level, "share", "standardised")


def _fixed(held: Floats, n: int) -> Floats:
    """A constant and the held columns, without those that others make up."""
    return independent(np.column_stack([np.ones(n), scaled(held)]), spared=1)


def _fits(outcome: Bools, exposures: Floats, fixed: Floats) -> tuple[Floats, Floats]:
    """Coefficients (c × (1 + k)), the exposure's first, and their covariances; NaN where a fit has no estimate."""
    c, k = exposures.shape[1], fixed.shape[1]
    beta = np.zeros((c, 1 + k))
    penalty = np.array([0.0, 0.0, *[_PULL] * (k - 1)])
    settled = np.zeros(c, dtype=bool)
    information = np.zeros((c, 1 + k, 1 + k))
    for _ in range(_ROUNDS):
        going = np.flatnonzero(~settled)
        if len(going) == 0:
            break
        step, information[going] = _newton(outcome, exposures[:, going], fixed, beta[going], penalty)
        beta[going] += step
        lost = (np.abs(beta[going, 0]) > _SEPARATED) | np.isnan(step).any(axis=1)
        beta[going[lost]] = np.nan
        settled[going] = lost | (np.abs(step).max(axis=1) < _SETTLED)
    beta[~settled] = np.nan
    whole = ~np.isnan(beta[:, 0])
    covariance = np.full((c, 1 + k, 1 + k), np.nan)
    covariance[whole] = np.linalg.inv(information[whole])
    return beta, covariance


def _newton(outcome: Bools, exposures: Floats, fixed: Floats, beta: Floats, penalty: Floats) -> tuple[Floats, Floats]:
    """One step of Newton's method for every column, and the information it was taken with; NaN where that is singular."""
    linear = fixed @ beta[:, 1:].T + exposures * beta[:, 0]
    chance = 1 / (1 + np.exp(-np.clip(linear, -_FARTHEST, _FARTHEST)))
    weight, miss = chance * (1 - chance), outcome[:, None] - chance
    weighted = weight * exposures
    crossed = weighted.T @ fixed
    products = (fixed[:, :, None] * fixed[:, None, :]).reshape(len(fixed), -1)
    k = fixed.shape[1]
    information = np.empty((len(beta), 1 + k, 1 + k))
    information[:, 0, 0] = (weighted * exposures).sum(axis=0)
    information[:, 0, 1:] = information[:, 1:, 0] = crossed
    information[:, 1:, 1:] = (weight.T @ products).reshape(-1, k, k)
    information += np.diag(penalty)
    score = np.column_stack([(exposures * miss).sum(axis=0), miss.T @ fixed]) - penalty * beta
    singular = np.linalg.cond(information) > 1 / np.sqrt(np.finfo(float).eps)
    information[singular] = np.eye(1 + k)
    step: Floats = np.asarray(np.linalg.solve(information, score[:, :, None])[:, :, 0], dtype=np.float64)
    step[singular] = np.nan
    return step, information

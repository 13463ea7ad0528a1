"""Models that foretell the chance of an event from columns: logistic regression here, boosting by scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Method = Literal["logistic", "boosting"]

METHODS: tuple[Method, ...] = ("logistic", "boosting")
_ROUNDS = 50
_SETTLED = 1e-8
_EDGE = 1e-6
_BOOSTED = {"max_iter": 120, "learning_rate": 0.05, "max_leaf_nodes": 8, "l2_regularization": 1.0}


class Model(Protocol):
    """What was learned."""

    def log_odds(self, columns: Floats) -> Floats:
        """The log odds (m) of the event for the rows of `columns` (m × k)."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A constant and one weight a column."""

    constant: float
    weights: Floats

    def log_odds(self, columns: Floats) -> Floats:
        return np.asarray(columns @ self.weights + self.constant)


@dataclass(frozen=True, slots=True)
class Boosted:
    """Trees of scikit-learn's histogram boosting."""

    trees: Any

    def log_odds(self, columns: Floats) -> Floats:
        with import_module("threadpoolctl").threadpool_limits(1):
            return np.asarray(self.trees.decision_function(columns), dtype=np.float64)


def learn(method: Method, columns: Floats, came: Bools) -> Model:
    """Learn from columns (n × k) and whether the event came (n, both ways). Raises InputError where `boosting` lacks scikit-learn."""
    return boosted(columns, came) if method == "boosting" else logistic(columns, came)


def chances(model: Model, columns: Floats) -> Floats:
    """The chance (m) of the event, never quite 0 or 1."""
    return np.clip(1 / (1 + np.exp(-np.clip(model.log_odds(columns), -30, 30))), _EDGE, 1 - _EDGE)


def logistic(columns: Floats, came: Bools, *, ridge: float = 1.0) -> Logistic:
    """Logistic regression on columns scaled to spread 1, each weight drawn to 0 by `ridge` / 2 · β², the constant not."""
    middle, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    scaled = np.column_stack([np.ones(len(columns)), (columns - middle) / spread])
    pull = np.append(0.0, np.full(columns.shape[1], ridge))
    share = came.mean()
    beta = np.append(np.log(share / (1 - share)), np.zeros(columns.shape[1]))
    value = _penalised(scaled, came, beta, pull)
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ beta, -30, 30)))
        information = scaled.T @ (scaled * (chance * (1 - chance))[:, None]) + np.diag(pull)
        step = np.linalg.solve(information, scaled.T @ (came - chance) - pull * beta)
        reached = _penalised(scaled, came, beta + step, pull)
        while reached < value - _SETTLED and np.abs(step).max() > _SETTLED:  # a full step would go too far
            step /= 2
            reached = _penalised(scaled, came, beta + step, pull)
        beta, value = beta + step, reached
        if np.abs(step).max() < _SETTLED:
            break
    weights = beta[1:] / spread
    return Logistic(float(beta[0] - weights @ middle), weights)


def _penalised(scaled: Floats, came: Bools, beta: Floats, pull: Floats) -> float:
    """The log likelihood less what draws the weights to 0."""
    linear = scaled @ beta
    return float(linear[came].sum() - np.logaddexp(0, linear).sum() - (pull * beta**2).sum() / 2)


def boosted(columns: Floats, came: Bools) -> Boosted:
    """Histogram boosting: 120 rounds at rate 0.05, trees of 8 leaves, L2 of 1. Raises InputError where scikit-learn is not installed."""
    try:
        ensemble = import_module("sklearn.ensemble")  # optional, and slow to import
    except ImportError as error:
        raise InputError(
            "boosting needs scikit-learn, which is not installed",
            hint="pip install 'wayline[scores]' installs it; --method logistic needs nothing more",
        ) from error
    trees = ensemble.HistGradientBoostingClassifier(random_state=0, **_BOOSTED)
    with import_module("threadpoolctl").threadpool_limits(
        1
    ):  # small trees: threads wait for each other more than they help
        return Boosted(trees.fit(columns, came))

"""Parameters as they might have been, had other customers come: a bootstrap over customers in one step of Newton's method a draw.

A fit for each draw would take a thousand times as long; near the best fit one step leads to the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
OfRows = Callable[[Floats], Floats]

DRAWS = 1_000
SEED = 2_005
_CHUNK = 50
_STEP = 1e-4


@dataclass(frozen=True, slots=True)
class OneStep:
    """How much each customer pulls at the logarithms of the parameters (n × k)."""

    pulls: Floats

    @classmethod
    def at(cls, log_likelihood: OfRows, parameters: Floats) -> OneStep:
        """From the log-likelihood of every customer at the best fit."""
        scores = slopes(log_likelihood, parameters)
        k = len(parameters)
        information = np.empty((k, k))
        for place in range(k):
            up, down = (slopes(log_likelihood, parameters * _moved(k, place, sign)).sum(axis=0) for sign in (1, -1))
            information[place] = -(up - down) / (2 * _STEP)
        return cls(scores @ np.linalg.pinv((information + information.T) / 2))

    def moved(self, weights: Floats) -> Floats:
        """By how much the logarithms of the parameters move (draws × k) where customers count `weights` (draws × n) times."""
        return np.asarray((weights - 1) @ self.pulls)


def slopes(of_rows: OfRows, parameters: Floats) -> Floats:
    """How a value of every row (n × k) changes with the logarithm of each parameter."""
    k = len(parameters)
    pairs = [
        (of_rows(parameters * _moved(k, place, 1)), of_rows(parameters * _moved(k, place, -1))) for place in range(k)
    ]
    return np.column_stack([(up - down) / (2 * _STEP) for up, down in pairs])


def drawn_weights(customers: int, draws: int = DRAWS, seed: int = SEED) -> Iterator[Floats]:
    """How often each customer counts, some draws at a time: Poisson with mean 1, so that customers are drawn independently."""
    random = np.random.default_rng(seed)
    for begin in range(0, draws, _CHUNK):
        yield random.poisson(1.0, (min(_CHUNK, draws - begin), customers)).astype(np.float64)


def _moved(k: int, place: int, sign: int) -> Floats:
    factor = np.ones(k)
    factor[place] = np.exp(sign * _STEP)
    return factor

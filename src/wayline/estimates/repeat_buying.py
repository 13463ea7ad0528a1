"""How often customers will buy again who never say that they left: BG/NBD (Fader, Hardie and Lee 2005).

While a customer is there, purchases come at a rate of their own; after each one the customer may be gone for good. Neither is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

Floats = NDArray[np.float64]
LogLikelihood = Callable[[Floats, "Purchases"], Floats]

_FARTHEST = 12.0  # a logarithm of a parameter beyond it fits as well as at it


@dataclass(frozen=True, slots=True)
class Purchases:
    """One row a customer, columns of one length: `repeats` after the first purchase, the last of them `last` and the end of watching
    `watched`, both in one unit of time since the first purchase. `times`: how many customers are like the row."""

    repeats: Floats
    last: Floats
    watched: Floats
    times: Floats

    @classmethod
    def of(cls, repeats: Floats, last: Floats, watched: Floats) -> Purchases:
        """The same customers with like ones as one row: a fit is the shorter for it."""
        rows, times = np.unique(np.column_stack([repeats, last, watched]), axis=0, return_counts=True)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], times.astype(np.float64))


@dataclass(frozen=True, slots=True)
class RepeatBuying:
    """A fitted BG/NBD: rates of purchase are gamma (r, α), chances to be gone after one are beta (a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    @property
    def parameters(self) -> Floats:
        return np.array([self.r, self.alpha, self.a, self.b])


def fit_repeat_buying(of: Purchases) -> RepeatBuying:
    """The most likely parameters."""
    parameters, best = most_likely(log_likelihood, of, np.array([0.5, float(of.watched.mean()) / 4, 0.5, 2.0]))
    r, alpha, a, b = (float(one) for one in parameters)
    return RepeatBuying(r, alpha, a, b, best)


def most_likely(of_rows: LogLikelihood, of: Purchases, start: Floats) -> tuple[Floats, float]:
    """The positive parameters under which `of` is likeliest, and its log-likelihood there."""

    def lost(logs: Floats) -> float:
        return -float(of.times @ of_rows(np.exp(logs), of)) / float(of.times.sum())

    bounds = [(-_FARTHEST, _FARTHEST)] * len(start)
    near = minimize(lost, np.log(start), method="L-BFGS-B", bounds=bounds)
    exact = minimize(
        lost, near.x, method="Nelder-Mead", bounds=bounds, options={"xatol": 1e-5, "fatol": 1e-11, "maxiter": 600}
    )
    return np.exp(exact.x), -float(exact.fun) * float(of.times.sum())


def log_likelihood(parameters: Floats, of: Purchases) -> Floats:
    """Of every row, for the parameters r, α, a, b."""
    r, alpha, a, b = parameters
    x = of.repeats
    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    there = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + of.watched)
    gone = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + of.last)
    return np.asarray(bought + np.logaddexp(there, np.where(x > 0, gone, -np.inf)))


def expected_repeats(parameters: Floats, of: Purchases, ahead: float) -> Floats:
    """How often every row's customer will buy in the next `ahead`. A row of zeros is a customer who is new today."""
    r, alpha, a, b = parameters
    x, end = of.repeats, alpha + of.watched
    series = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (end + ahead))
    grown = (a + b + x - 1) / (a - 1) * (1 - (end / (end + ahead)) ** (r + x) * series)
    odds_gone = a / (b + np.maximum(x, 1) - 1) * (end / (alpha + of.last)) ** (r + x)
    return np.asarray(grown / (1 + np.where(x > 0, odds_gone, 0.0)))

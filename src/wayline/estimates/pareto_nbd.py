"""The same question by another model, as a cross-check: Pareto/NBD (Schmittlein, Morrison and Colombo 1987).

Purchases come as in BG/NBD; but a customer may be gone at any time, not only after a purchase.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, hyp2f1

from wayline.estimates.repeat_buying import Purchases, most_likely

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ParetoNbd:
    """Fitted: rates of purchase are gamma (r, α), rates of being gone gamma (s, β)."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float

    @property
    def parameters(self) -> Floats:
        return np.array([self.r, self.alpha, self.s, self.beta])


def fit_pareto_nbd(of: Purchases) -> ParetoNbd:
    """The most likely parameters."""
    middle = float(of.watched.mean()) / 4
    parameters, best = most_likely(log_likelihood, of, np.array([0.5, middle, 0.5, middle]))
    return ParetoNbd(*(float(one) for one in parameters), best)


def log_likelihood(parameters: Floats, of: Purchases) -> Floats:
    """Of every row, for the parameters r, α, s, β."""
    there, gone = _parts(parameters, of)
    return np.asarray(np.logaddexp(there, gone))


def expected_repeats(parameters: Floats, of: Purchases, ahead: float) -> Floats:
    """How often every row's customer will buy in the next `ahead`."""
    r, alpha, s, beta = parameters
    there, gone = _parts(parameters, of)
    is_there = np.exp(there - np.logaddexp(there, gone))
    end = beta + of.watched
    if abs(s - 1) < 1e-6:
        time = end * np.log1p(ahead / end)
    else:
        time = end / (s - 1) * (1 - (end / (end + ahead)) ** (s - 1))
    return np.asarray(is_there * (r + of.repeats) / (alpha + of.watched) * time)


def _parts(parameters: Floats, of: Purchases) -> tuple[Floats, Floats]:
    """Logarithms of the likelihood of still being there, and of having gone since the last purchase."""
    r, alpha, s, beta = parameters
    x = of.repeats
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    there = common - (r + x) * np.log(alpha + of.watched) - s * np.log(beta + of.watched)
    total, second = r + s + x, (s + 1 if alpha >= beta else r + x)
    far, apart = max(alpha, beta), abs(alpha - beta)

    def since(time: Floats) -> Floats:
        return np.asarray(np.log(hyp2f1(total, second, total + 1, apart / (far + time))) - total * np.log(far + time))

    first, then = since(of.last), since(of.watched)
    with np.errstate(divide="ignore"):
        between = first + np.log(-np.expm1(np.minimum(then - first, 0.0)))
    return np.asarray(there), np.asarray(common + np.log(s / total) + between)

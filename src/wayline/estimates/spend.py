"""What a purchase of a customer is worth: gamma-gamma (Fader, Hardie and Lee 2005), which draws the mean of few purchases towards that of all.

It supposes that how much is spent says nothing about how often; `likeness` says how far that holds here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spend:
    """Fitted: p of a customer's purchases, q and v of how customers differ. `likeness`: correlation of mean spend and repeats."""

    p: float
    q: float
    v: float
    customers: int
    likeness: float

    def expected(self, repeats: Floats, mean: Floats) -> Floats:
        """The mean spend to expect of each customer; that of all where `repeats` is 0."""
        return np.asarray(self.p * (self.v + repeats * mean) / (self.p * repeats + self.q - 1))


def fit_spend(repeats: Floats, mean: Floats) -> Spend:
    """The most likely parameters. `mean` of each customer's `repeats`, both above 0."""
    scale = float(mean.mean())

    def lost(logs: Floats) -> float:
        p, q, v = np.exp(logs)
        x, z = repeats, mean / scale
        each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        each = each + (p * x - 1) * np.log(z) + p * x * np.log(x) - (p * x + q) * np.log(v + x * z)
        return -float(each.mean())

    near = minimize(lost, np.array([1.0, 1.0, 0.0]), method="L-BFGS-B", bounds=[(-8.0, 12.0)] * 3)
    exact = minimize(lost, near.x, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-14, "maxiter": 3_000})
    p, q, v = np.exp(exact.x)
    likeness = float(np.corrcoef(repeats, mean)[0, 1]) if repeats.std() and mean.std() else 0.0
    return Spend(float(p), float(q), float(v * scale), len(mean), likeness)

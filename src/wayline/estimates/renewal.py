"""How many will still be there after so many renewals: the shifted beta-geometric (Fader and Hardie 2007).

Customers differ in how likely they are to renew; those who are left renew more and more. A curve drawn through the shares misses that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln

Floats = NDArray[np.float64]

_FARTHEST = 10.0


@dataclass(frozen=True, slots=True)
class RenewalCurve:
    """Fitted: the chance not to renew is beta (α, β) over customers."""

    alpha: float
    beta: float

    def alive(self, periods: Floats) -> Floats:
        """The share still there after so many renewals came due."""
        return np.asarray(np.exp(betaln(self.alpha, self.beta + periods) - betaln(self.alpha, self.beta)))


def fit_renewal(lost: Floats, still: Floats) -> RenewalCurve:
    """The most likely curve. `lost[t]`: how many did not renew when the (t+1)th renewal was due; `still[t]`: how many were last
    seen after renewing t+1 times, with nothing due since. Shares serve as well as counts."""
    periods = np.arange(1, len(lost) + 1, dtype=np.float64)
    total = float(lost.sum() + still.sum())

    def missed(logs: Floats) -> float:
        alpha, beta = np.exp(logs)
        alive = betaln(alpha, beta + periods) - betaln(alpha, beta)
        ended = betaln(alpha + 1, beta + periods - 1) - betaln(alpha, beta)
        return -float(lost @ ended + still @ alive) / total

    bounds = [(-_FARTHEST, _FARTHEST)] * 2
    found = minimize(
        missed,
        np.zeros(2),
        method="Nelder-Mead",
        bounds=bounds,
        options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 1_000},
    )
    alpha, beta = np.exp(found.x)
    return RenewalCurve(float(alpha), float(beta))

"""How the odds of an outcome differ between those exposed to something and those who are not."""

from __future__ import annotations

import math
from dataclasses import dataclass

from wayline.estimates.estimate import LEVEL
from wayline.estimates.normal import two_sided_p, two_sided_z

FARTHEST_LOG = 700.0  # beyond it e^x is no number any more


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """The odds among the exposed over those among the others, with an interval and the two-sided p of the normal."""

    value: float
    low: float
    high: float
    p: float

    def plain(self) -> dict[str, float]:
        return {"value": self.value, "low": self.low, "high": self.high, "p": self.p}


def odds_ratio(exposed: tuple[int, int], others: tuple[int, int], *, level: float = LEVEL) -> OddsRatio:
    """From `(successes, n)` of each group; half a subject is added to every cell, so that none is empty (Haldane and Anscombe).

    For example 10 of 20 exposed and 15 of 20 others: 0.355 [0.097, 1.296].
    """
    cells = [cell + 0.5 for successes, n in (exposed, others) for cell in (successes, n - successes)]
    log = math.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    return from_log(log, math.sqrt(sum(1 / cell for cell in cells)), level=level)


def from_log(log: float, error: float, *, level: float = LEVEL) -> OddsRatio:
    """From the logarithm of an odds ratio and its standard error."""
    half = two_sided_z(level) * error
    value, low, high = (math.exp(max(-FARTHEST_LOG, min(FARTHEST_LOG, x))) for x in (log, log - half, log + half))
    return OddsRatio(value, low, high, two_sided_p(log / error))

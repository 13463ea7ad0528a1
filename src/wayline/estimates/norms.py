"""Norms for a wait: the times by which a share of those who wait have moved on, with those still waiting taken as censored.

Quantiles of the Kaplan-Meier curve, with the times at which its limits reach the share (Brookmeyer and Crowley, Biometrics 38 (1982) 29-41).
A plain quantile of the waits that ended would be too short: it leaves out those that have not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from wayline.estimates.kaplan_meier import SurvivalCurve

BEHIND, STUCK = 0.75, 0.90
LEAST_AT_RISK = 10


@dataclass(frozen=True, slots=True)
class Norm:
    """The time by which `share` have moved on, in the unit of the durations; None where the curve does not get so far with 10 at risk."""

    share: float
    value: float | None
    low: float | None
    high: float | None

    def plain(self) -> dict[str, Any]:
        return {"share": self.share, "value": self.value, "low": self.low, "high": self.high}


def norm(curve: SurvivalCurve, share: float) -> Norm:
    """The norm of a curve. A limit is None where it lies beyond what the curve tells."""
    told = curve.at_risk >= LEAST_AT_RISK
    times = curve.times[told]

    def first(column: NDArray[Any]) -> float | None:
        # a survival that equals what is left but for rounding has reached it
        reached = times[column[told] <= 1 - share + 1e-12]
        return float(reached[0]) if len(reached) else None

    value = first(curve.survival)
    return Norm(share, value, first(curve.low) if value is not None else None, first(curve.high))

"""The discrete hazard: of those still there when a period begins, the share for which the event comes in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import Estimate
from wayline.estimates.kaplan_meier import life_table
from wayline.estimates.wilson import share


@dataclass(frozen=True, slots=True)
class PeriodHazard:
    """One period, counted from 0: the share of those at risk when it begins for which the event came in it."""

    period: int
    hazard: Estimate

    def plain(self) -> dict[str, Any]:
        return {"period": self.period, **self.hazard.plain()}


def discrete_hazard(periods: NDArray[Any], observed: NDArray[Any]) -> tuple[PeriodHazard, ...]:
    """h_m = d_m / n_m with Wilson's interval, from the period (n, whole numbers) in which each subject's event came or it was last seen.

    Who was last seen in a period counts as at risk in it. Periods without an event are told too, up to the last with somebody at risk.
    """
    times, at_risk, (events,) = life_table(np.asarray(periods, dtype=np.int64), [np.asarray(observed, dtype=bool)])
    found = []
    for period in range(int(times[0]), int(times[-1]) + 1) if len(times) else ():
        place = int(np.searchsorted(times, period))
        came = int(events[place]) if times[place] == period else 0
        found.append(PeriodHazard(period, share(came, int(at_risk[place]))))
    return tuple(found)

"""Kaplan-Meier: how many have not yet had the event after a time, with paths that are still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL
from wayline.estimates.normal import two_sided_z

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# Relative distance from one half within which floating point cannot be trusted to decide "at most one half".
_DOUBTFUL = 1e-9


@dataclass(frozen=True, slots=True)
class SurvivalPoint:
    """The curve at one time. `low` and `high` are None where no interval can be given."""

    survival: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """The curve at each distinct time; all arrays have one entry a time. `greenwood` is Σ d / (n (n − d)).

    `median` is the smallest time with S(t) ≤ 0.5, None where the curve stays above; `median_low` and `median_high` are
    the times at which the lower and the upper limit reach 0.5.
    """

    times: NDArray[Any]
    at_risk: Whole
    events: Whole
    survival: Floats
    greenwood: Floats
    low: Floats
    high: Floats
    median: float | None
    median_low: float | None
    median_high: float | None

    def at(self, time: float) -> SurvivalPoint:
        """The curve at `time`; `at_risk` counts durations of at least `time`."""
        here = int(np.searchsorted(self.times, time, side="right")) - 1
        coming = int(np.searchsorted(self.times, time, side="left"))
        at_risk = int(self.at_risk[coming]) if coming < len(self.times) else 0
        if here < 0:
            return SurvivalPoint(1.0, None, None, at_risk)
        return SurvivalPoint(float(self.survival[here]), known(self.low[here]), known(self.high[here]), at_risk)


def kaplan_meier(durations: NDArray[Any], observed: NDArray[Any], *, level: float = LEVEL) -> SurvivalCurve:
    """The curve from one duration a subject and whether its event came (True) or it was still open then (False).

    At equal times events come before censorings. Intervals are log-log, with Greenwood's variance.
    """
    times, at_risk, (events,) = life_table(durations, [np.asarray(observed, dtype=bool)])
    survival = _survival(at_risk, events)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(np.where(events > 0, events / (at_risk * (at_risk - events).astype(float)), 0.0))
    low, high = _log_log_limits(survival, greenwood, two_sided_z(level))
    return SurvivalCurve(
        times=times,
        at_risk=at_risk,
        events=events,
        survival=survival,
        greenwood=greenwood,
        low=low,
        high=high,
        median=_median(times, at_risk, events, survival),
        median_low=_first(times, low <= 0.5),
        median_high=_first(times, high <= 0.5),
    )


def survival_median(durations: NDArray[Any], observed: NDArray[Any]) -> float | None:
    """The median of the curve alone, where nobody asks for its interval; None where it stays above one half."""
    times, at_risk, (events,) = life_table(durations, [np.asarray(observed, dtype=bool)])
    return _median(times, at_risk, events, _survival(at_risk, events))


def _survival(at_risk: Whole, events: Whole) -> Floats:
    survival = np.cumprod(1 - events / at_risk, dtype=np.float64)
    survival[events == at_risk] = 0.0
    return survival


def life_table(durations: NDArray[Any], kinds: list[NDArray[np.bool_]]) -> tuple[NDArray[Any], Whole, list[Whole]]:
    """Distinct times in rising order, the number still at risk just before each, and the number of each kind at each."""
    durations = np.asarray(durations)
    order = np.argsort(durations)
    ordered = durations[order]
    # where in the order each distinct time begins; numpy.unique would say it too, in three times as long
    begins = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))[: len(ordered)]
    at_risk = (len(durations) - begins).astype(np.int64)
    counted = [
        np.add.reduceat(kind[order], begins, dtype=np.int64) if len(begins) else at_risk.copy() for kind in kinds
    ]
    return ordered[begins], at_risk, counted


def known(number: float) -> float | None:
    """The number, or None in place of NaN."""
    return None if np.isnan(number) else float(number)


def _log_log_limits(survival: Floats, greenwood: Floats, z: float) -> tuple[Floats, Floats]:
    inside = (survival > 0) & (survival < 1)
    low = np.full(len(survival), np.nan)
    high = np.full(len(survival), np.nan)
    spread = z * np.sqrt(greenwood[inside]) / np.abs(np.log(survival[inside]))
    low[inside] = survival[inside] ** np.exp(spread)
    high[inside] = survival[inside] ** np.exp(-spread)
    return low, high


def _first(times: NDArray[Any], reached: NDArray[np.bool_]) -> float | None:
    places = np.flatnonzero(reached)
    return float(times[places[0]]) if len(places) else None


def _median(times: NDArray[Any], at_risk: Whole, events: Whole, survival: Floats) -> float | None:
    for place in np.flatnonzero((survival <= 0.5 * (1 + _DOUBTFUL)) & (events > 0)):
        if survival[place] < 0.5 * (1 - _DOUBTFUL) or _is_at_most_half(at_risk[: place + 1], events[: place + 1]):
            return float(times[place])
    return None


def _is_at_most_half(at_risk: Whole, events: Whole) -> bool:
    """Whether Π (n − d) / n ≤ 1/2, in whole numbers."""
    happened = events > 0
    left = [int(n) for n in (at_risk - events)[happened]]
    risked = [int(n) for n in at_risk[happened]]
    return 2 * _product(left) <= _product(risked)


def _product(numbers: list[int]) -> int:
    """The product by halves: factors of like size keep the multiplication of long numbers cheap."""
    while len(numbers) > 1:
        paired = [a * b for a, b in zip(numbers[::2], numbers[1::2], strict=False)]
        numbers = paired + (numbers[-1:] if len(numbers) % 2 else [])
    return numbers[0] if numbers else 1

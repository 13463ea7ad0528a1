"""Aalen-Johansen: how many have come to each of several competing ends after a time, with paths that are still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import GREY_FROM, LEVEL
from wayline.estimates.kaplan_meier import Floats, Whole, known, life_table
from wayline.estimates.normal import two_sided_z

CENSORED = 0


@dataclass(frozen=True, slots=True)
class IncidencePoint:
    """The share that came to one end by one time. `low` and `high` are None where no interval can be given."""

    value: float
    low: float | None
    high: float | None
    at_risk: int

    def plain(self) -> dict[str, Any]:
        """The point as JSON-ready data; with fewer than 10 at risk it is marked as hidden."""
        shown: dict[str, Any] = {"value": self.value, "low": self.low, "high": self.high, "at_risk": self.at_risk}
        return {**shown, "show": "hidden"} if self.at_risk < GREY_FROM else shown


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share that came to each cause, at each distinct time; all arrays have one entry a time.

    `survival` is the share with no end yet. Per cause: `share` (the cumulative incidence), `variance`, `low`, `high`.
    """

    times: NDArray[Any]
    at_risk: Whole
    survival: Floats
    share: Mapping[int, Floats]
    variance: Mapping[int, Floats]
    low: Mapping[int, Floats]
    high: Mapping[int, Floats]

    def at(self, time: float, cause: int) -> IncidencePoint:
        """The share that came to `cause` by `time`, inclusive; `at_risk` counts durations of at least `time`."""
        here = int(np.searchsorted(self.times, time, side="right")) - 1
        coming = int(np.searchsorted(self.times, time, side="left"))
        at_risk = int(self.at_risk[coming]) if coming < len(self.times) else 0
        if here < 0:
            return IncidencePoint(0.0, None, None, at_risk)
        low, high = self.low[cause][here], self.high[cause][here]
        return IncidencePoint(float(self.share[cause][here]), known(low), known(high), at_risk)


def aalen_johansen(
    durations: NDArray[Any],
    kinds: NDArray[Any],
    *,
    causes: tuple[int, ...] = (),
    only: tuple[int, ...] = (),
    level: float = LEVEL,
) -> Incidence:
    """The incidence of each cause from one duration a subject and how it ended: 0 = still open, else the cause's number.

    `causes` names those wanted even where none occurred; with `only` there are curves of these alone, and the others just compete. CIF_k(t) = Σ S(t−) · d_k / n; at equal times ends come before
    censorings. The variance is Gray's delta method; intervals are log(−log).
    """
    kinds = np.asarray(kinds)
    wanted = sorted(set(np.unique(kinds).tolist()) - {CENSORED} | set(causes))
    times, at_risk, counted = life_table(durations, [kinds == cause for cause in wanted])
    ended = sum(counted, start=np.zeros(len(times), dtype=np.int64))
    survival = np.cumprod(1 - ended / at_risk, dtype=np.float64)
    drawn = {cause: own for cause, own in zip(wanted, counted, strict=True) if not only or cause in only}
    before = np.concatenate(([1.0], survival[:-1]))[: len(times)]
    share = {cause: np.cumsum(before * own / at_risk) for cause, own in drawn.items()}
    variance = {
        cause: _delta_variance(share[cause], before, at_risk.astype(float), ended, own) for cause, own in drawn.items()
    }
    limits = {cause: _log_minus_log(share[cause], variance[cause], two_sided_z(level)) for cause in drawn}
    low = {cause: limits[cause][0] for cause in drawn}
    high = {cause: limits[cause][1] for cause in drawn}
    return Incidence(times, at_risk, survival, share, variance, low, high)


def _delta_variance(share: Floats, before: Floats, at_risk: Floats, ended: Whole, own: Whole) -> Floats:
    """Var F(t) = Σ (F(t)−F)² d/(n(n−d)) + Σ S² d_k (n−d_k)/n³ − 2 Σ (F(t)−F) S d_k/n², sums over the times up to t."""
    # Where everyone at risk ends, F stays as it is from then on, and the term is 0 · ∞: it counts as 0.
    remain = at_risk - ended
    any_end = np.divide(ended, at_risk * remain, out=np.zeros(len(share)), where=remain > 0)
    own_end = before * own / at_risk**2
    first = share**2 * np.cumsum(any_end) - 2 * share * np.cumsum(share * any_end) + np.cumsum(share**2 * any_end)
    second = np.cumsum(before**2 * own * (at_risk - own) / at_risk**3)
    third = share * np.cumsum(own_end) - np.cumsum(share * own_end)
    return np.asarray(np.maximum(first + second - 2 * third, 0.0))


def _log_minus_log(share: Floats, variance: Floats, z: float) -> tuple[Floats, Floats]:
    inside = (share > 0) & (share < 1 - 1e-12) & (variance > 0)
    low = np.full(len(share), np.nan)
    high = np.full(len(share), np.nan)
    spread = z * np.sqrt(variance[inside]) / (share[inside] * np.abs(np.log(share[inside])))
    low[inside] = share[inside] ** np.exp(spread)
    high[inside] = share[inside] ** np.exp(-spread)
    return low, high

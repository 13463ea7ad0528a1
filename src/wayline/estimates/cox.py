"""Cox's regression: what goes with an event that comes sooner, with paths that are still open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from wayline.estimates.concordance import concordance
from wayline.estimates.estimate import LEVEL
from wayline.estimates.normal import two_sided_z

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROUNDS = 50
_SETTLED = 1e-9
_HALVINGS = 30
_SEPARATED = (
    15.0  # a log hazard ratio of one spread as far as this means that a column splits the events, and has no estimate
)


@dataclass(frozen=True, slots=True)
class CoxTerm:
    """One column: its coefficient, the logarithm of the hazard ratio of one unit, with standard error; the ratio with its interval."""

    name: str
    coefficient: float
    se: float
    hazard_ratio: float
    low: float
    high: float
    p: float

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class CoxFit:
    """A fitted model of `n` subjects with `events` events. `refused` says why there are no terms."""

    terms: tuple[CoxTerm, ...]
    n: int
    events: int
    log_likelihood: float | None
    c_index: float | None
    level: float = LEVEL
    refused: str | None = None

    def risk(self, columns: NDArray[Any]) -> Floats:
        """The logarithm of the hazard (m) of the rows of `columns` (m × k), up to a constant."""
        weights = np.array([term.coefficient for term in self.terms])
        return np.asarray(np.asarray(columns, dtype=np.float64) @ weights)

    def plain(self) -> dict[str, Any]:
        fixed = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "terms"}
        return {"terms": [term.plain() for term in self.terms], **fixed}


def cox(
    names: Sequence[str],
    columns: NDArray[Any],
    durations: NDArray[Any],
    observed: NDArray[Any],
    *,
    penalty: float = 0.0,
    level: float = LEVEL,
) -> CoxFit:
    """Cox's regression of durations (n), whether the event came (n) on `columns` (n × k), by Newton's method with Efron's ties.

    `penalty`: a ridge of n · penalty / 2 · Σ β² on columns of spread 1, as `penalizer` of lifelines.
    """
    columns, observed = np.asarray(columns, dtype=np.float64), np.asarray(observed, dtype=bool)
    n, events = len(columns), int(observed.sum())
    middle, spread = columns.mean(axis=0), columns.std(axis=0, ddof=1)
    constant = [name for name, wide in zip(names, spread, strict=True) if not wide > 0]
    if not events or constant:
        reason = f"nothing differs in {', '.join(constant)}" if events else "the event never came"
        return CoxFit((), n, events, None, None, level, reason)
    scaled = _RiskSets((columns - middle) / spread, np.asarray(durations), observed)
    found = _maximum(scaled, n * penalty)
    if isinstance(found, str):
        return CoxFit((), n, events, None, None, level, found)
    beta, value, covariance = found
    beta, se = beta / spread, np.sqrt(np.diag(covariance)) / spread
    terms = tuple(_term(*row, two_sided_z(level)) for row in zip(names, beta.tolist(), se.tolist(), strict=True))
    return CoxFit(terms, n, events, value, concordance(durations, observed, columns @ beta), level)


def _term(name: str, coefficient: float, se: float, z: float) -> CoxTerm:
    limits = (math.exp(coefficient - z * se), math.exp(coefficient + z * se))
    return CoxTerm(name, coefficient, se, math.exp(coefficient), *limits, float(2 * ndtr(-abs(coefficient) / se)))


def _maximum(sets: _RiskSets, ridge: float) -> tuple[Floats, float, Floats] | str:
    """The coefficients, the penalised log likelihood and the covariance; or why there is no maximum."""
    beta = np.zeros(sets.columns.shape[1])
    value, slope, information = sets.at(beta, ridge)
    for _ in range(_ROUNDS):
        if np.linalg.cond(information) > 1 / np.sqrt(np.finfo(float).eps):
            return "some columns are sums of others, or split the events"
        step = np.linalg.solve(information, slope)
        reached = sets.at(beta + step, ridge)
        for _ in range(_HALVINGS):
            if reached[0] >= value - abs(value) * _SETTLED:
                break
            step /= 2
            reached = sets.at(beta + step, ridge)
        beta = beta + step
        value, slope, information = reached
        if np.abs(beta).max() > _SEPARATED:
            return "a column splits the events: its hazard ratio has no estimate"
        if np.abs(step).max() < _SETTLED:
            return beta, value, np.asarray(np.linalg.inv(information), dtype=np.float64)
    return "the estimate does not settle"


class _RiskSets:
    """Subjects in falling order of time, and for each time of an event who was still at risk."""

    def __init__(self, columns: Floats, durations: NDArray[Any], observed: Bools) -> None:
        order = np.argsort(-durations, kind="stable")
        self.columns, self._came = columns[order], observed[order]
        falling = -durations[order]
        self._times, first = np.unique(falling[self._came], return_inverse=True)
        self._deaths = np.bincount(first, minlength=len(self._times))
        self._last = np.searchsorted(falling, self._times, side="right") - 1  # the last at risk
        self._since = np.searchsorted(
            self._times, falling, side="left"
        )  # the latest event time at which one is at risk
        self._first = first
        self._of = np.repeat(np.arange(len(self._times)), self._deaths)
        begin = np.cumsum(self._deaths) - self._deaths
        self._part = (np.arange(len(self._of)) - begin[self._of]) / self._deaths[
            self._of
        ]  # Efron: l / d of those who go

    def at(self, beta: Floats, ridge: float) -> tuple[float, Floats, Floats]:
        """The penalised log likelihood, its gradient (k) and the information (k × k)."""
        linear = self.columns @ beta
        weight = np.exp(linear - linear.max())
        weighted = self.columns * weight[:, None]
        gone, gone_x = self._at_times(weight[self._came]), self._at_times(weighted[self._came])
        risk = np.cumsum(weight)[self._last][self._of] - self._part * gone[self._of]
        mean = np.cumsum(weighted, axis=0)[self._last][self._of] - self._part[:, None] * gone_x[self._of]
        mean /= risk[:, None]
        held = weight * self._shares(risk)
        value = float(
            linear[self._came].sum() - np.log(risk).sum() - len(risk) * linear.max() - ridge / 2 * beta @ beta
        )
        slope = self.columns[self._came].sum(axis=0) - self.columns.T @ held - ridge * beta
        spread = self.columns.T @ (self.columns * held[:, None]) - mean.T @ mean
        return value, slope, spread + ridge * np.eye(len(beta))

    def _at_times(self, of_events: Floats) -> Floats:
        sums = np.zeros((len(self._times), *of_events.shape[1:]))
        np.add.at(sums, self._first, of_events)
        return sums

    def _shares(self, risk: Floats) -> Floats:
        """For each subject Σ 1 / risk over the events for which it was at risk, less Efron's part where it went itself."""
        whole = np.bincount(self._of, weights=1 / risk, minlength=len(self._times))
        part = np.bincount(self._of, weights=self._part / risk, minlength=len(self._times))
        # times fall: one is at risk at its own time and at all that come after it in this order
        at_risk = np.append(np.cumsum(whole[::-1])[::-1], 0.0)[self._since]
        at_risk[self._came] -= part[self._first]
        return np.asarray(at_risk)

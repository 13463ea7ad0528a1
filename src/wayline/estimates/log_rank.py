"""The log-rank test: whether an event comes sooner in some groups than in others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

from wayline.estimates.kaplan_meier import life_table

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogRank:
    """χ² on `freedom` degrees with its p; events `observed` and `expected` a group, if all groups were alike. `refused`: why there is none."""

    chi_square: float | None
    freedom: int
    p: float | None
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    refused: str | None = None

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def log_rank(durations: NDArray[Any], observed: NDArray[Any], groups: NDArray[Any]) -> LogRank:
    """Log-rank over groups numbered 0 to k − 1 (n), from durations (n) and whether the event came (n); hypergeometric variance."""
    observed = np.asarray(observed, dtype=bool)
    many = int(groups.max()) + 1 if len(groups) else 0
    inside = [groups == group for group in range(many)]
    times, at_risk, (events, *of_groups) = life_table(durations, [observed, *(observed & here for here in inside)])
    risked = np.array([_at_risk(durations[here], times) for here in inside])
    came = np.array(of_groups)
    expected = risked * (events / at_risk) if many else np.zeros((0, 0))
    sums = tuple(int(n) for n in came.sum(axis=1)) if many else ()
    hoped = tuple(float(n) for n in expected.sum(axis=1)) if many else ()
    if many < 2 or not observed.any():
        return LogRank(None, max(0, many - 1), None, sums, hoped, "one group" if many < 2 else "the event never came")
    gap = (came - expected).sum(axis=1)[:-1]
    variance = _variance(risked / at_risk, events, at_risk)[:-1, :-1]
    chi_square = float(gap @ np.linalg.pinv(variance) @ gap)
    freedom = many - 1
    return LogRank(chi_square, freedom, float(gammaincc(freedom / 2, chi_square / 2)), sums, hoped)


def _at_risk(durations: NDArray[Any], times: NDArray[Any]) -> NDArray[np.int64]:
    return len(durations) - np.searchsorted(np.sort(durations), times, side="left")


def _variance(share: Floats, events: NDArray[np.int64], at_risk: NDArray[np.int64]) -> Floats:
    """Σ over times of the covariance (k × k) of the events of the groups, drawn without putting back."""
    left = np.where(at_risk > 1, (at_risk - events) / np.maximum(at_risk - 1, 1), 0.0)
    scale = events * left
    return np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T

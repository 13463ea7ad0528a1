"""Answers of one and the same person are alike, so many of them say less than as many people would."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def independent_part(values: NDArray[Any], respondents: NDArray[Any]) -> float:
    """What part of the answers is worth an independent one: 1 where everybody gave one answer, never more than 1.

    The inverse of the design effect: the variance of the mean with respondents as clusters, over that of as many independent answers.
    """
    _, place = np.unique(respondents, return_inverse=True)
    groups, n = int(place.max()) + 1, len(values)
    if groups in (1, n):
        return groups / n
    apart = values - np.mean(values)
    independent = float(np.sum(apart**2))
    if not independent:
        return groups / n
    sums = np.bincount(place, weights=apart)
    clustered = float(np.sum(sums**2)) * groups / (groups - 1)
    return min(1.0, independent * n / (n - 1) / clustered) if clustered else 1.0


def mean_of_each(values: NDArray[Any], respondents: NDArray[Any]) -> NDArray[np.float64]:
    """One value a respondent: the mean of theirs, in the order of their keys."""
    _, place = np.unique(respondents, return_inverse=True)
    return np.asarray(np.bincount(place, weights=values) / np.bincount(place), dtype=np.float64)

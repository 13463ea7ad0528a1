"""The mean of many texts from a few labelled ones and a model's score of all of them (Angelopoulos et al. 2023, PPI++).

A model alone is biased and does not know it: its interval covers nothing. The labels measure the bias, the model the rest.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL, Estimate, refuse, show_for
from wayline.estimates.normal import two_sided_z

METHOD = "prediction-powered"
FEWEST_LABELS = 5


def prediction_powered(
    labels: NDArray[Any],
    scores_of_labelled: NDArray[Any],
    scores_of_others: NDArray[Any],
    *,
    unit: str = "points",
    level: float = LEVEL,
) -> Estimate:
    """The mean of all texts. `labels` and `scores_of_labelled` belong together; refused without at least five labels.

    `count` is the number of labels, `n` that of all texts.
    """
    n, others = len(labels), len(scores_of_others)
    if n < FEWEST_LABELS:
        reason = f"{n} labelled texts; needs {FEWEST_LABELS - n} more"
        return refuse(reason, unit=unit, n=n + others, count=n, method=METHOD, level=level)
    power = _power(labels, scores_of_labelled, scores_of_others)
    left = labels - power * scores_of_labelled
    value, variance = float(np.mean(left)), float(np.var(left, ddof=1)) / n
    if power and others:
        value += power * float(np.mean(scores_of_others))
        variance += power**2 * float(np.var(scores_of_others, ddof=1)) / others
    half = two_sided_z(level) * math.sqrt(variance)
    return Estimate(
        value=value,
        count=n,
        unit=unit,
        n=n + others,
        low=value - half,
        high=value + half,
        level=level,
        method=METHOD,
        show=show_for(n),
    )


def _power(labels: NDArray[Any], scores_of_labelled: NDArray[Any], scores_of_others: NDArray[Any]) -> float:
    """How far the model is to be followed: 0 where its scores tell nothing about the labels, or there are no others."""
    spread = float(np.var(scores_of_labelled, ddof=1))
    if not spread or len(scores_of_others) < 2:
        return 0.0
    together = float(np.cov(labels, scores_of_labelled)[0, 1])
    return together / (spread * (1 + len(labels) / len(scores_of_others)))

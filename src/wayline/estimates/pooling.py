"""Means of several steps seen together: each borrows from the others as much as its own answers are few.

The form of Morris (1983): plain empirical Bayes has intervals that are too short where steps have few answers each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL
from wayline.estimates.normal import two_sided_z

Real = NDArray[np.float64]

FEWEST = 4
DRAWS = 10_000
SEED = 1_983


@dataclass(frozen=True, slots=True)
class Pooled:
    """Estimates of each step, all of one length: value, variance, interval."""

    value: Real
    variance: Real
    low: Real
    high: Real


def within_variance(deviations: Real, n: Real) -> float:
    """The variance of one answer around its own step's mean, over all steps. `deviations` with n - 1."""
    freedom = n - 1
    return float(np.sum(freedom * deviations**2) / np.sum(freedom))


def pooled(means: Real, variances: Real, *, level: float = LEVEL) -> Pooled:
    """Pool the means of at least four steps, whose variances (of the mean) are above 0."""
    steps = len(means)
    spread = _spread_between(means, variances)
    total = variances + spread
    weights = 1 / total
    middle = float(np.sum(weights * means) / np.sum(weights))
    shrink = variances / total * (steps - 3) / (steps - 1)
    value = middle + (1 - shrink) * (means - middle)
    unsure = 2 / (steps - 3) * shrink**2 * (means - middle) ** 2 * (np.mean(variances) + spread) / total
    variance = variances * (1 - shrink) + shrink**2 / np.sum(weights) + unsure
    half = two_sided_z(level) * np.sqrt(variance)
    return Pooled(value, variance, value - half, value + half)


def extremes(steps: Pooled) -> tuple[Real, Real]:
    """How likely each step is truly the lowest, and the highest."""
    n = len(steps.value)
    drawn = np.random.default_rng(SEED).normal(steps.value, np.sqrt(steps.variance), (DRAWS, n))
    lowest = np.bincount(drawn.argmin(axis=1), minlength=n) / DRAWS
    return lowest, np.bincount(drawn.argmax(axis=1), minlength=n) / DRAWS


def _spread_between(means: Real, variances: Real) -> float:
    """τ² of DerSimonian and Laird: how far the steps' true means lie apart, beyond what chance does."""
    weights = 1 / variances
    middle = np.sum(weights * means) / np.sum(weights)
    excess = np.sum(weights * (means - middle) ** 2) - (len(means) - 1)
    return max(0.0, float(excess / (np.sum(weights) - np.sum(weights**2) / np.sum(weights))))

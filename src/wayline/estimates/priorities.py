"""An order of costs that knows how sure it is: how likely each is among the largest, which cannot be told apart, which to look at more closely.

All from draws of the costs (draws × items). The largest of many unsure numbers is too large by chance; `drawn_together` takes that out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL
from wayline.estimates.pooling import FEWEST, pooled

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One item, `place` in the draws: mean and interval of its cost, how likely it is among the `k` largest, its tie group from 0,
    and how much knowing it exactly would raise the cost of what is taken first."""

    place: int
    value: float
    low: float
    high: float
    top: float
    group: int
    gain: float


def ranked(costs: Floats, k: int, *, level: float = LEVEL) -> tuple[Ranked, ...]:
    """The items, largest mean first. A new group begins where an interval does not overlap that of the group's first item."""
    items = costs.shape[1]
    means = costs.mean(axis=0)
    low, high = np.quantile(costs, [(1 - level) / 2, (1 + level) / 2], axis=0)
    largest = np.argsort(-costs, axis=1, kind="stable")[:, :k]
    top = np.bincount(largest.ravel(), minlength=items) / len(costs)
    order = np.argsort(-means, kind="stable")
    groups, first, group = {}, order[0] if items else 0, 0
    for place in order:
        if high[place] < low[first]:
            first, group = place, group + 1
        groups[int(place)] = group
    return tuple(
        Ranked(
            int(p), float(means[p]), float(low[p]), float(high[p]), float(top[p]), groups[int(p)], gain(costs, int(p))
        )
        for p in order
    )


def gain(costs: Floats, place: int) -> float:
    """How much more the first choice would cost on average if this item's cost were known: what it is worth to narrow its interval."""
    means = costs.mean(axis=0)
    others = np.delete(means, place)
    rival = float(others.max()) if len(others) else -np.inf
    return float(np.maximum(costs[:, place], rival).mean() - means.max())


def drawn_together(effects: Floats) -> Floats:
    """Draws of several effects, each drawn towards their middle as far as it is unsure itself; fewer than four are left alone."""
    means, variances = effects.mean(axis=0), effects.var(axis=0)
    sure = variances > 0
    if int(sure.sum()) < FEWEST:
        return effects
    seen = pooled(means[sure], variances[sure])
    moved = effects.copy()
    moved[:, sure] = seen.value + (effects[:, sure] - means[sure]) / np.sqrt(variances[sure]) * np.sqrt(seen.variance)
    return moved


def opportunity(important: tuple[int, int], satisfied: tuple[int, int], draws: int, seed: int) -> tuple[float, Floats]:
    """Ulwick's opportunity I + max(I - S, 0), I and S ten times the share `(count, n)` that answered 4 or 5 of 5; and draws of it."""
    random = np.random.default_rng(seed)
    shares = [10 * count / n for count, n in (important, satisfied)]
    # half an answer on either side, so that a share of all is not taken for certain
    drawn = [10 * random.beta(count + 0.5, n - count + 0.5, draws) for count, n in (important, satisfied)]
    return _opportunity(*map(np.array, shares)).item(), _opportunity(*drawn)


def _opportunity(important: Floats, satisfied: Floats) -> Floats:
    return np.asarray(important + np.maximum(important - satisfied, 0.0))

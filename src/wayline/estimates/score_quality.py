"""How good chances foretold were: whether they order, and whether they come true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from wayline.estimates.estimate import LEVEL, Estimate
from wayline.estimates.normal import two_sided_z
from wayline.estimates.wilson import share

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINS = 10
TOP = 0.1
_DRAWS = 2_000
_SEED = 20_240_101


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Those with chances from `lowest` to `highest`: the mean chance foretold, and the share for whom it came."""

    lowest: float
    highest: float
    foretold: float
    came: Estimate

    def plain(self) -> dict[str, Any]:
        fixed = {name: getattr(self, name) for name in ("lowest", "highest", "foretold")}
        return {**fixed, "came": self.came.plain()}


@dataclass(frozen=True, slots=True)
class ScoreQuality:
    """The quality of `n` chances, of which `count` came true.

    `auc` with its interval (DeLong's variance on the logit); `average_precision`; `brier`; `ece`, the mean gap between foretold and came over ten quantile bins,
    with `ece_limit`, up to where it lies in 95 % of draws in which every chance is true; `lift` of the top tenth.
    """

    n: int
    count: int
    auc: float
    auc_low: float
    auc_high: float
    average_precision: float
    brier: float
    ece: float
    ece_limit: float
    lift: float
    foretold: float
    bins: tuple[CalibrationBin, ...]

    @property
    def is_calibrated(self) -> bool:
        """Whether the chances come true as often as chances may that are right."""
        return self.ece <= self.ece_limit

    def plain(self) -> dict[str, Any]:
        fixed = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "bins"}
        return {**fixed, "bins": [one.plain() for one in self.bins]}


def score_quality(came: Bools, chance: Floats) -> ScoreQuality:
    """The quality of chances (n) by whether it came (n); both outcomes must be there."""
    low, high = auc_interval(came, chance)
    return ScoreQuality(
        n=len(came),
        count=int(came.sum()),
        auc=auc(came, chance),
        auc_low=low,
        auc_high=high,
        average_precision=average_precision(came, chance),
        brier=brier(came, chance),
        ece=ece(came, chance),
        ece_limit=ece_limit(chance),
        lift=lift(came, chance),
        foretold=float(chance.mean()),
        bins=calibration(came, chance),
    )


def auc(came: Bools, chance: Floats) -> float:
    """The share of pairs, one for whom it came and one for whom not, in which the first had the higher chance; equal ones count half."""
    yes = int(came.sum())
    no = len(came) - yes
    return float((rankdata(chance)[came].sum() - yes * (yes + 1) / 2) / (yes * no))


def auc_interval(came: Bools, chance: Floats, *, level: float = LEVEL) -> tuple[float, float]:
    """The interval of `auc` from DeLong's variance, on the logit; (0, 1) where there is no variance to go by."""
    yes, no = chance[came], chance[~came]
    above = (rankdata(chance)[came] - rankdata(yes)) / len(no)
    below = 1 - (rankdata(chance)[~came] - rankdata(no)) / len(yes)
    value = float(above.mean())
    if min(len(yes), len(no)) < 2 or value in (0.0, 1.0):
        return 0.0, 1.0
    se = np.sqrt(above.var(ddof=1) / len(yes) + below.var(ddof=1) / len(no)) / (value * (1 - value))
    middle, reach = np.log(value / (1 - value)), two_sided_z(level) * se
    return float(1 / (1 + np.exp(reach - middle))), float(1 / (1 + np.exp(-reach - middle)))


def average_precision(came: Bools, chance: Floats) -> float:
    """The area under precision over recall, in steps at each distinct chance."""
    order = np.argsort(-chance, kind="stable")
    last = np.append(np.flatnonzero(np.diff(chance[order])), len(order) - 1)
    right = np.cumsum(came[order])[last]
    recall = right / right[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * right / (last + 1)))


def brier(came: Bools, chance: Floats) -> float:
    """The mean squared gap between chance and what came, 1 or 0."""
    return float(np.mean((chance - came) ** 2))


def ece(came: Bools, chance: Floats) -> float:
    """Σ (n_b / n) · |mean came − mean foretold| over ten quantile bins of the chances."""
    place = _bins(chance)
    return float(np.abs(np.bincount(place, weights=came - chance)).sum() / len(chance))


def ece_limit(chance: Floats, *, level: float = LEVEL) -> float:
    """The `ece` below which `level` of draws lie in which each event comes with just its chance."""
    place = _bins(chance)
    sizes = np.bincount(place)
    hoped = np.bincount(place, weights=chance)
    spread = np.sqrt(np.bincount(place, weights=chance * (1 - chance)))
    if sizes.min() >= 100:  # sums of so many are as good as normal, and drawn at once
        gaps = np.random.default_rng(_SEED).standard_normal((_DRAWS, len(sizes))) * spread
        return float(np.quantile(np.abs(gaps).sum(axis=1), level) / len(chance))
    draws = np.random.default_rng(_SEED)
    found = [
        np.abs(np.bincount(place, weights=draws.random(len(chance)) < chance) - hoped).sum() for _ in range(_DRAWS)
    ]
    return float(np.quantile(found, level) / len(chance))


def lift(came: Bools, chance: Floats) -> float:
    """How many times more often it came for the tenth with the highest chances than for all."""
    most = max(1, round(TOP * len(chance)))
    return float(came[np.argsort(-chance, kind="stable")[:most]].mean() / came.mean())


def calibration(came: Bools, chance: Floats) -> tuple[CalibrationBin, ...]:
    """The table behind a calibration plot: ten quantile bins, fewer where many chances are equal."""
    place = _bins(chance)
    found = []
    for number in range(int(place.max()) + 1):
        inside = place == number
        here = chance[inside]
        counted = share(int(came[inside].sum()), int(inside.sum()))
        found.append(CalibrationBin(float(here.min()), float(here.max()), float(here.mean()), counted))
    return tuple(found)


def _bins(chance: Floats) -> NDArray[np.int64]:
    """The quantile bin of each chance, numbered without gaps; equal chances share one."""
    edges = np.quantile(chance, np.arange(1, BINS) / BINS)
    _, place = np.unique(np.searchsorted(edges, chance, side="left"), return_inverse=True)
    return np.asarray(place, dtype=np.int64)

"""What buyers are to be expected to buy: a forecast that is always shown with how it would have done on what came later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates import pareto_nbd, repeat_buying
from wayline.estimates.pareto_nbd import fit_pareto_nbd
from wayline.estimates.repeat_buying import Purchases, fit_repeat_buying
from wayline.measures.buying.purchases import WEEK, Buyers

Floats = NDArray[np.float64]

_NAMES = {"bg/nbd": ("r", "alpha", "a", "b"), "pareto/nbd": ("r", "alpha", "s", "beta")}


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model of repeat buying. `expected(parameters, purchases, weeks)` and `log_likelihood_of(parameters, purchases)` are per row."""

    name: str
    parameters: Floats
    log_likelihood: float
    expected: Callable[[Floats, Purchases, float], Floats]
    log_likelihood_of: Callable[[Floats, Purchases], Floats]

    def repeats(self, of: Purchases, days: float) -> Floats:
        """How often every buyer is expected to buy in the next `days`."""
        return self.expected(self.parameters, of, days / WEEK)

    def plain(self) -> dict[str, Any]:
        told = dict(zip(_NAMES[self.name], self.parameters.tolist(), strict=True))
        return {"name": self.name, "parameters": told, "log_likelihood": self.log_likelihood, "unit_of_time": "week"}


def fitted(of: Purchases) -> tuple[Model, Model]:
    """Both models."""
    rows = Purchases.of(of.repeats, of.last, of.watched)
    bg, pareto = fit_repeat_buying(rows), fit_pareto_nbd(rows)
    return (
        Model("bg/nbd", bg.parameters, bg.log_likelihood, repeat_buying.expected_repeats, repeat_buying.log_likelihood),
        Model(
            "pareto/nbd",
            pareto.parameters,
            pareto.log_likelihood,
            pareto_nbd.expected_repeats,
            pareto_nbd.log_likelihood,
        ),
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to foretell what came after the split: the total it foretold, and how its numbers go with those of the customers."""

    name: str
    predicted: float
    correlation: float | None
    noise: float

    def plain(self) -> dict[str, Any]:
        return {"name": self.name, "predicted": self.predicted, "correlation": self.correlation}


@dataclass(frozen=True, slots=True)
class BackTest:
    """Learned up to a day, judged on the `days` after it. `rival`: everyone goes on buying as often as so far."""

    until_day: int
    days: int
    buyers: int
    actual: int
    models: tuple[Tried, ...]
    rival: Tried

    @property
    def nearest(self) -> Tried:
        """The model whose total came nearest."""
        return min(self.models, key=lambda tried: abs(tried.predicted - self.actual))

    def ratio(self, tried: Tried) -> float | None:
        """Predicted for one that came."""
        return tried.predicted / self.actual if self.actual else None

    def plain(self) -> Mapping[str, Any]:
        def told(tried: Tried) -> dict[str, Any]:
            return {**tried.plain(), "predicted_to_actual": self.ratio(tried)}

        return {
            "days": self.days,
            "buyers": self.buyers,
            "actual": self.actual,
            "chosen": self.nearest.name,
            "models": [told(tried) for tried in self.models],
            "rival": told(self.rival),
        }


def back_test(early: Buyers, until_day: int, days: int) -> BackTest:
    """Fit on what was known at the split; `early.after` is what came in the `days` after it."""
    of, after = early.purchases, early.after
    tried = tuple(_tried(model.name, model.repeats(of, days), after) for model in fitted(of))
    so_far = of.repeats * (days / WEEK) / np.maximum(of.watched, 1 / WEEK)
    rival = Tried("as often as so far", float(so_far.sum()), _correlation(of.repeats, after), 0.0)
    return BackTest(until_day, days, len(after), int(after.sum()), tried, rival)


def _tried(name: str, expected: Floats, after: Floats) -> Tried:
    total = float(expected.sum())
    spread = float(((after - expected) ** 2).sum())
    return Tried(name, total, _correlation(expected, after), spread / total if total else 0.0)


def _correlation(one: Floats, other: Floats) -> float | None:
    return float(np.corrcoef(one, other)[0, 1]) if one.std() and other.std() else None

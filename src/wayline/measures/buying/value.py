"""The value left in the buyers of a map: purchases to be expected of them, and money where amounts allow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import LEVEL, NORMAL_FROM, Estimate, refuse
from wayline.estimates.one_step import SEED, OneStep, drawn_weights, slopes
from wayline.estimates.spend import Spend, fit_spend
from wayline.measures.buying.forecast import BackTest, Model, back_test, fitted
from wayline.measures.buying.purchases import WEEK, Bought, Buyers, buyers, keep_purchases
from wayline.paths.facts import PathFacts

Floats = NDArray[np.float64]

NO_TIMES = "the sources of this map have an order but no times: nothing can be expected of a time to come"
NO_AMOUNTS = "no touch of this map has an amount; name the column by the role `amount` in the roles file"
NO_CURRENCY = "the amounts have no currency: name it by the role `currency` in the roles file, or with --currency"
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Money:
    """The currency of amounts, the years they are of, and whether somebody said so by hand."""

    currency: str
    years: tuple[int, int]
    is_assumed: bool

    @property
    def says(self) -> str:
        first, last = self.years
        return f"{self.currency} of {first}" if first == last else f"{self.currency} of {first} to {last}"

    def plain(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "years": list(self.years),
            "basis": "assumed" if self.is_assumed else "measured",
        }


@dataclass(frozen=True, slots=True)
class Value:
    """What is to be expected of the buyers in the next `ahead_days`, in all and of each.

    `repeats`: purchases; `spend`: money, refused where amounts do not allow it. `test` is None where nothing could be learned early enough.
    """

    bought: Bought | None
    buyers: Buyers | None
    ahead_days: int
    test: BackTest | None
    models: tuple[Model, ...]
    spending: Spend | None
    money: Money | None
    repeats: Estimate
    spend: Estimate

    @property
    def chosen(self) -> Model:
        """The model that came nearest in the back-test."""
        assert self.test is not None
        return next(model for model in self.models if model.name == self.test.nearest.name)

    def plain(self) -> dict[str, Any]:
        return {
            "buyers": len(self.buyers.subjects) if self.buyers else 0,
            "repeat_buyers": self.buyers.repeaters if self.buyers else 0,
            "purchases": self.bought.days if self.bought else 0,
            "refunds": self.bought.refunds if self.bought else 0,
            "first_day": day_text(self.bought.first_day) if self.bought else None,
            "as_of_day": day_text(self.bought.as_of_day) if self.bought else None,
            "ahead_days": self.ahead_days,
            "back_test": {"until": day_text(self.test.until_day), **self.test.plain()} if self.test else None,
            "models": [model.plain() for model in self.models],
            "spending": _spending_plain(self.spending),
            "money": self.money.plain() if self.money else None,
            "repeats": self.repeats.plain(),
            "spend": self.spend.plain(),
        }


def value_left(facts: PathFacts, zone: str, *, ahead_days: int | None = None, currency: str = "") -> Value:
    """Forecast purchases and money of the buyers of a map. `ahead_days`: as many as were back-tested where it is None.

    `currency`: of amounts that carry none. Refuses where fewer than 30 had bought again by the middle of the time seen.
    """
    if facts.timeless:
        return _refused(NO_TIMES, None, None)
    bought = keep_purchases(facts, zone)
    if bought is None:
        return _refused(NO_AMOUNTS, None, None)
    split = bought.first_day + (bought.as_of_day - bought.first_day) // 2
    days = bought.as_of_day - split
    now, early = buyers(facts, bought.as_of_day, bought.as_of_day), buyers(facts, split, bought.as_of_day)
    if days < WEEK or early.repeaters < NORMAL_FROM:
        return _refused(_too_few(early, split, days), bought, now)
    test = back_test(early, split, days)
    models = fitted(now.purchases)
    ahead = ahead_days or days
    money = _money(bought, currency)
    spending = _spending(now) if money else None
    chosen = next(model for model in models if model.name == test.nearest.name)
    repeats, spend = _estimates(now, chosen, ahead, spending, test.nearest.noise)
    if spend is None:
        spend = refuse(_no_money(bought, money), unit="money", n=len(now.subjects), count=now.repeaters)
    return Value(bought, now, ahead, test, models, spending, money, repeats, spend)


def each_worth(value: Value, days: float) -> Floats | None:
    """What every buyer is expected to spend in the next `days`; None where there is no money to tell."""
    if value.spending is None or value.buyers is None:
        return None
    each = value.chosen.repeats(value.buyers.purchases, days)
    return np.asarray(each * _purchase_worth(value.buyers, value.spending))


def worth_factors(value: Value, draws: int) -> Floats:
    """By what factor the worth of all might be another, one a draw."""
    assert value.buyers is not None
    assert value.spending is not None
    totals = list(_drawn(value.buyers, value.chosen, value.ahead_days, value.spending, draws, seed=SEED + 1))
    spent = np.concatenate([money for _, money in totals])
    return np.asarray(spent / spent.mean())


def day_text(day: int) -> str:
    """A day counted from the epoch as ISO text."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _estimates(
    now: Buyers, model: Model, ahead: int, spending: Spend | None, noise: float
) -> tuple[Estimate, Estimate | None]:
    each = model.repeats(now.purchases, ahead)
    total = float(each.sum())
    parts = list(_drawn(now, model, ahead, spending, 1_000, seed=SEED))
    drawn, spent = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    # what will come scatters about what is to be expected as it did in the back-test
    scatter = np.random.default_rng(SEED).normal(0.0, np.sqrt(noise / total) if total else 0.0, len(drawn))
    n, count = len(now.subjects), now.repeaters
    repeats = _estimate(total, drawn * (1 + scatter), "purchases", n, count, model.name)
    if spending is None:
        return repeats, None
    worth = float((each * _purchase_worth(now, spending)).sum())
    return repeats, _estimate(worth, spent * (1 + scatter), "money", n, count, f"{model.name}, gamma-gamma")


def _estimate(value: float, drawn: Floats, unit: str, n: int, count: int, method: str) -> Estimate:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    extra = {"per_buyer": value / n if n else None}
    return Estimate(
        value, count, unit, n, max(0.0, float(low)), float(high), method=f"{method}, one-step bootstrap", extra=extra
    )


def _drawn(
    of: Buyers, model: Model, ahead: float, spending: Spend | None, draws: int, *, seed: int
) -> Iterator[tuple[Floats, Floats]]:
    """Totals of purchases and of money as they might have been, some draws at a time."""
    one_step = OneStep.at(lambda parameters: model.log_likelihood_of(parameters, of.purchases), model.parameters)
    each = model.repeats(of.purchases, ahead)
    weeks = ahead / WEEK
    bend = slopes(lambda p: np.log(np.maximum(model.expected(p, of.purchases, weeks), 1e-12)), model.parameters)
    worth = _purchase_worth(of, spending) if spending else np.ones(len(each))
    repeats = of.purchases.repeats
    spent = np.nan_to_num(of.mean) * repeats
    usual = float(spent.sum() / repeats.sum())
    for weights in drawn_weights(len(each), draws, seed):
        moved = np.exp(np.clip(one_step.moved(weights) @ bend.T, -5, 5)) * weights
        dearer = weights @ spent / np.maximum(weights @ repeats, 1) / usual if usual else 1.0
        yield moved @ each, (moved @ (each * worth)) * dearer


def _purchase_worth(of: Buyers, spending: Spend) -> Floats:
    # a mean of nothing, of free purchases alone, tells as little as no purchase
    has_mean = np.nan_to_num(of.mean) > 0
    return spending.expected(np.where(has_mean, of.purchases.repeats, 0.0), np.where(has_mean, of.mean, 0.0))


def _spending(of: Buyers) -> Spend | None:
    known = np.nan_to_num(of.mean) > 0
    if int(known.sum()) < NORMAL_FROM or not np.ptp(of.mean[known]):
        return None
    found = fit_spend(of.purchases.repeats[known], of.mean[known])
    return found if found.q > 1 else None


def _money(bought: Bought, currency: str) -> Money | None:
    given = [name for name in bought.currencies if name]
    if len(given) > 1 or (given and "" in bought.currencies and currency not in ("", *given)):
        return None
    is_whole = bool(given) and "" not in bought.currencies
    name = given[0] if is_whole else currency
    years = tuple(
        datetime(1970, 1, 1, tzinfo=UTC).year if day < 0 else (date(1970, 1, 1) + timedelta(days=day)).year
        for day in (bought.first_day, bought.last_day)
    )
    return Money(name, (years[0], years[1]), not is_whole) if name else None


def _no_money(bought: Bought, money: Money | None) -> str:
    given = [name for name in bought.currencies if name]
    if len(given) > 1:
        return f"amounts in several currencies: {', '.join(given)}; keep one with --where '{{where: {{currency: {given[0]}}}}}'"
    if money is None:
        return NO_CURRENCY
    return "too few or too equal amounts of people who bought again: needs 30 of them that differ"


def _too_few(early: Buyers, split: int, days: int) -> str:
    if days < WEEK:
        return f"purchases of {2 * days} days: too short to learn from one half and judge by the other"
    lacking = NORMAL_FROM - early.repeaters
    return f"{early.repeaters} had bought again by {day_text(split)}, the middle of the time seen; needs {lacking} more"


def _refused(reason: str, bought: Bought | None, now: Buyers | None) -> Value:
    n, count = (len(now.subjects), now.repeaters) if now else (0, 0)
    repeats, spend = (refuse(reason, unit=unit, n=n, count=count) for unit in ("purchases", "money"))
    return Value(bought, now, 0, None, (), None, None, repeats, spend)


def _spending_plain(spending: Spend | None) -> dict[str, Any] | None:
    if spending is None:
        return None
    told = {"p": spending.p, "q": spending.q, "v": spending.v}
    return {"name": "gamma-gamma", "parameters": told, "customers": spending.customers, "likeness": spending.likeness}

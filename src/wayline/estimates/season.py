"""The season of a year in a daily number: what each month adds to a level (a count: by what it multiplies it), beside a straight trend.

Told only from two cycles, since one year cannot tell a season from a change. A least-squares fit over whole months, drawn towards no season by as much as
the months of different years disagree (an empirical Bayes shrinkage; Efron and Morris, JASA 70 (1975) 311-319). Between the middles of two months it runs straight.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from wayline.estimates.surprise import Days, Floats

YEAR = 12
CYCLES = 2


def whole_months(first: date, days: int) -> list[tuple[int, int, int]]:
    """(place of the first day, place after the last, month of the year from 0) of every whole month in so many days from `first` on."""
    begins = first if first.day == 1 else _next(first)
    found = []
    while ((after := _next(begins)) - first).days <= days:
        found.append(((begins - first).days, (after - first).days, begins.month - 1))
        begins = after
    return found


def _next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_of_year(days: Days, months: list[tuple[int, int, int]]) -> Floats | None:
    """(worlds × 12) what the months add, or by what they multiply a count; None where the months are fewer than two cycles."""
    if len(months) < CYCLES * YEAR:
        return None
    n = np.stack([days.n[:, a:b].sum(axis=1) for a, b, _ in months], axis=1)
    k = np.stack([days.k[:, a:b].sum(axis=1) for a, b, _ in months], axis=1)
    seen = np.log((k + 0.5) / np.maximum(n, 1e-9)) if days.kind == "count" else k / np.maximum(n, 1e-9)
    which = np.array([month for _, _, month in months])
    # eleven columns whose coefficients, with minus their sum for December, add up to none
    effects = (which[:, None] == np.arange(YEAR - 1)) - 1.0 * (which[:, None] == YEAR - 1)
    design = np.column_stack([np.ones(len(months)), np.arange(len(months)), effects])
    fitted, *_ = np.linalg.lstsq(design, seen.T, rcond=None)
    noise = ((seen.T - design @ fitted) ** 2).sum(axis=0) / max(len(months) - design.shape[1], 1) * YEAR / len(months)
    found = np.vstack([fitted[2:], -fitted[2:].sum(axis=0)]).T
    spread = np.maximum(found.var(axis=1, ddof=1), 1e-12)
    found = found * np.maximum(1 - noise / spread, 0)[:, None]
    return np.asarray(np.exp(found) if days.kind == "count" else found)


def without_season(days: Days, first: date, months: Floats) -> Days:
    """The days less their season; `first` is the date of the first of them."""
    season = months @ _weights(first, len(days)).T
    if days.kind == "count":
        return Days("count", days.n * season, days.k)
    squares = days.squares
    if squares is not None:
        squares = squares - 2 * season * days.k + days.n * season**2
    return Days(days.kind, days.n, days.k - days.n * season, squares, days.width)


def _weights(first: date, days: int) -> Floats:
    """(days × 12): how much of each month a day is."""
    found = np.zeros((days, YEAR))
    for place in range(days):
        day = first + timedelta(days=place)
        off = (day.day - 15.5) / 30.5
        other = (day.month - 1 + (1 if off > 0 else -1)) % YEAR
        found[place, day.month - 1] = 1 - abs(off)
        found[place, other] += abs(off)
    return found

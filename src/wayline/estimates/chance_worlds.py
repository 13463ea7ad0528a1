"""Worlds in which nothing changes: days drawn with the weekdays, the season, and the scatter that the past has. They say how far chance alone carries a daily number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from wayline.estimates.season import month_of_year, whole_months, without_season
from wayline.estimates.surprise import LENGTHS, LONGEST, SHORTEST, WEEK, Days, Floats, levels, scatter, surprises

WORLDS = 400
_FINEST = 60  # different scores that are drawn as they are; of more, the nearest


@dataclass(frozen=True, slots=True)
class Past:
    """What was seen, one world, from `first` on; and for a score all its answers."""

    first: date
    days: Days
    answers: Floats | None = None


def chance_limit(past: list[Past], days: int, *, chance: float, seed: int = 0, worlds: int = WORLDS) -> float:
    """The distance that the largest of the last `days` days of all series exceeds with probability `chance` where nothing changes."""
    draw = np.random.default_rng(seed)
    most = np.zeros(worlds)
    for one in past:
        drawn = drawn_worlds(one, worlds, draw)
        months = month_of_year(drawn, whole_months(one.first, max(len(drawn) - days, 0)))
        drawn = drawn if months is None else without_season(drawn, one.first, months)
        for day in range(max(len(drawn) - days, SHORTEST), len(drawn)):
            first = max(0, day + 1 - LONGEST - max(LENGTHS))
            most = np.maximum(most, np.abs(surprises(drawn.between(first, day + 1))).max(axis=1))
    return float(np.quantile(most, 1 - chance))


def drawn_worlds(past: Past, worlds: int, draw: np.random.Generator) -> Days:
    """So many worlds as long as the past."""
    days = past.days
    months = month_of_year(days, whole_months(past.first, len(days)))
    begins = len(days) % WEEK
    base = (days if months is None else without_season(days, past.first, months)).between(begins, len(days))
    _, by_day = levels(base)
    level = by_day[0, (np.arange(len(days)) - begins) % WEEK]
    more = max(float(scatter(base)[0]), 1.0)
    if days.kind == "count":
        return Days("count", days.n, _counts(days.n[0] * level, more, worlds, draw))
    if days.kind == "score":
        return _scores(past, level, more, worlds, draw)
    return Days("share", days.n, _shares(days.n[0], level, more, worlds, draw))


def _counts(due: Floats, more: float, worlds: int, draw: np.random.Generator) -> Floats:
    """Poisson counts, or negative binomial ones whose variance is `more` times as large as their mean."""
    if more > 1.001:
        due = draw.gamma(np.maximum(due, 1e-9) / (more - 1), more - 1, size=(worlds, len(due)))
    return draw.poisson(due, size=(worlds, due.shape[-1])).astype(np.float64)


def _shares(n: Floats, level: Floats, more: float, worlds: int, draw: np.random.Generator) -> Floats:
    """Binomial counts, or beta-binomial ones that scatter more."""
    whole = np.round(n).astype(np.int64)
    level = np.clip(level, 1e-6, 1 - 1e-6)
    alike = min((more - 1) / max(_typical(n) - 1, 1e-9), 0.5)
    if alike > 1e-4:
        size = (1 - alike) / alike
        level = draw.beta(level * size, (1 - level) * size, size=(worlds, len(n)))
    return draw.binomial(whole, level, size=(worlds, len(n))).astype(np.float64)


def _scores(past: Past, level: Floats, more: float, worlds: int, draw: np.random.Generator) -> Days:
    """Answers drawn from all answers, moved to the level of the day, which scatters."""
    days, n = past.days, np.round(past.days.n[0]).astype(np.int64)
    assert past.answers is not None
    kinds = np.unique(past.answers)
    if len(kinds) > _FINEST:
        kinds = np.quantile(past.answers, (np.arange(_FINEST) + 0.5) / _FINEST)
        chances = np.full(_FINEST, 1 / _FINEST)
    else:
        chances = np.unique(past.answers, return_counts=True)[1] / len(past.answers)
    drawn = draw.multinomial(n, chances, size=(worlds, len(n))).astype(np.float64)
    k, squares = drawn @ kinds, drawn @ kinds**2
    spread = float(chances @ kinds**2 - (chances @ kinds) ** 2)
    moved = (
        level
        - float(chances @ kinds)
        + np.sqrt(max(more - 1, 0) * spread / max(_typical(days.n[0]), 1.0)) * (draw.standard_normal((worlds, len(n))))
    )
    return Days("score", days.n, k + n * moved, squares + 2 * moved * k + n * moved**2, days.width)


def _typical(n: Floats) -> float:
    """How many come on the day of one who comes."""
    return float((n**2).sum() / max(n.sum(), 1e-9))

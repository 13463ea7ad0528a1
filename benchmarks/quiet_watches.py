"""Worlds to watch in which nothing changes but the weekday, and the same with a month in which something does. Run by `benchmarks.stale_maps`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wayline.measures.watch.replay import replay, threshold
from wayline.measures.watch.rule import budget_from_text
from wayline.measures.watch.series import Series

FIRST = date(2024, 1, 1)
PAST, SPAN = 26 * 7, 91  # days replayed, and days that the rule is then on
CHANGED = slice(PAST + 30, PAST + 60)
WEEKDAYS = np.array([0.15, 0.05, 0.0, 0.0, 0.0, -0.1, -0.1])
SHARES = {"share": 0.3, "wait": 0.5, "window": 0.8}
SCORES = {
    "nps": (np.array([-100.0, 0.0, 100.0]), (0.2, 0.3, 0.5), 200.0),
    "rating": (np.arange(1.0, 6.0), (0.05, 0.05, 0.1, 0.3, 0.5), 4.0),
}


@dataclass(frozen=True)
class World:
    """`per_day` subjects, answers or touches; days scatter by `more` (log odds, part of the scale, or the inverse of the negative binomial's size); a month is moved by `shift`."""

    kind: str
    per_day: float
    more: float = 0.0
    shift: float = 0.0


@dataclass(frozen=True)
class Quarters:
    """Alerts a quarter, the share of quarters with any, with more than two, and days from the planted beginning to the one that was found."""

    alerts: float
    any: float
    beyond: float
    found: float
    off: tuple[int, ...]


QUIET = (
    *(World("count", 20), World("count", 20, 0.2), World("count", 2)),
    *(World("share", 40), World("share", 40, 0.3), World("wait", 20), World("window", 5)),
    *(World("nps", 10), World("nps", 10, 0.15), World("rating", 3), World("rating", 10, 0.1)),
)
SHIFTED = (
    *(World("count", 20, shift=-0.4), World("count", 20, 0.2, -0.4), World("share", 40, 0.3, -0.15)),
    *(World("wait", 20, shift=-0.2), World("window", 5, shift=-0.3), World("nps", 10, shift=-0.2)),
    World("rating", 10, shift=-0.15),
)


def quarters(world: World, worlds: int) -> Quarters:
    """A rule replayed on 26 weeks and then left on for a quarter, so many times, with a budget of 2 a quarter."""
    draw = np.random.default_rng(7)
    raised, off = [], []
    for _ in range(worlds):
        whole = drawn(world, draw)
        past = whole.until(PAST)
        if whole.answers is not None:
            past = replace(past, answers=whole.answers[: int(past.n.sum())])
        alerts = replay([whole], threshold([past], budget_from_text("2/quarter")))
        days = [((alert.opened - FIRST).days, (alert.since - FIRST).days) for alert in alerts]
        raised.append(sum(opened >= PAST for opened, _ in days))
        off += [since - CHANGED.start for opened, since in days if CHANGED.start <= opened < CHANGED.stop]
    counted = np.array(raised)
    return Quarters(
        float(counted.mean()), float((counted > 0).mean()), float((counted > 2).mean()), len(off) / worlds, tuple(off)
    )


def drawn(world: World, draw: np.random.Generator) -> Series:
    """One world, day by day."""
    days = PAST + SPAN
    weekday, moved = WEEKDAYS[np.arange(days) % 7], np.zeros(days)
    moved[CHANGED] = world.shift
    if world.kind == "count":
        due = world.per_day * np.exp(2 * weekday) * (1 + moved)
        due = draw.gamma(1 / world.more, due * world.more) if world.more else due
        return Series(None, FIRST, np.ones(days, dtype=np.int64), draw.poisson(due).astype(np.float64), "count")
    n = draw.poisson(world.per_day, days)
    if world.kind in SHARES:
        share = SHARES[world.kind]
        odds = np.log(share / (1 - share)) + weekday + world.more * draw.standard_normal(days)
        chance = np.clip(1 / (1 + np.exp(-odds)) + moved, 0, 1)
        return Series(None, FIRST, n, draw.binomial(n, chance).astype(np.float64))
    return _scores(world, n, moved, draw)


def _scores(world: World, n: NDArray[np.int64], moved: NDArray[np.float64], draw: np.random.Generator) -> Series:
    values, chances, width = SCORES[world.kind]
    off = width * (moved + world.more * draw.standard_normal(len(n)))
    said = [draw.choice(values, many, p=chances) + by for many, by in zip(n, off, strict=True)]
    sums, squares = (np.array([(one**power).sum() for one in said]) for power in (1, 2))
    return Series(None, FIRST, n, sums, "score", squares, np.concatenate(said), width)

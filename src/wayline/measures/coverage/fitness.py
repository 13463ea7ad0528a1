"""Fitness of paths on a map by optimal alignment, and beside it the precision of the map: neither says much without the other.

Formula: fitness of a path = 1 - c/w, c = the fewest touches to pass over and steps to put in until the path is on the map, w = its touches plus the shortest way through the map. Precision = 1 - escaping/allowed over all beginnings of paths on the map, each as often as it occurs.

Example: On a map of browse, pay, receive the path browse, receive lacks one step: 1 - 1/(2 + 3) = 0.8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.alignment import LONGEST, Aligned, Allowed, Counts, Variants, align, escaping
from wayline.estimates.estimate import NO_SUBJECTS, Estimate, refuse, show_for
from wayline.estimates.mean import METHOD, Spread, mean_interval
from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START

NO_WAY = "the map leads from its first step to no end"
TOO_LONG = f"no path of {LONGEST:,} touches or fewer"
ESCAPING = "escaping edges"


@dataclass(frozen=True, slots=True)
class Ways:
    """Distinct paths, and for each level how many went each way, and how many of these with a leave after the last touch."""

    variants: Variants
    counts: Mapping[str, tuple[Counts, Counts]]

    def of(self, level: str | None) -> tuple[Counts, Counts]:
        if level is not None and level in self.counts:
            return self.counts[level]
        none = np.zeros(len(self.variants.lengths), dtype=np.int64)
        chosen = self.counts.values() if level is None else ()
        return sum((n for n, _ in chosen), none), sum((left for _, left in chosen), none)


def fitness(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, dict[str, Any]]:
    """Level (None = all) → `fitness` and `precision`, as JSON-ready data. Each way that paths went is aligned once."""
    model, walked = _allowed(facts), ways(facts)
    whole, so_far = align(model, walked.variants), align(model.ending_anywhere(), walked.variants)
    return {
        level: {
            "fitness": _fitness(whole, so_far, *walked.of(level)).plain(),
            "precision": _precision(model, walked.variants, walked.of(level)[0]).plain(),
        }
        for level in chosen
    }


def _allowed(facts: PathFacts) -> Allowed:
    steps = len(facts.journey.steps)
    begins, ends, follows = np.zeros(steps, bool), np.zeros(steps, bool), np.zeros((steps, steps), bool)
    for origin, target in facts.con.execute("SELECT origin, target FROM allowed").fetchall():
        if origin == START:
            begins[target] = True
        elif target == END:
            ends[origin] = True
        else:
            follows[origin, target] = True
    return Allowed(begins, follows, ends)


def ways(facts: PathFacts) -> Ways:
    """The ways that the subjects of path facts went."""
    steps = max(len(facts.journey.steps), 1)
    facts.con.execute(_WAYS.format(steps=steps))
    touches = facts.con.execute("SELECT unnest(way) AS touch FROM ways ORDER BY no").fetchnumpy()["touch"]
    lengths = facts.con.execute("SELECT len(way) AS n FROM ways ORDER BY no").fetchnumpy()["n"]
    starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    touch = np.asarray(touches, dtype=np.int64)
    counts: dict[str, tuple[Counts, Counts]] = {}
    for level, no, n, left in facts.con.execute("SELECT level, no, n, has_left FROM ways_walked").fetchall():
        pair = counts.setdefault(level, (np.zeros(len(lengths), np.int64), np.zeros(len(lengths), np.int64)))
        pair[0][no], pair[1][no] = n, left
    return Ways(Variants(starts, touch // steps, touch % steps), counts)


_WAYS = """CREATE OR REPLACE TEMP TABLE walked_ways AS
  SELECT s.level, w.way, l.has_left FROM (SELECT subject, list(arrives * {steps} + goes_on ORDER BY k) AS way FROM path_events GROUP BY subject) w
  JOIN subjects s ON s.subject = w.subject JOIN last_touch l ON l.subject = w.subject;
CREATE OR REPLACE TEMP TABLE ways AS SELECT way, row_number() OVER (ORDER BY way) - 1 AS no FROM (SELECT DISTINCT way FROM walked_ways);
CREATE OR REPLACE TEMP TABLE ways_walked AS
  SELECT w.level, v.no, count(*) AS n, count(*) FILTER (w.has_left) AS has_left FROM walked_ways w JOIN ways v ON v.way = w.way GROUP BY w.level, v.no"""


def _fitness(whole: Aligned | None, so_far: Aligned | None, counts: Counts, left: Counts) -> Estimate:
    """The mean over subjects; `count` are the paths that fit without any cost."""
    n = int(counts.sum())
    if whole is None or so_far is None or n == 0:
        reason = NO_SUBJECTS if n == 0 else NO_WAY
        return refuse(reason, unit="share", n=n, method=METHOD)
    there = whole.cost >= 0
    counted, missing = counts * there, n - int((counts * there).sum())
    if missing == n:
        return refuse(TOO_LONG, unit="share", n=0, method=METHOD, missing=missing)
    spread = _spread(whole.fitness, counted)
    low, high = mean_interval(spread)
    open_mean = _spread(
        np.concatenate((so_far.fitness, whole.fitness)), np.concatenate((counted - left * there, left * there))
    ).mean
    return Estimate(
        value=spread.mean,
        count=int(counted[whole.cost == 0].sum()),
        unit="share",
        n=n - missing,
        low=None if low is None else max(low, 0.0),
        high=None if high is None else min(high, 1.0),
        method=METHOD,
        missing=missing,
        show=show_for(n - missing),
        extra={"log": 1 - _total(whole.cost, counted) / _total(whole.worst, counted), "so_far": open_mean},
    )


def _total(values: Counts, counts: Counts) -> int:
    return int((values * counts).sum())


def _spread(values: NDArray[np.float64], counts: Counts) -> Spread:
    """Of values that so many subjects have each; at least one subject has one."""
    kept = counts > 0
    value, weight = values[kept], counts[kept]
    n = int(weight.sum())
    mean = float(value @ weight) / n
    squares = float((value - mean) ** 2 @ weight)
    return Spread(mean, (squares / (n - 1)) ** 0.5 if n > 1 else None, n)


def _precision(model: Allowed, variants: Variants, counts: Counts) -> Estimate:
    """`n` = steps that the map allows next, summed over beginnings of paths; `count` = those of them that some path took."""
    subjects = int(counts.sum())
    found = escaping(model, variants, counts)
    if found.precision is None:
        return refuse(NO_SUBJECTS, unit="share", method=ESCAPING)
    return Estimate(
        value=found.precision,
        count=found.used,
        unit="share",
        n=found.allowed,
        method=ESCAPING,
        show=show_for(subjects),
    )

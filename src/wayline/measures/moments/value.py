"""Time to value: how long until a value event, with those who are still waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.estimates.estimate import Estimate
from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.estimates.wilson import share
from wayline.paths.facts import PathFacts


@dataclass(frozen=True, slots=True)
class TimeToValue:
    """Of the paths from their start: how many came to the milestone, and the median as a survival quantity, in seconds.

    `median`, `low` and `high` are None where the curve or its limit stays above one half. `waiting`: the share that is still
    under way without it; `left` had gone before it and count as waiting up to then.
    """

    step: str
    kind: str
    n: int
    reached: int
    left: int
    median: float | None
    low: float | None
    high: float | None
    waiting: Estimate

    def plain(self) -> dict[str, Any]:
        fixed = {
            name: getattr(self, name) for name in ("step", "kind", "n", "reached", "left", "median", "low", "high")
        }
        return {**fixed, "unit": "seconds", "method": "kaplan-meier", "waiting": self.waiting.plain()}


def times_to_value(facts: PathFacts) -> tuple[TimeToValue, ...]:
    """Every bound milestone of the map, in map order; none where the sources have no times."""
    if facts.timeless:
        return ()
    found = []
    for number, step in enumerate(facts.journey.steps):
        if step.milestone is not None and step.bind:
            found.append(_one(facts, number, step.id, step.milestone.kind))
    return tuple(one for one in found if one.n)


def _one(facts: PathFacts, number: int, step: str, kind: str) -> TimeToValue:
    rows = facts.con.execute(f"SELECT seconds, converted, is_open FROM value_facts WHERE step = {number}").fetchnumpy()
    seconds = np.asarray(rows["seconds"], dtype=np.float64)
    reached = np.asarray(rows["converted"], dtype=bool)
    still = int(np.asarray(rows["is_open"], dtype=bool).sum())
    curve = kaplan_meier(seconds, reached)
    n, came = len(seconds), int(reached.sum())
    limits = (curve.median, curve.median_low, curve.median_high)
    return TimeToValue(step, kind, n, came, n - came - still, *limits, share(still, n))

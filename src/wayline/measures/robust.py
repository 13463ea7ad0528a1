"""Robust however counted: what a number would be under other choices that are as fair as ours.

The choices: equal times in the opposite order; equal times at once, so that none is after another; another gap between sessions; the
last third of paths alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wayline.estimates.estimate import Estimate
from wayline.measures.evaluate import evaluate
from wayline.paths.facts import PathFacts, Question

LAST_THIRD = "last third"
GAPS = (30, 120)
_FACTS = ("step_facts", "stage_facts", "skip_facts", "aim_facts", "value_facts", "window_facts", "handoff_facts")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """A number under one choice."""

    value: float
    count: int
    n: int


Found = Mapping[Key, Count]


@dataclass(frozen=True, slots=True)
class Robust:
    """A number as counted, and under each other fair choice by name."""

    counted: Count
    choices: Mapping[str, Count]

    @property
    def low(self) -> float:
        return min(one.value for one in (self.counted, *self.choices.values()))

    @property
    def high(self) -> float:
        return max(one.value for one in (self.counted, *self.choices.values()))

    @property
    def counts(self) -> tuple[int, int]:
        """The smallest and the largest count among as many subjects as were counted."""
        alike = [one.count for one in (self.counted, *self.choices.values()) if one.n == self.counted.n]
        return min(alike), max(alike)

    def plain(self) -> dict[str, Any]:
        least, most = self.counts
        choices = {name: {"value": one.value, "count": one.count, "n": one.n} for name, one in self.choices.items()}
        return {"low": self.low, "high": self.high, "count_low": least, "count_high": most, "choices": choices}


def other_choices(facts: PathFacts) -> Iterator[tuple[str, Question]]:
    """The questions that would count otherwise: none where no two events of a path have equal times and no session was cut."""
    if _has_ties(facts):
        yield "ties reversed", replace(facts.question, order="reversed")
        yield "strict order", replace(facts.question, order="strict")
    if facts.rows("SELECT 1 FROM subject_facts WHERE subject < 0 LIMIT 1"):
        for gap in GAPS:
            yield f"session gap {gap} min", replace(facts.question, gap_minutes=gap)


def counts_of(facts: PathFacts) -> dict[Key, Count]:
    """Every share and median of the elements that has a value."""
    [found] = evaluate(facts, [None]).values()
    return {
        (element, name): Count(number.value, number.count, number.n)
        for element, numbers in found.items()
        for name, number in numbers.items()
        if isinstance(number, Estimate) and number.value is not None and number.method != "count"
    }


def counts_of_last_third(facts: PathFacts) -> dict[Key, Count]:
    """The same of the last third of paths by their start. The facts are reduced to these paths for good."""
    facts.con.execute("DELETE FROM subject_facts WHERE place_of_all <= (places_of_all * 2) // 3")
    for table in _FACTS:
        facts.con.execute(f"DELETE FROM {table} WHERE subject NOT IN (SELECT subject FROM subject_facts)")
    return counts_of(facts)


def robust(counted: Found, others: Mapping[str, Found]) -> dict[Key, Robust]:
    """Each number with its value under every other choice."""
    return {
        key: Robust(one, {name: found[key] for name, found in others.items() if key in found})
        for key, one in counted.items()
    }


def _has_ties(facts: PathFacts) -> bool:
    same = "SELECT 1 FROM touched GROUP BY subject, occurred_at HAVING count(DISTINCT arrival) > 1 LIMIT 1"
    return not facts.timeless and bool(facts.rows(same))

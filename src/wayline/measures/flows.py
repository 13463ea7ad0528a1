"""Flows: direct successions of touches, with START and END, as counts, shares of those that leave a step, and median gaps.

Formula: counts of ordered pairs of neighbouring touches of one path, START before the first and END after the last; share = count / all that leave `from`; `median_seconds` between the two.

Example: `{"from": "first-import", "to": "first-report", "count": 2, …}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayline.measures.by_level import rows_by_level
from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START

_SQL = """SELECT origin, target, count(*), median(seconds), count(*) FILTER (l.has_left), count(*) FILTER (l.at_end AND NOT l.has_left)
FROM transition_facts t JOIN last_touch l ON l.subject = t.subject"""


def flows(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, list[dict[str, Any]]]:
    """Level → rows `from, to, count, share, median_seconds`, in map order; those to END say how paths end."""
    names = {START: "START", END: "END"} | {number: step.id for number, step in enumerate(facts.journey.steps)}
    found = rows_by_level(facts, chosen, _SQL, "origin, target")
    return {level: _flows(sorted(rows, key=_map_order), names, facts.timeless) for level, rows in found.items()}


def _map_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    origin, target = row[:2]
    return origin != START, origin, target == END, target


def _flows(rows: list[tuple[Any, ...]], names: dict[int, str], timeless: bool) -> list[dict[str, Any]]:
    leaving: dict[int, int] = {}
    for origin, _, count, *_rest in rows:
        leaving[origin] = leaving.get(origin, 0) + count
    listed = []
    for origin, target, count, gap, left, finished in rows:
        flow = {
            "from": names[origin],
            "to": names[target],
            "count": count,
            "share": count / leaving[origin],
            "median_seconds": None if timeless else gap,
        }
        if target == END:
            flow |= {"left": left, "open": count - left - finished, "finished": finished}
        listed.append(flow)
    return listed

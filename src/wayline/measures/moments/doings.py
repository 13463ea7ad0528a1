"""From path facts to arrays: what those compared did by the landmark, event by event and step by step."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.measures.friction.exposures import Population, day_of
from wayline.measures.friction.question import FrictionQuestion
from wayline.measures.moments.grid import Doings, Grid
from wayline.paths.facts import PathFacts


def done_events(facts: PathFacts, question: FrictionQuestion, grid: Grid) -> list[Doings]:
    """Every event name that any of those compared has by the landmark, on the map or off it. Reads the tables of `population`."""
    age, floor = _age(question)
    spans = ", ".join(
        f"count(*) FILTER (age BETWEEN {floor} AND {window}) AS w{n}" for n, window in enumerate(grid.windows)
    )
    found = facts.con.execute(
        f"SELECT event AS what, place, count(*) AS total, {spans} FROM "
        f"(SELECT w.event, p.place, {age} AS age FROM walked w JOIN friction_people p USING (subject) "
        f"JOIN subjects s USING (subject)) WHERE age <= {question.landmark_days} GROUP BY event, place ORDER BY what, place"
    ).fetchnumpy()
    return [
        replace(doings, what=facts.event_names.get(int(doings.what), doings.what))
        for doings in _cut(found, len(grid.windows))
    ]


def with_all_events(people: Population, done: list[Doings]) -> Population:
    """The same population with every event by the landmark counted, not only touches."""
    events = np.zeros(len(people.subjects), dtype=np.int64)
    for doings in done:
        events[doings.places] += doings.by_landmark
    return replace(people, events=events)


def done_steps(facts: PathFacts, steps: int) -> list[Doings]:
    """The steps of the map touched by the landmark; the one span is all of it."""
    found = facts.con.execute(
        "SELECT t.element AS what, p.place, count(*) AS total, count(*) AS w0 FROM friction_touches t "
        f"JOIN friction_people p USING (subject) WHERE t.is_before AND t.element BETWEEN 0 AND {steps - 1} "
        "GROUP BY t.element, p.place ORDER BY what, place"
    ).fetchnumpy()
    return [replace(doings, what=facts.journey.steps[int(doings.what)].id) for doings in _cut(found, 1)]


def _age(question: FrictionQuestion) -> tuple[str, str]:
    """SQL for the day of an event, and the day from which it counts: on a clock, what came before day 0 was done by day 0."""
    return day_of(question), "-1e9" if question.clock else "0"


def _cut(found: dict[str, Any], windows: int) -> list[Doings]:
    rows: dict[str, NDArray[np.int64]] = {name: np.asarray(column, dtype=np.int64) for name, column in found.items()}
    if len(rows["what"]) == 0:
        return []
    counts = np.column_stack([rows[f"w{n}"] for n in range(windows)])
    edges = [0, *(np.flatnonzero(np.diff(rows["what"])) + 1).tolist(), len(counts)]
    return [
        Doings(str(rows["what"][a]), rows["place"][a:b], counts[a:b], rows["total"][a:b]) for a, b in pairwise(edges)
    ]

"""Where ghosts stand on the path: between which steps most of the subjects who have them had the touches next to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, MOST_PLACED, START

SQL = "SELECT event, after, before, subjects, of FROM ghost_places ORDER BY event, subjects, after DESC, before DESC"


def ghost_places(facts: PathFacts, ghosts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows `event, after, before, subjects, of` for the first twelve ghosts, in their order.

    `after` and `before` are the steps of the last touch before and the first touch after such an event, or START and END;
    named is the pair of most subjects, the earliest on the map among equals. `of` is how many subjects on the map have the event.
    """
    names = [ghost["event"] for ghost in ghosts[:MOST_PLACED]]
    codes = {code: name for code, name in facts.event_names.items() if name in names}
    if not codes or not facts.journey.steps:
        return []
    best: dict[int, tuple[int, ...]] = {}
    for event, after, before, subjects, of in facts.con.execute(SQL).fetchall():
        # fewest first: the last to be kept is the pair of most subjects, the earliest of equal ones
        best[event] = (after, before, subjects, of)
    rows = {codes[event]: _row(facts, codes[event], pair) for event, pair in best.items()}
    return [rows[name] for name in names if name in rows]


def _row(facts: PathFacts, event: str, pair: tuple[int, ...]) -> dict[str, Any]:
    after, before, subjects, of = pair
    steps = facts.journey.steps
    return {
        "event": event,
        "after": "START" if after == START else steps[after].id,
        "before": "END" if before == END else steps[before].id,
        "subjects": subjects,
        "of": of,
    }

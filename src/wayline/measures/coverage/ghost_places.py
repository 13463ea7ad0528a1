"""Where ghosts stand on the path: between which steps most of the subjects who have them had the touches next to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayline.bindings.sql_text import one_of
from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START

# to place a ghost its events are put in order among the touches: done for those that a picture has room for
MOST_PLACED = 12


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
    for event, after, before, subjects, of in facts.con.execute(_sql(facts, list(codes))).fetchall():
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


def _sql(facts: PathFacts, codes: Sequence[int]) -> str:
    """Rows of event, steps before and after it, subjects of this pair and of the event at all, the best pair of an event last."""
    last = len(facts.journey.steps) - 1
    return f"""WITH ghosts AS (
  SELECT w.subject, w.event, w.occurred_at, w.arrival FROM walked w JOIN on_map m ON m.subject = w.subject
  WHERE {one_of("w.event", codes)} AND NOT EXISTS (SELECT 1 FROM touch_rows t WHERE t.arrival = w.arrival)),
placed AS (
  SELECT subject, event, coalesce(last_value(goes_on IGNORE NULLS) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), {START}) AS after,
    coalesce(first_value(arrives IGNORE NULLS) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), {END}) AS before
  FROM (SELECT *, NULL AS arrives, NULL AS goes_on FROM ghosts
        UNION ALL SELECT subject, NULL, occurred_at, arrival, min(element), max(element) FROM touched
        WHERE element BETWEEN 0 AND {last} AND subject IN (SELECT subject FROM ghosts) GROUP BY subject, occurred_at, arrival)
  WINDOW w AS (PARTITION BY subject ORDER BY occurred_at, arrival))
SELECT p.event, p.after, p.before, count(DISTINCT p.subject) AS subjects, any_value(a.subjects) AS of
FROM placed p JOIN (SELECT event, count(DISTINCT subject) AS subjects FROM ghosts GROUP BY event) a ON a.event = p.event
GROUP BY p.event, p.after, p.before ORDER BY p.event, subjects, p.after DESC, p.before DESC"""

"""Ghosts on paths: events that nothing on the map explains, with the steps touched before and after them."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.bindings.sql_text import one_of
from wayline.paths.sql import END, START


def placed_sql(steps: int, codes: Sequence[int], *, gathered: bool = False) -> str:
    """Rows of event, steps before and after it, subjects of this pair and of the event at all, the best pair of an event last.

    `gathered`: from the tables `ghost_pairs` and `ghost_subjects`, which every part of the subjects has filled with its own.
    """
    chosen = one_of("event", codes)
    if gathered:
        pairs = f"SELECT event, after, before, CAST(sum(subjects) AS BIGINT) AS subjects FROM ghost_pairs WHERE {chosen} GROUP BY ALL"
        owners = (
            f"SELECT event, CAST(sum(subjects) AS BIGINT) AS subjects FROM ghost_subjects WHERE {chosen} GROUP BY ALL"
        )
    else:
        pairs, owners = pairs_sql(steps, chosen), owners_sql(chosen)
    return f"""SELECT p.event, p.after, p.before, p.subjects, a.subjects AS of
FROM ({pairs}) p JOIN ({owners}) a ON a.event = p.event ORDER BY p.event, p.subjects, p.after DESC, p.before DESC"""


def owners_sql(chosen: str) -> str:
    """Rows `event, subjects` of ghosts. `chosen`: SQL about their `event`."""
    return f"SELECT event, count(DISTINCT subject) AS subjects FROM ({_ghosts(chosen)}) GROUP BY event"


def pairs_sql(steps: int, chosen: str) -> str:
    """Rows `event, after, before, subjects` of ghosts."""
    return f"""WITH ghosts AS ({_ghosts(chosen)}),
placed AS (
  SELECT subject, event, coalesce(last_value(goes_on IGNORE NULLS) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), {START}) AS after,
    coalesce(first_value(arrives IGNORE NULLS) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), {END}) AS before
  FROM (SELECT *, NULL AS arrives, NULL AS goes_on FROM ghosts
        UNION ALL SELECT subject, NULL, occurred_at, arrival, min(element), max(element) FROM touched
        WHERE element BETWEEN 0 AND {steps - 1} AND subject IN (SELECT subject FROM ghosts) GROUP BY subject, occurred_at, arrival)
  WINDOW w AS (PARTITION BY subject ORDER BY occurred_at, arrival))
SELECT event, after, before, count(DISTINCT subject) AS subjects FROM placed WHERE event IS NOT NULL GROUP BY event, after, before"""


def _ghosts(chosen: str) -> str:
    return (
        "SELECT w.subject, w.event, w.occurred_at, w.arrival FROM walked w JOIN on_map m ON m.subject = w.subject\n"
        f"  WHERE {chosen.replace('event', 'w.event', 1)} AND NOT EXISTS (SELECT 1 FROM touch_rows t WHERE t.arrival = w.arrival)"
    )

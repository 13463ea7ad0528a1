"""Facts about promises after a step as SQL: contact windows and handoffs. Read by `paths.sql`."""

from __future__ import annotations

from wayline.bindings.match import FIRST_HANDOFF, FIRST_WINDOW
from wayline.bindings.sql_text import Plan, table_of
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap

LONG = "CAST(1000000 AS BIGINT)"


def window_queries(plan: Plan, journey: JourneyMap, as_of: int) -> None:
    """Add `window_facts`: for each window and subject for whom it opened, when the first contact came."""
    position = {step.id: number for number, step in enumerate(journey.steps)}
    rows = [
        [FIRST_WINDOW + n, position[w.after], round(seconds(w.opens)), round(seconds(w.closes))]
        for n, w in enumerate(journey.windows)
    ]
    plan.add(
        "windows",
        table_of(rows, ("element", "after", "opens", "closes")),
        "contact windows, in seconds after the trigger",
    )
    plan.add(
        "window_facts",
        f"""SELECT subject, level, element,
  inside > 0 AS hit, inside = 0 AND closed AND coalesce(first_at < opens_at, FALSE) AS early,
  inside = 0 AND closed AND coalesce(first_at > closes_at, FALSE) AS late,
  inside = 0 AND closed AND first_at IS NULL AS missed, inside = 0 AND NOT closed AS pending,
  opens = 0 AND at_once > 0 AND inside_later = 0 AS tied
FROM (SELECT f.subject, s.level, w.element, f.occurred_at + w.opens * {LONG} AS opens_at, f.occurred_at + w.closes * {LONG} AS closes_at,
        {as_of} >= f.occurred_at + w.closes * {LONG} AS closed, w.opens, min(c.occurred_at) FILTER (c.k > f.k) AS first_at,
        count(c.k) FILTER (c.occurred_at = f.occurred_at AND c.k <> f.k) AS at_once,
        count(c.k) FILTER (c.occurred_at > f.occurred_at AND c.occurred_at <= f.occurred_at + w.closes * {LONG}) AS inside_later,
        count(c.k) FILTER (c.k > f.k AND c.occurred_at BETWEEN f.occurred_at + w.opens * {LONG} AND f.occurred_at + w.closes * {LONG}) AS inside
      FROM windows w JOIN step_firsts f ON f.step = w.after JOIN subjects s ON s.subject = f.subject
      LEFT JOIN touched c ON c.subject = f.subject AND c.element = w.element GROUP BY ALL)""",
        "one row a subject for whom the window opened",
    )


def handoff_queries(plan: Plan, journey: JourneyMap, as_of: int) -> None:
    """Add `handoff_facts`: for each handoff and subject for whom it was called for, whether it was done in time."""
    position = {step.id: number for number, step in enumerate(journey.steps)}
    rows = [
        [FIRST_HANDOFF + n, position[h.after], round(seconds(h.within)) if h.within else None]
        for n, h in enumerate(journey.handoffs)
    ]
    plan.add("handoffs", table_of(rows, ("element", "after", "within_seconds")), "handoffs and their limit in seconds")
    plan.add(
        "handoff_facts",
        f"""SELECT subject, level, element, done_at IS NOT NULL AND done_at <= due_at AS on_time, coalesce(done_at > due_at, FALSE) AS late,
  done_at IS NULL AND {as_of} >= due_at AS missing, done_at IS NULL AND {as_of} < due_at AS pending, done_arrival,
  at_once > 0 AND NOT coalesce(later_at <= due_at, FALSE) AS tied
FROM (SELECT f.subject, s.level, h.element, f.occurred_at + h.within_seconds * {LONG} AS due_at,
        arg_min(c.occurred_at, c.k) FILTER (c.k > f.k) AS done_at, arg_min(c.arrival, c.k) FILTER (c.k > f.k) AS done_arrival,
        count(c.k) FILTER (c.occurred_at = f.occurred_at AND c.k <> f.k) AS at_once,
        min(c.occurred_at) FILTER (c.occurred_at > f.occurred_at) AS later_at
      FROM handoffs h JOIN step_firsts f ON f.step = h.after JOIN subjects s ON s.subject = f.subject
      LEFT JOIN touched c ON c.subject = f.subject AND c.element = h.element
      WHERE h.within_seconds IS NOT NULL GROUP BY ALL)""",
        "one row a subject for whom the handoff was called for",
    )

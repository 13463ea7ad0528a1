"""Where ghosts stand on paths: every task counts its own subjects for every ghost, since which are the first of all is known at the end."""

from __future__ import annotations

from wayline.paths.sql import END, MOST_PLACED, START

_GHOSTS = """SELECT w.subject, w.event, w.occurred_at, w.arrival FROM walked w JOIN on_map m ON m.subject = w.subject
  WHERE NOT EXISTS (SELECT 1 FROM touch_rows t WHERE t.arrival = w.arrival)"""


def ghost_queries(steps: int) -> dict[str, str]:
    """`ghost_pairs`: rows event, after, before, subjects; `ghost_subjects`: rows event, subjects. Of the subjects of a task."""
    pairs = f"""WITH ghosts AS ({_GHOSTS}),
placed AS (
  SELECT subject, event, coalesce(last_value(goes_on IGNORE NULLS) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), {START}) AS after,
    coalesce(first_value(arrives IGNORE NULLS) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), {END}) AS before
  FROM (SELECT *, NULL AS arrives, NULL AS goes_on FROM ghosts
        UNION ALL SELECT subject, NULL, occurred_at, arrival, min(element), max(element) FROM touched
        WHERE element BETWEEN 0 AND {steps - 1} GROUP BY subject, occurred_at, arrival)
  WINDOW w AS (PARTITION BY subject ORDER BY occurred_at, arrival))
SELECT event, after, before, count(*) AS subjects
FROM (SELECT DISTINCT subject, event, after, before FROM placed WHERE event IS NOT NULL) GROUP BY event, after, before"""
    owners = f"SELECT event, count(DISTINCT subject) AS subjects FROM ({_GHOSTS}) GROUP BY event"
    return {"ghost_pairs": pairs, "ghost_subjects": owners}


# `ghost_places` of all subjects
PLACES = f"""WITH first_ghosts AS (
  SELECT event FROM event_facts WHERE unmatched > 0 GROUP BY event
  ORDER BY sum(unmatched_subjects) DESC, sum(unmatched) DESC, (SELECT any_value(n.name) FROM names n WHERE n.kind = 'event' AND n.no = event)
  LIMIT {MOST_PLACED})
SELECT p.event, p.after, p.before, CAST(sum(p.subjects) AS BIGINT) AS subjects, any_value(a.subjects) AS of
FROM ghost_pairs p JOIN (SELECT event, CAST(sum(subjects) AS BIGINT) AS subjects FROM ghost_subjects GROUP BY event) a ON a.event = p.event
WHERE p.event IN (SELECT event FROM first_ghosts) GROUP BY p.event, p.after, p.before"""

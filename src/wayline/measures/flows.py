"""Flows: direct successions of touches, with START and END, as counts, shares of those that leave a step, and median gaps.

Formula: counts of ordered pairs of neighbouring touches of one path, START before the first and END after the last; share = count / all that leave `from`; `median_seconds` between the two.

Example: `{"from": "first-import", "to": "first-report", "count": 2, …}`.
"""

from __future__ import annotations

from typing import Any

from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START


def flows(facts: PathFacts, level: str | None) -> list[dict[str, Any]]:
    """Rows `from, to, count, share, median_seconds`, in map order; those to END say how paths end."""
    where = "" if level is None else "WHERE t.level = ?"
    rows = facts.con.execute(
        f"""SELECT t.origin, t.target, count(*), median(t.seconds), count(*) FILTER (l.has_left),
  count(*) FILTER (l.at_end AND NOT l.has_left)
FROM transition_facts t JOIN last_touch l ON l.subject = t.subject {where}
GROUP BY t.origin, t.target ORDER BY t.origin = {START} DESC, t.origin, t.target = {END}, t.target""",
        [] if level is None else [level],
    ).fetchall()
    leaving: dict[int, int] = {}
    for origin, _, count, *_rest in rows:
        leaving[origin] = leaving.get(origin, 0) + count
    return [_flow(facts, row, leaving[row[0]]) for row in rows]


def _flow(facts: PathFacts, row: tuple[Any, ...], leaving: int) -> dict[str, Any]:
    origin, target, count, gap, left, finished = row
    flow = {
        "from": _name(facts, origin),
        "to": _name(facts, target),
        "count": count,
        "share": count / leaving,
        "median_seconds": None if facts.timeless else gap,
    }
    if target == END:
        flow |= {"left": left, "open": count - left - finished, "finished": finished}
    return flow


def _name(facts: PathFacts, step: int) -> str:
    if step == START:
        return "START"
    return "END" if step == END else facts.journey.steps[step].id

"""The hours of the day at which a step is touched, by the clock of the workspace's zone.

Formula: the touches of a step, and the subjects behind them, by the hour in which each happened.

Example: of 11 touches of “I sign up” 7 fell between 20 and 21 h.
"""

from __future__ import annotations

from typing import Any

from wayline.bindings.sql_text import literal
from wayline.measures.kinds import NO_SUBJECTS, NO_TIMES, NOT_BOUND
from wayline.paths.facts import PathFacts

NO_CLOCK = "the source's times are whole days"
_NONE = [0] * 24


def hours(facts: PathFacts, zone: str) -> dict[str, Any]:
    """`zone`, and for each step of `elements` `touches` and `subjects`, 24 counts from midnight, with `refused`: a reason or None."""
    rows = [] if facts.timeless else facts.con.execute(_sql(len(facts.journey.steps), zone)).fetchall()
    counted: dict[int, dict[str, list[int]]] = {}
    clocked: set[int] = set()
    for step, hour, touches, subjects, off_midnight in rows:
        kept = counted.setdefault(step, {"touches": [*_NONE], "subjects": [*_NONE]})
        kept["touches"][hour], kept["subjects"][hour] = touches, subjects
        if off_midnight:
            clocked.add(step)
    return {
        "zone": zone,
        "elements": {
            step.id: _step(bool(step.bind), facts.timeless, counted.get(number), clocked=number in clocked)
            for number, step in enumerate(facts.journey.steps)
        },
    }


def _step(is_bound: bool, timeless: bool, counted: dict[str, list[int]] | None, *, clocked: bool) -> dict[str, Any]:
    reason = NOT_BOUND if not is_bound else NO_TIMES if timeless else NO_SUBJECTS if counted is None else None
    if reason is None and not clocked:
        reason = NO_CLOCK
    if reason or counted is None:
        return {"touches": [], "subjects": [], "refused": reason}
    return {**counted, "refused": None}


def _sql(steps: int, zone: str) -> str:
    """Touches and subjects by step and hour; `off_midnight`: whether one of them has a time that a bare date would not have."""
    local = f"timezone({literal(zone)}, make_timestamptz(occurred_at))"
    return f"""SELECT element, hour(moment) AS hour, count(*), count(DISTINCT subject),
  bool_or(occurred_at % 86400000000 <> 0 AND moment <> date_trunc('day', moment))
FROM (SELECT element, subject, occurred_at, {local} AS moment FROM touched WHERE element BETWEEN 0 AND {steps - 1})
GROUP BY element, hour(moment)"""

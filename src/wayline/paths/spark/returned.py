"""What comes back from a task: path facts of its subjects, and counts of what only the log could tell."""

from __future__ import annotations

from wayline.bindings.conditions import property_text
from wayline.bindings.sql_text import literal
from wayline.maps.model import JourneyMap
from wayline.paths.facts import Question
from wayline.paths.spark.ghosts import ghost_queries

FACTS = (
    *("subjects", "subject_facts", "last_touch", "stage_facts", "aim_facts", "skip_facts", "transition_facts"),
    *("event_facts", "value_facts", "window_facts", "handoff_facts"),
)
# `walked` on the driver: the events behind handoffs, and of them only the data that the map asks for
_SLIM = "CAST(NULL AS DOUBLE) AS amount, " + ", ".join(
    f"CAST(NULL AS INTEGER) AS {name}" for name in ("channel", "direction", "campaign", "referrer", "currency")
)


def returned(
    journey: JourneyMap, question: Question, *, with_voice: bool = False, with_hours: bool = False
) -> dict[str, str]:
    """Table of the driver's session → the query of a task whose rows it collects."""
    last = len(journey.steps) - 1
    found = {name: f"SELECT * FROM {name}" for name in FACTS}
    found["step_facts"] = "SELECT * EXCLUDE (k, occurred_at) FROM step_facts"
    found["touch_rows"] = "SELECT DISTINCT element FROM touch_rows"
    found["unassigned"] = "SELECT count(*) AS events FROM walked WHERE subject IS NULL"
    found |= _walked(journey, everybody=with_voice and question.where is not None)
    if journey.steps:
        found |= ghost_queries(len(journey.steps))
    if with_voice and question.where is not None:
        found["kept"] = "SELECT DISTINCT subject FROM kept"
    if with_hours:
        found["touched"] = f"SELECT subject, element, occurred_at FROM touched WHERE element BETWEEN 0 AND {last}"
    return found


def _walked(journey: JourneyMap, *, everybody: bool) -> dict[str, str]:
    """Of the log itself: the events behind handoffs whose data are asked for, and who has events at all where answers ask."""
    names = dict.fromkeys(datum.property for handoff in journey.handoffs for datum in handoff.data)
    if not names:
        return {"walked": "SELECT DISTINCT subject FROM walked"} if everybody else {}
    cells = ", ".join(f"{literal(name)}, {property_text(name)}" for name in names)
    rows = (
        f"SELECT subject, arrival, CAST(json_object({cells}) AS VARCHAR) AS properties, {_SLIM} FROM walked w\n"
        "WHERE EXISTS (SELECT 1 FROM handoff_facts h WHERE h.done_arrival = w.arrival)"
    )
    if everybody:
        rows += f"\nUNION ALL SELECT DISTINCT subject, CAST(NULL AS BIGINT), '{{}}', {_SLIM} FROM walked"
    return {"walked": rows}

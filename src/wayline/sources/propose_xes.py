"""Roles of an XES log: its keys say what they mean, so nothing is guessed."""

from __future__ import annotations

from wayline.sources.proposal import Draft
from wayline.sources.role_model import Moment, Word
from wayline.sources.xes import COUNTED, NAME

CASE, TIME = "case:concept:name", "time:timestamp"


def propose_xes(draft: Draft) -> None:
    """Case, time and event by their keys; everything else stays in `properties`."""
    columns = {column.name: column for column in draft.profile}
    if CASE in columns:
        draft.give("object_id", CASE, "the name of the trace")
        draft.values["object_type"] = Word("case")
    else:
        draft.doubt("object_id: the traces have no concept:name, so whose events these are is not said")
    if TIME in columns:
        draft.times["occurred_at"] = Moment(TIME)
        draft.note("occurred_at", TIME, "the time extension of XES")
    else:
        draft.doubt("occurred_at: no event has a time:timestamp")
    if COUNTED in columns:
        draft.give("event", COUNTED, "concept:name; a transition other than complete stands behind it")
        draft.assumed.append(
            "events that are not complete (start, schedule, …) are events of their own, named with their transition"
        )
    elif NAME in columns:
        draft.give("event", NAME, "the activity, by the concept extension of XES")
    else:
        draft.doubt("event: no event has a concept:name")

"""Roles of a table in a known layout: its columns say what they mean, so nothing is guessed."""

from __future__ import annotations

from wayline.sources.proposal import Draft
from wayline.sources.role_model import KEYS, Cells, Word
from wayline.sources.shapes.shape import Shape


def propose_shape(draft: Draft, shape: Shape) -> None:
    """The roles that the layout names, where the table has their columns."""
    columns = {column.name for column in draft.profile}
    reason = f"known from {shape.title}"
    for role, value in shape.values.items():
        if isinstance(value, str) and value in columns:
            draft.give(role, value, reason)
        elif isinstance(value, Cells | Word):
            draft.values[role] = value
    for role, moment in shape.times.items():
        if moment.column in columns:
            draft.times[role] = moment
            draft.note(role, moment.column, reason)
    draft.milestones = tuple(one for one in shape.milestones if one.at.column in columns)
    for milestone in draft.milestones:
        draft.note(milestone.event, milestone.at.column, reason)
    draft.traits = shape.traits
    draft.assumed += [f"the file holds {shape.title}", *shape.assumed]
    _doubt_what_lacks(draft, shape)


def _doubt_what_lacks(draft: Draft, shape: Shape) -> None:
    if not any(key in draft.values for key in KEYS):
        draft.doubt(f"{shape.title} without a column that says whose they are")
    if shape.table == "events" and not draft.times.get("occurred_at") and not draft.milestones:
        draft.doubt(f"{shape.title} without a column of times")

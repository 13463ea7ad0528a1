"""Zendesk tickets, with the times of solving where the metrics are joined to them. The customer is the requester."""

from __future__ import annotations

import re

from wayline.sources.role_model import Milestone, Moment, Word
from wayline.sources.shapes.shape import Derived, Row, Shape, first, text_at


def _derive(row: Row) -> Derived:
    return {
        "zendesk:channel": first(text_at(row.get("via"), "channel"), row.get("via.channel")),
        "zendesk:solved": first(row.get("solved_at"), text_at(row.get("metric_set"), "solved_at")),
    }


SHAPE = Shape(
    name="zendesk-tickets",
    title="Zendesk tickets",
    needs=("id", "requester_id", "created_at", "status"),
    hint=re.compile(rb"requester_id"),
    adds=("zendesk:channel", "zendesk:solved"),
    derive=_derive,
    wrapped=("tickets", "results"),
    values={
        "person_id": "requester_id",
        "account_id": "organization_id",
        "object_id": "id",
        "object_type": Word("ticket"),
        "event_id": "id",
        "channel": "zendesk:channel",
    },
    milestones=(
        Milestone("ticket opened", Moment("created_at")),
        Milestone("ticket solved", Moment("zendesk:solved")),
    ),
    assumed=(
        "the customer is the requester, not the submitter or the assignee",
        "a ticket counts as solved only where solved_at of its metrics is in the file: its status has no time",
    ),
)

"""PostHog events: the company, the session and the page sit in `properties`."""

from __future__ import annotations

import re

from wayline.sources.role_model import Moment
from wayline.sources.shapes.shape import Derived, Row, Shape, first, inner, text_at

_ADDS = tuple(f"posthog:{name}" for name in ("person", "account", "session", "channel", "campaign", "referrer"))


def _derive(row: Row) -> Derived:
    said = inner(row.get("properties"))
    groups = inner(said.get("$groups"))
    cells = (
        first(row.get("distinct_id"), text_at(said, "distinct_id")),
        first(text_at(groups, "company"), text_at(groups, "organization"), text_at(groups, "account")),
        text_at(said, "$session_id"),
        text_at(said, "$lib"),
        text_at(said, "utm_campaign"),
        text_at(said, "$referrer"),
    )
    return dict(zip(_ADDS, cells, strict=True))


SHAPE = Shape(
    name="posthog",
    title="PostHog events",
    needs=("event", "distinct_id", "timestamp"),
    hint=re.compile(rb"distinct_id"),
    adds=_ADDS,
    derive=_derive,
    wrapped=("batch", "results"),
    values={
        "person_id": "posthog:person",
        "account_id": "posthog:account",
        "session_id": "posthog:session",
        "event": "event",
        "event_id": "uuid",
        "channel": "posthog:channel",
        "campaign": "posthog:campaign",
        "referrer": "posthog:referrer",
    },
    times={"occurred_at": Moment("timestamp")},
    zone="UTC",
    assumed=("a person is the distinct_id; the account is the group company, else organization, else account",),
)

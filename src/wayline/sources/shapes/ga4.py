"""The GA4 export of BigQuery as JSON lines: parameters sit in lists of keys with one of four typed values."""

from __future__ import annotations

import re

from wayline.sources.role_model import Moment
from wayline.sources.shapes.shape import Cell, Derived, Row, Shape, first, inner, listed, text_at

_ADDS = tuple(
    f"ga4:{name}" for name in ("id", "person", "session", "page", "referrer", "campaign", "amount", "currency")
)
_TYPED = ("string_value", "int_value", "double_value", "float_value")
_KEY = ("user_pseudo_id", "event_timestamp", "event_name", "event_bundle_sequence_id", "batch_event_index")


def _parameters(cell: object) -> dict[str, Cell]:
    found = {}
    for item in listed(cell):
        key = text_at(item, "key")
        if key:
            found[key] = first(*(text_at(inner(item).get("value"), name) for name in _TYPED))
    return found


def _derive(row: Row) -> Derived:
    said = _parameters(row.get("event_params"))
    device, session = row.get("user_pseudo_id"), said.get("ga_session_id")
    cells = (
        "/".join(row.get(name) or "" for name in _KEY),
        first(row.get("user_id"), device),
        f"{device or ''}/{session}" if session else None,
        said.get("page_location"),
        said.get("page_referrer"),
        first(said.get("campaign"), text_at(row.get("collected_traffic_source"), "manual_campaign_name")),
        first(text_at(row.get("ecommerce"), "purchase_revenue"), said.get("value")),
        said.get("currency"),
    )
    return dict(zip(_ADDS, cells, strict=True))


SHAPE = Shape(
    name="ga4",
    title="GA4 export",
    needs=("event_name", "event_timestamp", "user_pseudo_id"),
    hint=re.compile(rb'"?user_pseudo_id'),
    adds=_ADDS,
    derive=_derive,
    values={
        "person_id": "ga4:person",
        "session_id": "ga4:session",
        "event": "event_name",
        "event_id": "ga4:id",
        "channel": "platform",
        "referrer": "ga4:referrer",
        "campaign": "ga4:campaign",
        "amount": "ga4:amount",
        "currency": "ga4:currency",
    },
    times={"occurred_at": Moment("event_timestamp", unit="us")},
    assumed=(
        "a person is the user_id, else the user_pseudo_id of the device",
        "a daily table is rewritten for up to three days: the same event loaded again replaces itself",
    ),
)

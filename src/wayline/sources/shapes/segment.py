"""Segment: one call a line, or batches of calls as they are posted. The clock of the device is set right by the time of sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from wayline.sources.json_text import Fault
from wayline.sources.role_model import Moment
from wayline.sources.shapes.shape import Cell, Derived, Row, Shape, first, inner, text_at

_TYPES = frozenset({"track", "identify", "group", "page", "screen", "alias"})
_ADDS = tuple(
    f"segment:{name}"
    for name in ("event", "time", "person", "account", "channel", "campaign", "referrer", "amount", "currency")
)


def _looks(rows: Sequence[Row]) -> bool:
    return all(row.get("type") in _TYPES for row in rows) and any(
        row.get("userId") or row.get("anonymousId") for row in rows
    )


def _derive(row: Row) -> Derived:
    person = first(row.get("userId"), row.get("anonymousId"))
    if not person:
        return Fault("no-key", "the call has neither userId nor anonymousId, one of which is required")
    context, properties = inner(row.get("context")), inner(row.get("properties"))
    cells = (
        _event(row, properties),
        _time(row),
        person,
        first(row.get("groupId"), text_at(context, "groupId")),
        first(row.get("channel"), text_at(context, "library", "name")),
        text_at(context, "campaign", "name"),
        first(text_at(context, "page", "referrer"), text_at(context, "referrer", "url")),
        first(text_at(properties, "revenue"), text_at(properties, "value")),
        text_at(properties, "currency"),
    )
    return dict(zip(_ADDS, cells, strict=True))


def _event(row: Row, properties: dict[str, object]) -> Cell:
    """The name of a track; pages and screens with their names; other calls by their type."""
    if row.get("type") == "track":
        return row.get("event")
    name = first(row.get("name"), text_at(properties, "name")) if row.get("type") in ("page", "screen") else None
    return f"{row.get('type')} {name}" if name else row.get("type")


def _time(row: Row) -> Cell:
    """`receivedAt - (sentAt - originalTimestamp)`, where all three are there; else what the call says."""
    original = row.get("originalTimestamp") or row.get("timestamp")
    moments = [_moment(cell) for cell in (row.get("receivedAt"), row.get("sentAt"), original)]
    received, sent, happened = moments
    if received is None or sent is None or happened is None:
        return first(row.get("timestamp"), row.get("originalTimestamp"), row.get("sentAt"), row.get("receivedAt"))
    if not row.get("originalTimestamp") and row.get("timestamp"):
        return row.get("timestamp")  # it was set right already
    try:
        return (received - (sent - happened)).isoformat()
    except OverflowError:
        return row.get("timestamp")


def _moment(cell: Cell) -> datetime | None:
    try:
        read = datetime.fromisoformat(cell or "")
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


SHAPE = Shape(
    name="segment",
    title="Segment calls",
    needs=("type", "messageId"),
    hint=re.compile(rb'"messageId"|"batch"\s*:\s*\['),
    looks=_looks,
    adds=_ADDS,
    derive=_derive,
    wrapped=("batch",),
    values={
        "person_id": "segment:person",
        "account_id": "segment:account",
        "event": "segment:event",
        "event_id": "messageId",
        "channel": "segment:channel",
        "campaign": "segment:campaign",
        "referrer": "segment:referrer",
        "amount": "segment:amount",
        "currency": "segment:currency",
    },
    times={"occurred_at": Moment("segment:time"), "received_at": Moment("receivedAt")},
    assumed=(
        "a person is the userId, else the anonymousId: who becomes known later is two people until a table of people joins them with same_as",
        "times are receivedAt - (sentAt - originalTimestamp), which sets wrong device clocks right",
    ),
)

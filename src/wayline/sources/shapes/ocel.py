"""OCEL 2.0 as JSON: one row for each object that an event concerns, with the object's attributes as they were then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from wayline.sources.role_model import Moment
from wayline.sources.shapes.shape import Shape, inner, listed, text_at

_Change = tuple[str, str, object]
_Changes = list[_Change]


def _rows(document: dict[str, object]) -> Iterator[dict[str, object]]:
    things = {text_at(thing, "id") or "": inner(thing) for thing in listed(document.get("objects"))}
    changes = {name: _changes(thing) for name, thing in things.items()}
    for item in listed(document.get("events")):
        event = inner(item)
        row: dict[str, object] = {
            "event:id": event.get("id"),
            "event:type": event.get("type"),
            "event:time": event.get("time"),
        }
        for attribute in listed(event.get("attributes")):
            row[f"event:{text_at(attribute, 'name')}"] = inner(attribute).get("value")
        related = listed(event.get("relationships"))
        for relation in related or [{}]:
            yield row | _related(relation, row, things, changes)


def _related(
    relation: object, row: dict[str, object], things: dict[str, dict[str, object]], changes: dict[str, _Changes]
) -> dict[str, object]:
    name, qualifier = text_at(relation, "objectId"), text_at(relation, "qualifier")
    return related_row(row, name, qualifier, text_at(things.get(name or ""), "type"), changes.get(name or "", ()))


def related_row(
    row: Mapping[str, object], name: str | None, qualifier: str | None, kind: str | None, changes: Iterable[_Change]
) -> dict[str, object]:
    """What an object adds to the row of an event: who it is, and its attributes as they were then. `changes` are in order of time."""
    if not name:
        return {"row:id": row.get("event:id")}
    cells: dict[str, object] = {
        "row:id": "/".join(filter(None, (text_at(row, "event:id"), name, qualifier))),
        "object:id": name,
        "object:type": kind or "unknown",
        "qualifier": qualifier,
    }
    now = text_at(row, "event:time") or ""
    for attribute, since, value in changes:
        if since <= now:
            cells[f"object:{attribute}"] = value
    return cells


def _changes(thing: dict[str, object]) -> _Changes:
    """(attribute, since, value) in order of time; times of one log are written alike, so their text orders them."""
    found = [
        (text_at(change, "name") or "", text_at(change, "time") or "", inner(change).get("value"))
        for change in listed(thing.get("attributes"))
    ]
    return sorted(found, key=lambda change: change[1])


SHAPE = Shape(
    name="ocel",
    title="OCEL 2.0 log",
    needs=("event:id", "event:type", "event:time"),
    hint=re.compile(rb'"(objectTypes|eventTypes)"'),
    flatten=_rows,
    values={
        "object_id": "object:id",
        "object_type": "object:type",
        "event": "event:type",
        "event_id": "row:id",
    },
    times={"occurred_at": Moment("event:time")},
    assumed=(
        "an event that concerns several objects is an event of each: counted over objects of several types it counts several times",
    ),
)

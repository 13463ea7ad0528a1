"""OCEL 2.0 as tables of a database: the same rows as of its JSON form, one for each object that an event concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from wayline.findings import Finding
from wayline.sources.databases.rows import Cells, Database, Field, gathered
from wayline.sources.raw import Progress, RawBatch, Reading
from wayline.sources.shapes.ocel import related_row

_NEEDED = frozenset({"event", "object", "event_object", "event_map_type", "object_map_type"})
_FIRST = ("event:id", "event:type", "event:time")
_LAST = ("row:id", "object:id", "object:type", "qualifier")
_OWN = ("ocel_id", "ocel_time", "ocel_changed_field")

_Changes = list[tuple[str, str, object]]


def has_ocel_tables(database: Database) -> bool:
    """Whether these are the tables of an OCEL 2.0 log."""
    return set(database.tables()) >= _NEEDED


def open_ocel(
    database: Database, connected: Callable[[], AbstractContextManager[Database]]
) -> tuple[tuple[str, ...], Reading]:
    """(columns, reading) of a log; `connected` opens it anew for each reading."""
    events, things = _typed(database, "event"), _typed(database, "object")
    own = [f"event:{name}" for name in _attributes(events)]
    theirs = [f"object:{name}" for name in _attributes(things) if f"object:{name}" not in _LAST]
    columns = tuple(dict.fromkeys([*_FIRST, *own, *_LAST, *theirs]))

    def reading(_progress: Progress, _found: list[Finding]) -> Iterator[RawBatch]:
        with connected() as opened:
            yield from gathered(_rows(opened, events, things, columns), columns)

    return columns, reading


_Typed = dict[str, tuple[str, list[Field]]]
"""By type: the relation of its own table, and its columns."""


def _typed(database: Database, what: str) -> _Typed:
    """The tables are named by the map table, not by the type."""
    tables = set(database.tables())
    pairs = _all(database, database.relation(f"{what}_map_type"), ["ocel_type", "ocel_type_map"])
    found = {}
    for name, suffix in pairs:
        if name and f"{what}_{suffix}" in tables:
            relation = database.relation(f"{what}_{suffix}")
            found[name] = (relation, database.fields(relation))
    return found


def _attributes(typed: _Typed) -> list[str]:
    names = (one.name for _, fields in typed.values() for one in fields)
    return list(dict.fromkeys(name for name in names if name not in _OWN))


def _rows(database: Database, events: _Typed, things: _Typed, columns: tuple[str, ...]) -> Iterator[Cells]:
    types = {name: kind for name, kind in _all(database, database.relation("object"), ["ocel_id", "ocel_type"])}  # noqa: C416
    related: dict[str | None, list[tuple[str | None, str | None]]] = {}
    for event, thing, qualifier in _all(
        database, database.relation("event_object"), ["ocel_event_id", "ocel_object_id", "ocel_qualifier"]
    ):
        related.setdefault(event, []).append((thing, qualifier))
    changes = _changes(database, things)
    for kind, (relation, fields) in events.items():
        for cells in _all(database, relation, [one.name for one in fields]):
            row = {_event_column(one.name): cell for one, cell in zip(fields, cells, strict=True) if cell is not None}
            row["event:type"] = kind
            identity = row.get("event:id")
            for name, qualifier in related.get(identity) or [(None, None)]:
                whole = row | related_row(row, name, qualifier, types.get(name), changes.get(name or "", ()))
                yield [_text(whole.get(column)) for column in columns]


def _event_column(name: str) -> str:
    return {"ocel_id": "event:id", "ocel_time": "event:time"}.get(name, f"event:{name}")


def _changes(database: Database, things: _Typed) -> dict[str, _Changes]:
    """(attribute, since, value) of every object in order of time. A row that names a changed field says only that one."""
    found: dict[str, _Changes] = {}
    for relation, fields in things.values():
        names = [one.name for one in fields]
        for cells in _all(database, relation, names):
            row = dict(zip(names, cells, strict=True))
            changed = row.get("ocel_changed_field")
            told = [changed] if changed else [name for name in names if name not in _OWN]
            since = row.get("ocel_time") or ""
            found.setdefault(row.get("ocel_id") or "", []).extend(
                (name, since, row[name]) for name in told if row.get(name) is not None
            )
    for one in found.values():
        one.sort(key=lambda change: change[1])
    return found


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _all(database: Database, relation: str, names: list[str]) -> Iterator[Cells]:
    fields = {one.name: one for one in database.fields(relation)}
    asked = [fields[name] for name in names if name in fields]
    for batch in database.batches(relation, list(fields.values()), list(fields), None):
        table = batch.table.select([one.name for one in asked])
        columns = [column.to_pylist() for column in table.columns]
        missing = [None] * (len(names) - len(asked))
        yield from ([*row, *missing] for row in zip(*columns, strict=True))

"""A table or query that lies on the cluster, read with a roles file: its rows become coded events where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wayline.bindings.conditions import Names
from wayline.bindings.log import Stored
from wayline.errors import InputError, RolesError
from wayline.events.connection import in_memory
from wayline.events.names import OBJECT
from wayline.events.tables import empty_select
from wayline.maps.model import JourneyMap
from wayline.paths.facts import Question
from wayline.paths.spark.frames import Rows
from wayline.paths.spark.share import EVENT_COLUMNS
from wayline.sources.canonical import canonicalize
from wayline.sources.parquet import plain_column
from wayline.sources.raw import RawBatch, RawTable, ReadOptions
from wayline.sources.role_model import Roles, bound
from wayline.sources.zones import zone_problem

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

NUMBER = "wayline_row"
NAMED = ("event", "channel", "direction", "referrer", "campaign", "currency", "object_type")
_SEEN = pa.schema([("kind", pa.string()), ("name", pa.string()), ("rows", pa.int64())])
_KINDS = {"BIGINT": "long", "VARCHAR": "string", "DOUBLE": "double"}
REJECTED = "rejected"


@dataclass(frozen=True)
class OwnTable:
    """Rows on the cluster, what their columns mean, and the zone of times that name none."""

    frame: DataFrame
    roles: Roles
    zone: str = "UTC"


@dataclass(frozen=True)
class Coded:
    """The rows of a table as events, and how many rows were rejected, by rule."""

    rows: Rows
    rejected: dict[str, int]


@dataclass(frozen=True)
class _Reading:
    """What an executor is told of a table. `names`: the dictionaries, by kind, once they are known."""

    columns: tuple[str, ...]
    roles: Roles
    zone: str
    names: dict[str, list[str]] = field(default_factory=dict)
    own_type: int = -1
    unit: str = ""


def coded(table: OwnTable, journey: JourneyMap, question: Question, events: int = 0) -> Coded:
    """Two passes over the columns that are asked for: one for the dictionaries, one for the events. Raises RolesError, InputError.

    `events`: how many rows the table has, as far as that is known.
    """
    if table.roles.table != "events":
        raise InputError(f"Spark reads a table of events; the roles are those of {table.roles.table}")
    roles = bound(table.roles, tuple(table.frame.columns))
    if problem := zone_problem(roles.read.zone or table.zone):
        raise RolesError(problem)
    columns = _asked(table.frame.columns, f"{roles!r} {journey!r} {question!r}")
    numbered = _numbered(table.frame.select(*(f"`{name}`" for name in columns)))
    reading = _Reading(columns, roles, table.zone)
    seen = numbered.mapInArrow(partial(_names_in, reading), "kind string, name string, rows long").groupBy(
        "kind", "name"
    )
    found = seen.sum("rows").collect()
    names: dict[str, list[str]] = {kind: sorted(row[1] for row in found if row[0] == kind) for kind in NAMED}
    types = names["object_type"]
    wanted = journey.unit.partition(":")[2]
    own = types.index(wanted) if wanted in types else -1
    told = _Reading(columns, roles, table.zone, names, own, journey.unit)
    schema = ", ".join(f"{name} {_KINDS[kind]}" for name, kind in EVENT_COLUMNS.items())
    frame = numbered.mapInArrow(partial(_events_in, told), schema)
    stored = _stored(roles, names, events or sum(row[2] for row in found if row[0] == "event"))
    return Coded(
        Rows(frame, frame, None, _names_table(stored.names), stored),
        {row[1]: row[2] for row in found if row[0] == REJECTED},
    )


def _numbered(frame: DataFrame) -> DataFrame:
    from pyspark.sql.functions import monotonically_increasing_id  # noqa: PLC0415 - only where a question goes to Spark

    return frame.withColumn(NUMBER, monotonically_increasing_id())


def _asked(columns: Sequence[str], words: str) -> tuple[str, ...]:
    """Columns whose names stand in the roles, the map or the question."""
    if len(set(columns)) < len(columns):
        raise InputError("the table has two columns of one name", hint="Rename one in a query, and measure the query.")
    return tuple(name for name in columns if name in words)


def _stored(roles: Roles, names: dict[str, list[str]], events: int) -> Stored:
    codes = {kind: {name: no for no, name in enumerate(known)} for kind, known in names.items()}
    codes["source"] = {roles.source or "table": 0}
    return Stored(
        relation=lambda table: f"({empty_select(table)})",
        filled=frozenset({"events"}),
        names=Names(codes),
        trait_sources={trait: frozenset({0}) for trait in roles.traits or ()},
        clocks={0: roles.clock},
        events=events,
    )


def _names_table(names: Names) -> pa.Table:
    rows = [(kind, no, name) for kind, known in names.codes.items() for name, no in known.items()]
    return pa.table(
        {
            "kind": pa.array([row[0] for row in rows], pa.string()),
            "no": pa.array([row[1] for row in rows], pa.int64()),
            "name": pa.array([row[2] for row in rows], pa.string()),
            "parent": pa.nulls(len(rows), pa.int64()),
        }
    )


def _names_in(reading: _Reading, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The names that stand in some batches, and how many rows were rejected."""
    counted: dict[tuple[str, str], int] = {}
    for _numbers, events, rejected in _canonical(reading, batches):
        pairs = [(kind, events[kind]) for kind in NAMED]
        for kind, column in (*pairs, (REJECTED, rejected["rule"])):
            for each in column.drop_null().value_counts().to_pylist():
                key = kind, each["values"]
                counted[key] = counted.get(key, 0) + each["counts"]
    rows = [{"kind": kind, "name": name, "rows": number} for (kind, name), number in counted.items()]
    yield from pa.Table.from_pylist(rows, schema=_SEEN).to_batches()


def _events_in(reading: _Reading, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The events of some batches, coded."""
    with in_memory() as con:
        con.execute("SET threads = 1")
        for numbers, events, _ in _canonical(reading, batches):
            codes = {
                kind: pc.index_in(events[kind], value_set=pa.array(reading.names[kind], pa.string())) for kind in NAMED
            }
            held = events.append_column("place", numbers)
            for kind, column in codes.items():
                held = held.append_column(f"{kind}_no", column)
            con.register("canonical_events", held)
            yield from con.sql(_coding(reading)).to_arrow_table().to_batches()


def _coding(reading: _Reading) -> str:
    """An id is coded by what it says alone, alike in every task: half of its MD5, without a sign."""

    def code(kind: str, text: str) -> str:
        return f"CAST(md5_number_lower('{kind}:' || {text}) >> 1 AS BIGINT)"

    cells = {f"{kind}_no AS {kind}" for kind in NAMED if kind != "object_type"}
    cells |= {f"{code(kind, f'{kind}_id')} AS {kind}" for kind in ("person", "account", "session")}
    cells |= {f"{code('object', 'object_type || chr(10) || object_id')} AS object", "0 AS source"}
    own = {"session": "NULL", "person": "person", "account": "account"}
    subject = own.get(reading.unit, f"CASE WHEN object_type_no = {reading.own_type} THEN object END")
    typed = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in EVENT_COLUMNS.items())
    inner = f"SELECT place AS arrival, occurred_at, amount, properties, object_type_no, {', '.join(sorted(cells))} FROM canonical_events"
    return f"SELECT {typed} FROM (SELECT *, {subject} AS subject FROM ({inner}))"


def _canonical(
    reading: _Reading, batches: Iterable[pa.RecordBatch]
) -> Iterator[tuple[pa.ChunkedArray, pa.Table, pa.Table]]:
    """Of each batch the places of its events, the events in canonical form, and the rejected rows."""
    with in_memory() as con:
        con.execute("SET threads = 1")
        for batch in batches:
            if batch.num_rows:
                yield _of_batch(con, reading, batch)


def _of_batch(
    con: duckdb.DuckDBPyConnection, reading: _Reading, batch: pa.RecordBatch
) -> tuple[pa.ChunkedArray, pa.Table, pa.Table]:
    columns = [plain_column(batch.column(name)) for name in reading.columns]
    cells = pa.Table.from_arrays(columns, names=list(reading.columns))
    whole = RawBatch(1, cells)
    raw = RawTable(
        Path("table"), "parquet", reading.columns, ReadOptions(decimal=".", header="yes"), 0, lambda *_: iter([whole])
    )
    (chunk,) = canonicalize(con, raw, reading.roles, zone=reading.zone)
    events = chunk.tables["events"]
    each = max(1, len(reading.roles.milestones))
    numbers = pc.multiply(batch.column(NUMBER).take(pc.subtract(events["row"], 1).combine_chunks()), each)
    places = pc.add(numbers, pc.cast(events["k_in_row"].combine_chunks(), pa.int64()))
    typed = pc.if_else(
        pc.is_valid(events["object_id"]), pc.fill_null(events["object_type"], OBJECT), pa.scalar(None, pa.string())
    )
    events = events.set_column(events.schema.get_field_index("object_type"), "object_type", typed)
    return pa.chunked_array([places]), events, chunk.rejected

"""Files for the event log as a reader would hand them over, typed as short tuples."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

import pyarrow as pa

from wayline.events import stage
from wayline.events.log import EventLog
from wayline.events.staging import Incoming


@dataclass
class Rows:
    """A chunk: some rows of a file."""

    rows: int
    tables: dict[str, pa.Table]
    rejected: pa.Table = field(default_factory=stage.REJECTED.empty_table)
    findings: tuple = ()


def md5(*cells: object) -> str:
    return hashlib.md5(repr(cells).encode()).hexdigest()  # noqa: S324


def table(schema: pa.Schema, rows: list[dict]) -> pa.Table:
    return pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema=schema)


def event_row(no: int, person: str | None, at: int, event: str, **more) -> dict:
    row = {"row": no, "k_in_row": 0, "occurred_at": at, "person_id": person, "event": event, **more}
    cells = {"who": person, "at": at, "what": event, **more}
    return row | {"row_hash": md5(person, at, event, sorted(more.items())), "properties": json.dumps(cells)}


def chunk(events=(), *, rows=None, rejected=(), **tables) -> Rows:
    """One chunk; `events` are (person, at, event) or (person, at, event, {more})."""
    made = [event_row(no, *row[:3], **(row[3] if len(row) > 3 else {})) for no, row in enumerate(events, 1)]
    staged = {name: table(stage.STAGES[name], list(given)) for name, given in tables.items()}
    if made:
        staged["events"] = table(stage.EVENTS, made)
    count = rows if rows is not None else max([len(made), *(len(found) for found in staged.values())]) + len(rejected)
    return Rows(count, staged, table(stage.REJECTED, list(rejected)))


def incoming(chunks, *, source="shop", kind="events", file="orders.csv", content=None, clock="time") -> Incoming:
    chunks = [chunks] if isinstance(chunks, Rows) else list(chunks)
    content = content if content is not None else md5([str(one) for one in chunks])
    return Incoming(source, kind, file, content, clock, "UTC", ["plan"], "{}", chunks)


def events_file(*events, **options) -> Incoming:
    return incoming(chunk(events), **options)


def load(log: EventLog, *files: Incoming, received_at=1_000, **options):
    return log.load(files, received_at=received_at, **options)


def rows_of(log: EventLog, query: str) -> list[tuple]:
    """Runs SQL over the newest snapshot; `{table}` stands for a relation, `{current}` for the events that hold."""
    snapshot = log.snapshot()
    relations = {
        name: snapshot.relation(name)
        for name in (*stage.STAGES, "names", "identities", "superseded", "loads", "rejected", "erased")
    }
    with snapshot.connect() as con:
        return con.execute(
            query.format(current=snapshot.current("events"), current_voice=snapshot.current("voice"), **relations)
        ).fetchall()


def events_of(log: EventLog) -> list[tuple]:
    """(person, occurred_at, event) of the events that hold, in their order."""
    return rows_of(
        log,
        "SELECT p.name, e.occurred_at, n.name FROM {current} e LEFT JOIN {names} p ON p.kind = 'person' AND p.no = e.person"
        " JOIN {names} n ON n.kind = 'event' AND n.no = e.event ORDER BY e.occurred_at, e.arrival",
    )

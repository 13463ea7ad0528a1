"""The product's own way from plain events to a measurement: the event log on disk, SQL on DuckDB, estimates."""

import json
import tempfile
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from wayline.events.log import EventLog
from wayline.events.stage import ALIASES, EVENTS, MEMBERS, REJECTED, TRAITS
from wayline.events.staging import Incoming
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question
from wayline.workspace.measuring import opened


class Rows:
    """A chunk of ready stage rows."""

    def __init__(self, tables):
        self.rows = max(table.num_rows for table in tables.values())
        self.tables = tables
        self.rejected = REJECTED.empty_table()
        self.findings = ()


def measure(
    events,
    journey,
    *,
    sources=None,
    traits=(),
    members=(),
    aliases=None,
    since=None,
    until=None,
    as_of=None,
    known_at=None,
    where=None,
    segment=None,
):
    """As the oracle's `measure`, by the product."""
    with asked(
        events, journey, sources=sources, traits=traits, members=members, aliases=aliases, known_at=known_at
    ) as at:
        question = Question(since=since, until=until, as_of=as_of, where=where, segment=segment or "")
        return measurement(at.facts(question), {}).plain()


@contextmanager
def asked(events, journey, *, sources=None, traits=(), members=(), aliases=None, known_at=None):
    """A map opened over an event log that holds these events."""
    with tempfile.TemporaryDirectory() as folder:
        log = EventLog.open(Path(folder) / "log")
        incoming = _events(events, sources or {}) + _people(traits, members, aliases or {})
        if incoming:
            log.load(incoming, received_at=0)
        with opened(journey, log.snapshot(), known_at) as at:
            yield at


def _events(events, sources):
    """One file for each run of events of one source, so that they arrive in the order of the list."""
    files = []
    for number, (source, run) in enumerate(groupby(events, key=lambda event: event["source"])):
        rows = [_stage_row(place + 1, number, event) for place, event in enumerate(run)]
        about = sources.get(source, {})
        files.append(
            _incoming(source, "events", number, Rows({"events": pa.Table.from_pylist(rows, schema=EVENTS)}), about)
        )
    return files


def _stage_row(place, number, event):
    return {
        **dict.fromkeys(EVENTS.names),
        **{name: event.get(name) for name in EVENTS.names if name in event},
        "row": place,
        "k_in_row": 0,
        "row_hash": f"{number}-{place}",
        "source_zone": "UTC",
        "properties": json.dumps(event["properties"]),
        "received_at": event.get("received_at"),
    }


def _people(traits, members, aliases):
    tables = {}
    if traits:
        rows = [{**dict.fromkeys(TRAITS.names), **trait, "row": n} for n, trait in enumerate(traits)]
        tables["traits"] = pa.Table.from_pylist(rows, schema=TRAITS)
    if members:
        rows = [{**dict.fromkeys(MEMBERS.names), **member, "row": n} for n, member in enumerate(members)]
        tables["members"] = pa.Table.from_pylist(rows, schema=MEMBERS)
    if aliases:
        rows = [{"row": n, "person_id": same, "other_id": other} for n, (other, same) in enumerate(aliases.items())]
        tables["aliases"] = pa.Table.from_pylist(rows, schema=ALIASES)
    return [_incoming("people", "people", "people", Rows(tables), {})] if tables else []


def _incoming(source, table, number, rows, about):
    clock = about.get("clock", "time")
    return Incoming(source, table, f"{number}.csv", str(number), clock, "UTC", about.get("traits", ()), "", [rows])

"""Answers and events typed as short tuples, loaded into an event log of their own and measured by the product."""

from __future__ import annotations

import atexit
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from wayline.events.log import EventLog
from wayline.events.stage import EVENTS, MEMBERS, REJECTED, TRAITS, VOICE
from wayline.events.staging import Incoming
from wayline.files.journey import read_map
from wayline.measures.explain import define, explained
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question
from wayline.workspace.measuring import opened

DAY = 86_400_000_000
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5), "review": (1, 5)}


class Rows:
    """A chunk of ready stage rows."""

    def __init__(self, schema, name, rows):
        filled = [dict.fromkeys(schema.names) | row for row in rows]
        self.tables = {name: pa.Table.from_pylist(filled, schema=schema)}
        self.rows, self.rejected, self.findings = len(rows), REJECTED.empty_table(), ()


def said(who, day, kind, score, **more):
    """One answer: of a person or of nobody (None), at a day or at no time known (None). `own` are properties of its row."""
    low, high = SCALES.get(kind, (None, None))
    own = more.pop("own", {})
    row = {
        "person_id": who,
        "occurred_at": None if day is None else round(day * DAY),
        "kind": kind,
        "score": score,
        "solicited": True,
    }
    return row | {"scale_min": low, "scale_max": high, "properties": json.dumps(own)} | more


def did(who, day, event, **more):
    """One event of a person, with properties."""
    cells = {key: more.pop(key) for key in list(more) if key not in EVENTS.names}
    row = {"person_id": who, "occurred_at": round(day * DAY), "event": event, "properties": json.dumps(cells)}
    return row | {"k_in_row": 0, "source_zone": "UTC"} | more


def numbered(rows):
    return [{"row": n, "row_hash": f"row {n}", **row} for n, row in enumerate(rows, 1)]


def incoming(name, table, schema, rows, *, traits=(), source=""):
    chunk = Rows(schema, name, numbered(rows))
    return Incoming(source or name, table, f"{name}.csv", repr(rows), "time", "UTC", traits, "{}", [chunk])


_LOGS: dict[str, EventLog] = {}


def loaded(answers, events=(), *, traits=(), members=(), declared=(), later=()):
    """A log with these answers (and `later` ones, received at 2,000) and events; the same rows are loaded once."""
    rows = repr((answers, events, traits, members, declared, later))
    if rows not in _LOGS:
        folder = tempfile.TemporaryDirectory()
        atexit.register(folder.cleanup)
        _LOGS[rows] = log = EventLog.open(Path(folder.name) / "log")
        files = [incoming("voice", "voice", VOICE, answers, source="survey")] if answers else []
        files += [incoming("events", "events", EVENTS, events, traits=declared, source="shop")] if events else []
        files += [incoming("traits", "people", TRAITS, traits, source="people")] if traits else []
        files += [incoming("members", "people", MEMBERS, members, source="staff")] if members else []
        if files:
            log.load(files, received_at=1_000)
        if later:
            log.load([incoming("voice", "voice", VOICE, later, source="survey")], received_at=2_000)
    return _LOGS[rows]


@contextmanager
def asked(text, answers, events=(), *, known_at=None, **world):
    """The map opened over a log with these answers and events."""
    with opened(read_map(text), loaded(answers, events, **world).snapshot(), known_at) as at:
        yield at


def measured(text, answers, events=(), *, question=Question(), **world):  # noqa: B008 (frozen)
    """The JSON of the measurement."""
    with asked(text, answers, events, **world) as at:
        return measurement(at.facts(question), {}).plain()


def explained_rows(text, answers, events=(), *, question=Question(), **world):  # noqa: B008 (frozen)
    """(element, measure) → (count, n) of every number of voice, by the printed SQL in bare DuckDB; and the JSON."""
    with asked(text, answers, events, **world) as at:
        found = measurement(at.facts(question), {}).plain()
        plan, rows = at.plan(question), {}
        for element, definitions in define(at.journey).items():
            for name, definition in definitions.items():
                if definition.is_voice:
                    with duckdb.connect() as bare:
                        rows[element, name] = bare.execute(explained(plan, definition)[1]).fetchone()
    return rows, found

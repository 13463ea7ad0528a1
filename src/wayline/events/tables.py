"""The tables of the event log as they lie on disk: names and SQL types of their columns, in order.

Times are µs since the epoch, UTC. `person`, `account`, `object`, `session`, `event`, `source`, `channel`, `direction`, `referrer`, `campaign`
and `currency` are codes into `names`. Every table ends with the load that wrote the row and the time it was received.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

_CODE, _LONG, _TEXT, _REAL, _BOOL = "INTEGER", "BIGINT", "VARCHAR", "DOUBLE", "BOOLEAN"
_LOADED = {"load": _CODE, "received_at": _LONG}

TABLES: dict[str, dict[str, str]] = {
    "events": {
        "arrival": _LONG,  # position in the log; survives a second load and a correction
        "occurred_at": _LONG,
        "person": _CODE,
        "account": _CODE,
        "object": _CODE,
        "session": _CODE,
        "event": _CODE,
        "source": _CODE,
        "channel": _CODE,
        "direction": _CODE,
        "referrer": _CODE,
        "campaign": _CODE,
        "currency": _CODE,
        "amount": _REAL,
        "event_id": _TEXT,
        "source_zone": _TEXT,
        "properties": _TEXT,  # JSON object: the whole row as it came
    },
    # `parent`: of an object, the code of its object_type
    "names": {"kind": _TEXT, "no": _CODE, "name": _TEXT, "parent": _CODE},
    # pairs of ids that a source says are one person; `identities` follows from them
    "aliases": {"person": _CODE, "other": _CODE},
    # the latest load wins; a person without a row is its own canonical person
    "identities": {"person": _CODE, "canonical": _CODE},
    # valid_from null = always, overridden by any dated row
    "members": {"person": _CODE, "account": _CODE, "valid_from": _LONG},
    "traits": {"kind": _TEXT, "no": _CODE, "trait": _TEXT, "value": _TEXT, "valid_from": _LONG, "arrival": _LONG},
    # what loads before `load` brought as event `arrival` is replaced by what `load` brought
    "superseded": {"arrival": _LONG},
    "voice": {
        "arrival": _LONG,  # position in this table; of several rows with one arrival the latest load holds
        "voice_id": _TEXT,
        "answer_id": _TEXT,
        "occurred_at": _LONG,
        "person": _CODE,
        "account": _CODE,
        "session": _CODE,
        "object": _CODE,
        "kind": _TEXT,
        "solicited": _BOOL,
        "question": _TEXT,
        "asks": _TEXT,
        "score": _REAL,
        "scale_min": _REAL,
        "scale_max": _REAL,
        "weight": _REAL,
        "text": _TEXT,
        "language": _TEXT,
        "properties": _TEXT,
        "source": _CODE,
    },
    "loads": {
        "version": _CODE,
        "source": _CODE,
        "source_name": _TEXT,
        "table": _TEXT,
        "file": _TEXT,
        "content": _TEXT,  # sha256 of the file's bytes and its roles
        "rows": _LONG,
        "accepted": _LONG,
        "rejected": _LONG,
        "skipped": _LONG,
        "identical": _LONG,
        "clock": _TEXT,  # time | position
        "zone": _TEXT,
        "traits": _TEXT,  # JSON list of column names
        "from": _LONG,
        "until": _LONG,
        "roles": _TEXT,
    },
    "rejected": {"row": _LONG, "line": _LONG, "rule": _TEXT, "message": _TEXT, "raw": _TEXT},
    "erased": {"kind": _TEXT, "digest": _TEXT},
}
for _columns in TABLES.values():
    _columns.update(_LOADED)


def quoted(name: str) -> str:
    """A column or table name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text value as SQL."""
    return "'" + text.replace("'", "''") + "'"


def column_list(columns: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in columns)


def empty_select(table: str) -> str:
    """A SELECT of no rows with the table's columns and types."""
    columns = (f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in TABLES[table].items())
    return f"SELECT {', '.join(columns)} WHERE false"


def count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    """How many rows `FROM source` has."""
    (found,) = con.execute(f"SELECT count(*) FROM {source}").fetchall()
    return int(found[0])

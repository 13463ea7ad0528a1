"""The tables that a reader hands over: ids and names as text, one row of a file after another, not yet coded.

`row` counts the data rows of a file from 1 (the header is not counted); times are µs since the epoch, UTC; null = not given.
"""

from __future__ import annotations

import pyarrow as pa


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name.rstrip("_"), kind) for name, kind in columns.items()])


_INT, _LONG, _TEXT, _REAL = pa.int32(), pa.int64(), pa.string(), pa.float64()

EVENTS = _schema(
    row=_LONG,
    k_in_row=_INT,  # position among the events of a wide row, else 0
    occurred_at=_LONG,
    person_id=_TEXT,
    account_id=_TEXT,
    session_id=_TEXT,
    object_type=_TEXT,
    object_id=_TEXT,
    event=_TEXT,
    channel=_TEXT,
    direction=_TEXT,
    referrer=_TEXT,
    campaign=_TEXT,
    currency=_TEXT,
    amount=_REAL,
    event_id=_TEXT,
    row_hash=_TEXT,  # md5 hex of the row's cells and the milestone's name
    source_zone=_TEXT,
    properties=_TEXT,  # JSON object: the whole row as it came
    received_at=_LONG,  # null = the load's
)

OWN_ID = "own_id"
"""A column that events may bring besides: the id of a row without a given one, as the first of its kind; see `own_id_sql`."""


def own_id_sql(source: str, row_hash: str, k: str) -> str:
    """SQL of the id of a row without a given one: of its source, its cells, and which of the identical rows of its file it is."""
    return f"md5(concat_ws(chr(31), {source}, {row_hash}, {k}))"


TRAITS = _schema(row=_LONG, kind=_TEXT, id=_TEXT, object_type=_TEXT, trait=_TEXT, value=_TEXT, valid_from=_LONG)

MEMBERS = _schema(row=_LONG, person_id=_TEXT, account_id=_TEXT, valid_from=_LONG)

ALIASES = _schema(row=_LONG, person_id=_TEXT, other_id=_TEXT)

VOICE = _schema(
    row=_LONG,
    row_hash=_TEXT,
    voice_id=_TEXT,
    answer_id=_TEXT,
    occurred_at=_LONG,
    person_id=_TEXT,
    account_id=_TEXT,
    session_id=_TEXT,
    object_type=_TEXT,
    object_id=_TEXT,
    kind=_TEXT,
    solicited=pa.bool_(),
    question=_TEXT,
    asks=_TEXT,
    score=_REAL,
    scale_min=_REAL,
    scale_max=_REAL,
    weight=_REAL,
    text=_TEXT,
    language=_TEXT,
    properties=_TEXT,
)

REJECTED = _schema(row=_LONG, line=_LONG, rule=_TEXT, message=_TEXT, raw=_TEXT)

STAGES: dict[str, pa.Schema] = {
    "events": EVENTS,
    "traits": TRAITS,
    "members": MEMBERS,
    "aliases": ALIASES,
    "voice": VOICE,
}

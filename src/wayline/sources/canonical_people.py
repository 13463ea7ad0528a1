"""Rows of a people or accounts table: traits, who belongs to which account, and which ids are one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.events.stage import ALIASES, MEMBERS, TRAITS
from wayline.sources.chunk import Chunk, Notes, accepted_rows, rejected_rows
from wayline.sources.moments import Moments, moments_of
from wayline.sources.raw import RawBatch
from wayline.sources.role_model import Roles
from wayline.sources.sheet import VIEW, Sheet, kept, quoted, registered

if TYPE_CHECKING:
    import duckdb

# Whose traits a row brings: the first of its keys that is not empty.
OWNERS = ("object_id", "session_id", "person_id", "account_id")
_SEEN = "people_seen"


def people_chunk(con: duckdb.DuckDBPyConnection, batch: RawBatch, sheet: Sheet, roles: Roles, zone: str) -> Chunk:
    """What the rows of one batch say of people, accounts, objects or sessions."""
    registered(con, batch, sheet)
    moments = moments_of(con, sheet, {role: roles.times[role] for role in ("valid_from",) if role in roles.times}, zone)
    seen = con.sql(_rows_sql(sheet, roles, moments)).to_arrow_table()
    accepted = accepted_rows(seen)
    con.register(_SEEN, accepted)
    notes = Notes()
    moments.say(accepted, notes)
    tables = {
        "traits": _rows(con, _TRAITS_SQL, TRAITS),
        "members": _rows(con, _MEMBERS_SQL, MEMBERS),
        "aliases": _rows(con, _ALIASES_SQL, ALIASES),
    }
    return Chunk(batch.rows, tables, rejected_rows(batch, seen), tuple(notes.findings))


def trait_columns(roles: Roles, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns of a people or accounts table that are traits: those listed, else all without a role that are not dropped."""
    if roles.traits is not None:
        return roles.traits
    named = {column for _, column in roles.columns()}
    return tuple(column for column in columns if column not in named)


def _rows_sql(sheet: Sheet, roles: Roles, moments: Moments) -> str:
    cells = [f"{sheet.value(roles.values.get(role))} AS {role}" for role in (*OWNERS, "object_type")]
    cells += [
        _pairs("traits", "trait", trait_columns(roles, sheet.columns), sheet),
        _pairs("others", "role", roles.same_as, sheet),
    ]
    cells += [f"{sheet.json(kept(sheet, roles))} AS properties", *moments.cells()]
    timed = "valid_from" in roles.times
    no_key = " AND ".join(f"{owner} IS NULL" for owner in OWNERS)
    failed = moments.bad("valid_from") if timed else "false"
    said = moments.complaint("valid_from") if timed else "''"
    return f"""
WITH cells AS (SELECT row, line, {", ".join(cells)} FROM {VIEW}),
times AS (SELECT {", ".join(["*", *moments.micros()])} FROM cells)
SELECT row, line, {", ".join(OWNERS)}, object_type, traits, others, properties, {"valid_from_us" if timed else "NULL::BIGINT"} AS valid_from,
  CASE WHEN {no_key} THEN 'no-key' WHEN {failed} THEN 'bad-time' END AS rule,
  CASE WHEN {no_key} THEN 'the row names nobody: its key is empty' WHEN {failed} THEN {said} END AS message
  {"".join(", " + column for column in moments.noted())}
FROM times"""


def _pairs(name: str, key: str, columns: Iterable[str], sheet: Sheet) -> str:
    pairs = [f"{{'{key}': {quoted(column)}, 'value': {sheet.text(column)}}}" for column in columns]
    return f'[{", ".join(pairs)}]::STRUCT("{key}" VARCHAR, "value" VARCHAR)[] AS {name}'


_TRAITS_SQL = f"""
WITH owned AS (SELECT row, valid_from, unnest(traits, recursive := true), object_type, object_id, session_id, person_id, account_id FROM {_SEEN})
SELECT row, trait, value, valid_from, CASE WHEN object_id IS NOT NULL THEN object_type END AS object_type,
  CASE WHEN object_id IS NOT NULL THEN 'object' WHEN session_id IS NOT NULL THEN 'session' WHEN person_id IS NOT NULL THEN 'person'
    ELSE 'account' END AS kind,
  coalesce(object_id, session_id, person_id, account_id) AS id
FROM owned WHERE value IS NOT NULL"""

_MEMBERS_SQL = (
    f"SELECT row, person_id, account_id, valid_from FROM {_SEEN} WHERE person_id IS NOT NULL AND account_id IS NOT NULL"
)

_ALIASES_SQL = f"""
WITH named AS (SELECT row, person_id, unnest(others).value AS other_id FROM {_SEEN} WHERE person_id IS NOT NULL)
SELECT * FROM named WHERE other_id IS NOT NULL AND other_id <> person_id"""


def _rows(con: duckdb.DuckDBPyConnection, sql: str, schema: pa.Schema) -> pa.Table:
    return con.sql(sql).to_arrow_table().select(schema.names).cast(schema)

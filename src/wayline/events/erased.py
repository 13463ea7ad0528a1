"""The staged rows as a load sees them: without those of subjects that were erased before."""

from __future__ import annotations

import duckdb

from wayline.events.stage import STAGES
from wayline.events.staging import Staging
from wayline.events.tables import count, literal

_IDS = {
    "events": {"person": "person_id", "account": "account_id", "session": "session_id", "object": "object_id"},
    "voice": {"person": "person_id", "account": "account_id", "session": "session_id", "object": "object_id"},
    "members": {"person": "person_id", "account": "account_id"},
}


def digest(salt: str, kind: str, name: str) -> str:
    """SQL of the salted digest that remembers an erased id; `name` is an SQL expression."""
    return f"sha256(concat({literal(salt)}, {kind}, chr(31), {name}))"


def view_staged(con: duckdb.DuckDBPyConnection, staging: Staging, log_erased: str, salt: str) -> None:
    """Makes the views `staged_STAGE` and `staged_rejected`, and `erased_rows(stage, file_no, row, pos)` of what they leave out."""
    con.execute(f"CREATE TEMP TABLE erased_digest AS SELECT DISTINCT digest FROM {log_erased}")
    con.execute("CREATE TEMP TABLE erased_rows (stage VARCHAR, file_no INTEGER, row BIGINT, pos BIGINT)")
    any_erased = count(con, "erased_digest") > 0
    for stage in (*STAGES, "rejected"):
        source = staging.relation(stage)
        where = ""
        if any_erased and staging.rows[stage]:
            _find_rows(con, stage, source, salt)
            where = f" WHERE pos NOT IN (SELECT pos FROM erased_rows WHERE stage = '{stage}')"
        con.execute(f"CREATE TEMP VIEW staged_{stage} AS SELECT * FROM {source}{where}")


def _find_rows(con: duckdb.DuckDBPyConnection, stage: str, source: str, salt: str) -> None:
    for kind, name in _identifying(stage):
        ids = f"SELECT DISTINCT {kind} AS kind, {name} AS name FROM {source} s WHERE {name} IS NOT NULL"
        erased = (
            f"SELECT kind, name FROM ({ids}) SEMI JOIN erased_digest e ON e.digest = {digest(salt, 'kind', 'name')}"
        )
        con.execute(
            f"INSERT INTO erased_rows SELECT '{stage}', s.file_no, s.row, s.pos FROM {source} s"
            f" SEMI JOIN ({erased}) i ON i.kind = {kind} AND i.name = {name}"
        )
    if stage == "rejected":
        _find_raw(con, source, salt)


def _identifying(stage: str) -> list[tuple[str, str]]:
    """The expressions of (kind, id) that say whom a staged row is about. An object's id counts with its type."""
    if stage == "traits":
        return [("s.kind", f"CASE s.kind WHEN 'object' THEN {_object('s.id')} ELSE s.id END")]
    if stage == "aliases":
        return [("'person'", "s.person_id"), ("'person'", "s.other_id")]
    return [
        (f"'{kind}'", _object("s.object_id") if kind == "object" else f"s.{column}")
        for kind, column in _IDS.get(stage, {}).items()
    ]


def _object(name: str) -> str:
    return f"coalesce(s.object_type, 'object') || chr(31) || {name}"


def _find_raw(con: duckdb.DuckDBPyConnection, source: str, salt: str) -> None:
    """A rejected row has no roles any more: each of its cells may be the id of a person, an account or a session."""
    cells = (
        f"SELECT pos, file_no, row, unnest(regexp_split_to_array(raw, '[\\s\",;|{{}}\\[\\]]+')) AS cell FROM {source}"
    )
    kinds = "SELECT unnest(['person', 'account', 'session']) AS kind"
    con.execute(
        f"INSERT INTO erased_rows SELECT DISTINCT 'rejected', file_no, row, pos FROM ({cells}), ({kinds}) k"
        f" SEMI JOIN erased_digest e ON e.digest = {digest(salt, 'kind', 'cell')}"
    )

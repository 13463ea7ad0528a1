"""Traits and memberships on their way into the log: what is new, what repeats the value that holds, and from when it holds.

The first known value holds always. A changed value without a date of its own holds from the time it was received.
"""

from __future__ import annotations

import duckdb

from wayline.events.names import OBJECT
from wayline.events.snapshot import Snapshot

_KINDS = ("person", "account", "object", "session")


def _code_traits(con: duckdb.DuckDBPyConnection) -> None:
    object_no = (
        "(SELECT o.no FROM code_object o JOIN code_object_type t ON t.no = o.parent"
        f" WHERE o.name = s.id AND t.name = coalesce(s.object_type, '{OBJECT}'))"
    )
    numbers = {kind: f"(SELECT c.no FROM code_{kind} c WHERE c.name = s.id)" for kind in _KINDS} | {"object": object_no}
    cases = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in numbers.items())
    con.execute(
        f"CREATE TEMP TABLE coded_traits AS SELECT s.pos, s.file_no, s.row, f.source, s.kind, CASE s.kind {cases} END AS no,"
        " s.trait, s.value, s.valid_from FROM staged_traits s JOIN load_files f USING (file_no)"
        " WHERE s.value IS NOT NULL AND s.id IS NOT NULL"
    )


def _code_members(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE TEMP TABLE coded_members AS SELECT s.pos, s.file_no, s.row, f.source, p.no AS person, a.no AS account,"
        " s.valid_from FROM staged_members s JOIN load_files f USING (file_no)"
        " JOIN code_person p ON p.name = s.person_id JOIN code_account a ON a.name = s.account_id"
    )


def place_traits(con: duckdb.DuckDBPyConnection, log: Snapshot, received_at: int, first_arrival: int) -> None:
    """Makes `placed_traits(pos, file_no, row, kind, no, trait, value, valid_from, arrival)` of the values to write."""
    _code_traits(con)
    _place(con, log, "traits", key=("kind", "no", "trait"), value="value", received_at=received_at)
    con.execute(
        "CREATE TEMP TABLE placed_traits AS SELECT pos, file_no, row, kind, no, trait, value, valid_from,"
        f" {first_arrival} + row_number() OVER (ORDER BY pos) - 1 AS arrival FROM changed_traits"
    )


def place_members(con: duckdb.DuckDBPyConnection, log: Snapshot, received_at: int) -> None:
    """Makes `placed_members(pos, file_no, row, person, account, valid_from)` of the memberships to write."""
    _code_members(con)
    _place(con, log, "members", key=("person",), value="account", received_at=received_at)
    con.execute(
        "CREATE TEMP TABLE placed_members AS SELECT pos, file_no, row, person, account, valid_from FROM changed_members"
    )


def _place(
    con: duckdb.DuckDBPyConnection, log: Snapshot, stage: str, *, key: tuple[str, ...], value: str, received_at: int
) -> None:
    """Makes `changed_STAGE`: what a source did not say already. Each source is compared with its own last word, so that taking out
    one source does not take away what another says as well."""
    keys = ", ".join(key)
    con.execute(
        f"CREATE TEMP TABLE log_{stage} AS SELECT l.*, f.source FROM {log.relation(stage)} l"
        f" SEMI JOIN coded_{stage} c USING ({keys}) JOIN {log.relation('loads')} f USING (load)"
    )
    con.execute(
        f"CREATE TEMP TABLE changed_{stage} AS WITH"
        f" last AS (SELECT * FROM coded_{stage} QUALIFY row_number() OVER (PARTITION BY source, {keys}, valid_from ORDER BY pos DESC) = 1),"
        f" holding AS (SELECT {keys}, {value}, valid_from, true AS known FROM log_{stage} WHERE coalesce(valid_from, 0) <= {received_at}"
        f" QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY valid_from DESC NULLS LAST, load DESC) = 1),"
        f" said AS (SELECT source, {keys}, {value}, valid_from FROM log_{stage}"
        f" QUALIFY row_number() OVER (PARTITION BY source, {keys}, valid_from ORDER BY load DESC) = 1),"
        f" undated AS (SELECT source, {keys}, {value} FROM log_{stage} WHERE coalesce(valid_from, 0) <= {received_at}"
        f" QUALIFY row_number() OVER (PARTITION BY source, {keys} ORDER BY valid_from DESC NULLS LAST, load DESC) = 1)"
        f" SELECT c.* REPLACE (CASE WHEN c.valid_from IS NOT NULL THEN c.valid_from WHEN h.{value} = c.{value} THEN h.valid_from"
        f" WHEN h.known THEN {received_at} END AS valid_from)"
        f" FROM last c LEFT JOIN holding h USING ({keys}) LEFT JOIN undated u USING (source, {keys})"
        f" LEFT JOIN said d ON d.source = c.source AND {' AND '.join(f'd.{name} = c.{name}' for name in key)} AND d.valid_from = c.valid_from"
        f" WHERE CASE WHEN c.valid_from IS NULL THEN u.{value} ELSE d.{value} END IS DISTINCT FROM c.{value}"
    )

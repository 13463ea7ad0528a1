"""Traits and memberships on their way into the log: what is new, what repeats the value that holds, and from when it holds.

The first known value holds always. A changed value without a date of its own holds from the time it was received.
"""

from __future__ import annotations

import duckdb

from wayline.events.draft import Draft
from wayline.events.staging import Staging

_KINDS = ("person", "account", "object", "session")


def code_people(con: duckdb.DuckDBPyConnection, staging: Staging) -> None:
    """Makes `coded_traits(pos, file_no, row, kind, no, trait, value, valid_from)` and `coded_members(…, person, account, valid_from)`."""
    object_no = (
        "(SELECT o.no FROM code_object o JOIN code_object_type t ON t.no = o.parent"
        " WHERE o.name = s.id AND t.name = coalesce(s.object_type, 'object'))"
    )
    numbers = {kind: f"(SELECT c.no FROM code_{kind} c WHERE c.name = s.id)" for kind in _KINDS} | {"object": object_no}
    cases = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in numbers.items())
    con.execute(
        f"CREATE TEMP TABLE coded_traits AS SELECT s.pos, s.file_no, s.row, s.kind, CASE s.kind {cases} END AS no, s.trait, s.value,"
        " s.valid_from FROM staged_traits s WHERE s.value IS NOT NULL AND s.id IS NOT NULL"
    )
    con.execute(
        "CREATE TEMP TABLE coded_members AS SELECT s.pos, s.file_no, s.row, p.no AS person, a.no AS account, s.valid_from"
        " FROM staged_members s JOIN code_person p ON p.name = s.person_id JOIN code_account a ON a.name = s.account_id"
    )


def place_traits(con: duckdb.DuckDBPyConnection, log_traits: str, received_at: int, first_arrival: int) -> None:
    """Makes `placed_traits(pos, file_no, row, kind, no, trait, value, valid_from, arrival)` of the values to write."""
    _place(con, "traits", ("kind", "no", "trait"), "value", log_traits, "arrival", received_at)
    con.execute(
        "CREATE TEMP TABLE placed_traits AS SELECT pos, file_no, row, kind, no, trait, value, valid_from,"
        f" {first_arrival} + row_number() OVER (ORDER BY pos) - 1 AS arrival FROM changed_traits"
    )


def place_members(con: duckdb.DuckDBPyConnection, log_members: str, received_at: int) -> None:
    """Makes `placed_members(pos, file_no, row, person, account, valid_from)` of the memberships to write."""
    _place(con, "members", ("person",), "account", log_members, "load", received_at)
    con.execute("CREATE TEMP TABLE placed_members AS SELECT pos, file_no, row, person, account, valid_from FROM changed_members")


def _place(
    con: duckdb.DuckDBPyConnection, stage: str, key: tuple[str, ...], value: str, log: str, order: str, received_at: int
) -> None:
    keys = ", ".join(key)
    same_key = " AND ".join(f"l.{name} = c.{name}" for name in key)
    relevant = f"SELECT l.* FROM {log} l SEMI JOIN coded_{stage} c ON {same_key}"
    con.execute(f"CREATE TEMP TABLE log_{stage} AS {relevant}")
    newest = f"arg_max({value}, (coalesce(valid_from, -9223372036854775807), {order}))"
    holding = f"SELECT {keys}, {newest} FILTER (WHERE coalesce(valid_from, 0) <= {received_at}) AS holds FROM log_{stage} GROUP BY ALL"
    dated = f"SELECT {keys}, valid_from, arg_max({value}, {order}) AS said FROM log_{stage} WHERE valid_from IS NOT NULL GROUP BY ALL"
    last = f"SELECT * FROM coded_{stage} QUALIFY row_number() OVER (PARTITION BY {keys}, valid_from ORDER BY pos DESC) = 1"
    known_key = f"h.{key[0]} IS NOT NULL"
    con.execute(
        f"CREATE TEMP TABLE changed_{stage} AS SELECT c.* REPLACE ("
        f"CASE WHEN c.valid_from IS NULL AND {known_key} THEN {received_at} ELSE c.valid_from END AS valid_from)"
        f" FROM ({last}) c LEFT JOIN ({holding}) h ON {same_key.replace('l.', 'h.')}"
        f" LEFT JOIN ({dated}) d ON {same_key.replace('l.', 'd.')} AND d.valid_from = c.valid_from"
        f" WHERE CASE WHEN c.valid_from IS NULL THEN h.holds IS DISTINCT FROM c.{value} ELSE d.said IS DISTINCT FROM c.{value} END"
    )


def append_people(con: duckdb.DuckDBPyConnection, draft: Draft) -> None:
    """Writes what `place_traits` and `place_members` found to be new; needs `load_files` with `received_at`."""
    for stage in ("traits", "members"):
        draft.append(
            con, stage, f"SELECT p.*, f.load, f.received_at FROM placed_{stage} p JOIN load_files f USING (file_no) ORDER BY p.pos"
        )

"""Coding: every id and name gets a small integer, dense by kind, in the order of first appearance."""

from __future__ import annotations

import duckdb

from wayline.events.draft import Draft
from wayline.events.staging import Staging
from wayline.events.tables import count, literal

# kind → the stage columns that hold names of that kind
USES: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (
        *(("events", "person_id"), ("voice", "person_id"), ("traits", "id")),
        *(("members", "person_id"), ("aliases", "person_id"), ("aliases", "other_id")),
    ),
    "account": (("events", "account_id"), ("voice", "account_id"), ("traits", "id"), ("members", "account_id")),
    "session": (("events", "session_id"), ("voice", "session_id"), ("traits", "id")),
    "object": (("events", "object_id"), ("voice", "object_id"), ("traits", "id")),
    "object_type": (("events", "object_id"), ("voice", "object_id"), ("traits", "id")),
    "event": (("events", "event"),),
    "channel": (("events", "channel"),),
    "direction": (("events", "direction"),),
    "referrer": (("events", "referrer"),),
    "campaign": (("events", "campaign"),),
    "currency": (("events", "currency"),),
}
# an object that comes without a type has this one
OBJECT = "object"
_TYPE = f"coalesce(object_type, '{OBJECT}')"


def code_names(con: duckdb.DuckDBPyConnection, staging: Staging, draft: Draft, log_names: str) -> None:
    """Makes a temporary table `code_KIND(name, parent, no, fresh)` for every kind, of the names that the staged rows use.

    Reads the views `staged_STAGE`; `log_names` is the relation of names in the log.
    """
    for kind in ("object_type", *(kind for kind in USES if kind != "object_type")):
        used = _used(staging, kind)
        if not used:
            con.execute(f"CREATE TEMP TABLE code_{kind} (name VARCHAR, parent INTEGER, no INTEGER, fresh BOOLEAN)")
            continue
        next_no = (
            f"{draft.peek(f'name:{kind}', 0)} + row_number() OVER (PARTITION BY n.no IS NULL ORDER BY u.first) - 1"
        )
        con.execute(
            f"CREATE TEMP TABLE code_{kind} AS WITH u AS MATERIALIZED ({used})"
            f" SELECT u.name, u.parent, coalesce(n.no, {next_no})::INTEGER AS no, n.no IS NULL AS fresh"
            f" FROM u LEFT JOIN (SELECT * FROM {log_names} WHERE kind = {literal(kind)}) n"
            " ON n.name = u.name AND n.parent IS NOT DISTINCT FROM u.parent"
        )
        draft.take(f"name:{kind}", count(con, f"code_{kind} WHERE fresh"), 0)


def _used(staging: Staging, kind: str) -> str:
    """A SELECT of (name, parent, first): the names of a kind, each once, with its first place. Empty text where none is used."""
    selects = [
        _appearances(kind, stage, column, place)
        for place, (stage, column) in enumerate(USES[kind])
        if staging.filled(stage, column)
    ]
    if not selects:
        return ""
    rows = " UNION ALL ".join(selects)
    return f"SELECT name, parent, min(place) AS first FROM ({rows}) GROUP BY name, parent"


def _appearances(kind: str, stage: str, column: str, place: int) -> str:
    where = f"s.{column} IS NOT NULL" + (f" AND s.kind = '{_trait_kind(kind)}'" if stage == "traits" else "")
    first = f"{place << 48} + min(s.pos)"
    if kind == "object_type":
        return f"SELECT {_TYPE} AS name, NULL::INTEGER AS parent, {first} AS place FROM staged_{stage} s WHERE {where} GROUP BY 1"
    if kind == "object":
        return (
            f"SELECT s.{column} AS name, t.no AS parent, {first} AS place FROM staged_{stage} s"
            f" JOIN code_object_type t ON t.name = {_TYPE} WHERE {where} GROUP BY 1, 2"
        )
    return f"SELECT s.{column} AS name, NULL::INTEGER AS parent, {first} AS place FROM staged_{stage} s WHERE {where} GROUP BY 1"


def _trait_kind(kind: str) -> str:
    return "object" if kind == "object_type" else kind


def code_joins(staging: Staging, stage: str, columns: dict[str, str]) -> tuple[dict[str, str], str]:
    """How to read the codes of a stage table `s`: an expression for each physical column, and the joins they need.

    `columns` maps physical column to stage column; each physical column is named as its kind.
    """
    expressions: dict[str, str] = {}
    joins: list[str] = []
    for kind, column in columns.items():
        if not staging.filled(stage, column):
            expressions[kind] = "NULL::INTEGER"
            continue
        expressions[kind] = f"n_{kind}.no"
        if kind == "object":
            joins.append(
                f"LEFT JOIN code_object_type n_type ON n_type.name = {_TYPE.replace('object_type', 's.object_type')}"
            )
            joins.append(
                f"LEFT JOIN code_object n_object ON n_object.name = s.{column} AND n_object.parent = n_type.no"
            )
        else:
            joins.append(f"LEFT JOIN code_{kind} n_{kind} ON n_{kind}.name = s.{column}")
    return expressions, " ".join(joins)


def append_names(con: duckdb.DuckDBPyConnection, draft: Draft, load: int, received_at: int) -> None:
    """Writes the names that are new in this load, the sources' own names among them."""
    fresh = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, no, name, parent FROM code_{kind} WHERE fresh" for kind in (*USES, "source")
    )
    draft.append(
        con,
        "names",
        f"SELECT *, {load} AS load, {received_at} AS received_at FROM (SELECT kind, no, name, parent FROM passing_name"
        f" UNION ALL {fresh}) ORDER BY kind, no",
    )

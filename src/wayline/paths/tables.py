"""Facts as tables of a DuckDB session, whatever stood there under their names before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from wayline.bindings.sql_text import Named

if TYPE_CHECKING:
    import pyarrow as pa


def as_table(con: duckdb.DuckDBPyConnection, query: Named) -> None:
    """Run a query of a plan as it says: kept as a table, or a view."""
    _create(con, query.name, query.sql, "TABLE" if query.kept else "VIEW")


def as_view(con: duckdb.DuckDBPyConnection, query: Named) -> None:
    """Leave a query to those who ask for it."""
    _create(con, query.name, query.sql, "VIEW")


def register(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """An Arrow table under a name, not copied."""
    _make_way(con, name, "BASE TABLE", "LOCAL TEMPORARY", "VIEW")
    con.register(name, table)


def _create(con: duckdb.DuckDBPyConnection, name: str, sql: str, kind: str) -> None:
    statement = f"CREATE OR REPLACE TEMP {kind} {name} AS\n{sql}"
    try:
        con.execute(statement)
    except duckdb.CatalogException:
        # a view stands where a table shall be, or the other way round: seldom, and to ask each time costs as much as to count
        _make_way(con, name, *(("VIEW",) if kind == "TABLE" else ("BASE TABLE", "LOCAL TEMPORARY")))
        con.execute(statement)


def _make_way(con: duckdb.DuckDBPyConnection, name: str, *kinds: str) -> None:
    """Drop what has the name and is of these kinds: a session may be asked several questions, by several engines."""
    found = con.execute("SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]).fetchall()
    for (kind,) in found:
        if kind in kinds:
            con.unregister(name)
            con.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} IF EXISTS {name}")

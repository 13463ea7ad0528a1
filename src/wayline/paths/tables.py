"""Facts as tables of a DuckDB session, whatever stood there under their names before."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from wayline.bindings.sql_text import Named, literal


def as_table(con: duckdb.DuckDBPyConnection, query: Named) -> None:
    """Run a query of a plan as it says: kept as a table, or a view."""
    _create(con, query.name, query.sql, "TABLE" if query.kept else "VIEW")


def as_view(con: duckdb.DuckDBPyConnection, query: Named) -> None:
    """Leave a query to those who ask for it."""
    _create(con, query.name, query.sql, "VIEW")


def register(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """An Arrow table under a name, not copied."""
    _make_way(con, name, "VIEW")
    con.register(name, table)


def _create(con: duckdb.DuckDBPyConnection, name: str, sql: str, kind: str) -> None:
    _make_way(con, name, kind)
    con.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS\n{sql}")


def _make_way(con: duckdb.DuckDBPyConnection, name: str, kind: str) -> None:
    """Drop what has the name and is of the other kind: a session may be asked several questions, by several engines."""
    other = "VIEW" if kind == "TABLE" else "TABLE"
    shown = "LOCAL TEMPORARY" if other == "TABLE" else "VIEW"
    known = f"SELECT 1 FROM information_schema.tables WHERE table_name = {literal(name)} AND table_type = '{shown}'"
    if con.execute(known).fetchall():
        con.unregister(name)
        con.execute(f"DROP {other} IF EXISTS temp.{name}")

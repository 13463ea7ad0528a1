"""One way to open DuckDB in memory."""

from __future__ import annotations

import duckdb


def in_memory() -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory, its zone UTC.

    Without DuckDB's own progress bar: it is on by default, and a query of two seconds would write it into the answer on
    standard output.
    """
    con = duckdb.connect(":memory:")
    con.execute("SET enable_progress_bar = false")
    con.execute("SET TimeZone = 'UTC'")
    return con

"""DuckDB files: opened read only and only while rows are read; nested values become JSON text, bytes base64. No extension is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from wayline.findings import nearest
from wayline.sources.databases.rows import Failure, Field, Since, batch_of, no_order, no_table, quoted
from wayline.sources.raw import RawBatch

READ_ROWS = 50_000
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1200MB",
}
_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DECIMAL\(.*\)|VARCHAR|UUID|TIMESTAMP_(S|MS|NS)")
_FINITE = re.compile(r"DATE|TIMESTAMP( WITH TIME ZONE)?|FLOAT|DOUBLE")


@contextmanager
def connected(path: str) -> Iterator[DuckDb]:
    """The database in a file. Raises Failure; one that another process writes to cannot be read."""
    with _said():
        con = duckdb.connect(path, read_only=True, config=dict(_SETTINGS))
    try:
        with _said():
            # its own progress bar would write into the answer on standard output
            for setting in ("enable_progress_bar = false", "TimeZone = 'UTC'"):
                con.execute(f"SET {setting}")
            con.execute("SET enable_progress_bar = false")
        yield DuckDb(con)
    finally:
        con.close()


class DuckDb:
    """See `Database`."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def tables(self) -> list[str]:
        with _said():
            found = self._con.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() UNION ALL"
                " SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal ORDER BY ALL"
            ).fetchall()
        return [table if schema == "main" else f"{schema}.{table}" for schema, table in found]

    def relation(self, table: str) -> str:
        tables = self.tables()
        name = table if table in tables else table.removeprefix("main.")
        same = [one for one in tables if one.lower() == name.lower()]
        if not same:
            raise no_table(table, tables, nearest(table, tables))
        schema, _, plain = same[0].rpartition(".") if same[0] not in self._in_main() else ("", "", same[0])
        return f"{quoted(schema or 'main')}.{quoted(plain)}"

    def _in_main(self) -> set[str]:
        with _said():
            found = self._con.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
            ).fetchall()
        return {name for (name,) in found}

    def fields(self, relation: str) -> list[Field]:
        with _said():
            found = self._con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        return [Field(row[0], row[1]) for row in found]

    def batches(
        self, relation: str, fields: Sequence[Field], names: Sequence[str], since: Since | None
    ) -> Iterator[RawBatch]:
        cells = ", ".join(_cell(field) for field in fields)
        first = 1
        with _said():
            rows = self._con.sql(f"SELECT {cells} FROM {relation}{_from(since)}")
            for piece in rows.to_arrow_reader(READ_ROWS):
                columns = [column.cast(pa.string()) for column in piece.columns]
                batch = batch_of(first, pa.Table.from_arrays(columns, names=list(names)))
                first += batch.rows
                yield batch

    def greatest(self, relation: str, column: Field) -> str:
        if not (_NUMBERS.fullmatch(column.kind) or _FINITE.fullmatch(column.kind)):
            raise no_order(column)
        name = quoted(column.name)
        finite = f" WHERE isfinite({name})" if _FINITE.fullmatch(column.kind) else ""
        with _said():
            ((value,),) = self._con.execute(f"SELECT CAST(max({name}) AS VARCHAR) FROM {relation}{finite}").fetchall()
        return value or ""


def _from(since: Since | None) -> str:
    if not (since and since.value):
        return ""
    name = quoted(since.column.name)
    value = "'" + since.value.replace("'", "''") + "'"
    return f" WHERE {name} >= CAST({value} AS {since.column.kind}) OR {name} IS NULL"


def _cell(field: Field) -> str:
    name, kind = quoted(field.name), field.kind
    if kind == "BLOB":
        return f"base64({name})"
    if kind.endswith("]") or kind.startswith(("STRUCT(", "MAP(", "UNION(")):
        return f"CAST(to_json({name}) AS VARCHAR)"
    if kind in ("FLOAT", "DOUBLE"):
        # a column of whole ids with gaps is often floating point; `12345.0` is nobody's id
        whole = f"{name} = trunc({name}) AND abs({name}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
    return f"CAST({name} AS VARCHAR)"


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except (duckdb.InterruptException, KeyboardInterrupt):
        raise
    except (duckdb.Error, pa.ArrowException, RuntimeError) as error:
        raise _failure(str(error)) from error


def _failure(text: str) -> Failure:
    reason = re.sub(r"^(\w+ )?Error: ", "", (text.strip().splitlines() or ["unknown"])[0])
    if "lock" in text and "Conflicting" in text:
        holder = re.search(r"\(PID (\d+)\)", text)
        who = f"another process ({holder[0][1:-1]})" if holder else "another process"
        return Failure(
            f"{who} has it open for writing",
            "DuckDB lets nobody read then: close it there, or import a copy of the file.",
        )
    if "newer version" in text or "storage version" in text.lower():
        return Failure(reason, "Upgrade Wayline, or export the table as Parquet with the program that wrote it.")
    if "extension" in text:
        return Failure(
            reason, "Nothing is fetched while importing: export these rows to a file that can be read as it is."
        )
    return Failure(reason)

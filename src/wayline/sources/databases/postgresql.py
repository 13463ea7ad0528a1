"""PostgreSQL: one read-only snapshot, a server-side cursor, every cell as the text that the server writes.

The driver is asked for only here. Passwords come from where they always come from: PGPASSWORD, the password file, a service file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wayline.findings import nearest
from wayline.sources.databases.rows import Cells, Failure, Field, Since, gathered, no_order, no_table, quoted
from wayline.sources.raw import RawBatch

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS = 10
FETCH_LETTERS = 4_000_000
FETCH_ROWS = 10_000

_SESSION = {
    "DateStyle": "ISO, YMD",
    "TimeZone": "UTC",
    "IntervalStyle": "iso_8601",
    "extra_float_digits": "1",
    "cursor_tuple_fraction": "1",
}
# a connection whose other end is gone must not wait for ever
_KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_TABLES = (
    "SELECT n.nspname, c.relname, pg_table_is_visible(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2"
)
_ORDERED = ("int2", "int4", "int8", "text", "varchar", "bpchar")
_FINITE = ("date", "timestamp", "timestamptz")
_FLOATING = ("float4", "float8", "numeric")


@contextmanager
def connected(target: str) -> Iterator[PostgreSql]:
    """The database at an address. Raises Failure."""
    try:
        import psycopg  # noqa: PLC0415  # only who reads PostgreSQL has it
    except ImportError as error:
        raise Failure("the driver for PostgreSQL is not installed", "pip install 'wayline[postgres]'") from error
    with _unreached():
        con = psycopg.connect(**_options(target))
    try:
        with _said():
            con.read_only = True
            con.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for name, value in _SESSION.items():
                con.execute("SELECT set_config(%s, %s, false)", (name, value))
        yield PostgreSql(con)
    finally:
        con.close()


def _options(target: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    given = {name: value for name, value in conninfo_to_dict(target).items() if value is not None}
    usual: dict[str, Any] = {"fallback_application_name": "wayline", **_KEPT_ALIVE}
    if "PGCONNECT_TIMEOUT" not in os.environ:
        usual["connect_timeout"] = CONNECT_SECONDS
    # a pooler between us and the server keeps no prepared statements
    return {**usual, **given, "client_encoding": "utf-8", "prepare_threshold": None}


class PostgreSql:
    """See `Database`."""

    def __init__(self, con: psycopg.Connection[Any]) -> None:
        self._con = con

    def tables(self) -> list[str]:
        return [name if is_visible else f"{schema}.{name}" for schema, name, is_visible in self._all(_TABLES)]

    def relation(self, table: str) -> str:
        found = self._all(_TABLES)
        same = [row for row in found if table in (f"{row[0]}.{row[1]}", row[1] if row[2] else None)]
        same = same or [row for row in found if table.lower() in (f"{row[0]}.{row[1]}".lower(), row[1].lower())]
        if len(same) != 1:
            names = [f"{schema}.{name}" for schema, name, _ in same] or self.tables()
            raise no_table(table, names, nearest(table, names))
        return f"{quoted(same[0][0])}.{quoted(same[0][1])}"

    def fields(self, relation: str) -> list[Field]:
        """With a parameter, so that the server takes one statement and no more."""
        with _said():
            cursor = self._con.execute(f"SELECT * FROM {relation.replace('%', '%%')} AS asked LIMIT %s", (0,))
            columns = [(column.name, column.type_code) for column in cursor.description or ()]
        kinds = {oid: kind for oid, *kind in self._all(
            "SELECT oid, typname, typtype::text, typcategory::text FROM pg_type WHERE oid = ANY(%s)", [oid for _, oid in columns]
        )}  # fmt: skip
        return [Field(name, _kind(*kinds.get(oid, ("text", "b", "S")))) for name, oid in columns]

    def batches(
        self, relation: str, fields: Sequence[Field], names: Sequence[str], since: Since | None
    ) -> Iterator[RawBatch]:
        with _said():
            yield from gathered(self._rows(relation, fields, since), names)

    def _rows(self, relation: str, fields: Sequence[Field], since: Since | None) -> Iterator[Cells]:
        aliases = ", ".join(f"c{at}" for at in range(len(fields)))
        cells = ", ".join(_cell(f"c{at}", field.kind) for at, field in enumerate(fields))
        query, values = f"SELECT {cells} FROM {relation.replace('%', '%%')} AS asked({aliases})", []
        if since and since.value:
            name = f"c{list(fields).index(since.column)}"
            query += f" WHERE {name} >= %s::{since.column.kind} OR {name} IS NULL"
            values = [since.value]
        with self._con.cursor("rows") as cursor:
            cursor.execute(query, values)
            size = 200
            while rows := cursor.fetchmany(size):
                yield from rows
                letters = sum(len(cell) for row in rows for cell in row if cell) // len(rows) + 1
                size = max(1, min(FETCH_ROWS, FETCH_LETTERS // letters))

    def greatest(self, relation: str, column: Field) -> str:
        if column.kind not in (*_ORDERED, *_FINITE, *_FLOATING):
            raise no_order(column)
        name = quoted(column.name)
        where = ""
        if column.kind in _FINITE:
            where = f" WHERE isfinite({name})"
        elif column.kind in _FLOATING:
            where = f" WHERE {name} < 'Infinity' AND {name} > '-Infinity'"
        if column.kind == "numeric" and self._con.info.server_version < 140000:
            where = f" WHERE {name} <> 'NaN'"
        found = self._all(f"SELECT max({name})::text FROM {relation.replace('%', '%%')} AS asked{where}")
        return found[0][0] or ""

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _said():
            return self._con.execute(query, values).fetchall()


def _kind(name: str, form: str, category: str) -> str:
    """The name of the type; `to_json` stands for what has parts."""
    return "to_json" if category == "A" or form in ("c", "p") else name


def _cell(column: str, kind: str) -> str:
    if kind == "to_json":
        return f"to_json({column})::text"
    if kind == "bytea":
        return f"translate(encode({column}, 'base64'), E'\\n', '')"
    return f"{column}::numeric::text" if kind == "money" else f"{column}::text"


@contextmanager
def _unreached() -> Iterator[None]:
    import psycopg  # noqa: PLC0415

    try:
        yield
    except psycopg.Error as error:
        reason = re.sub(r"\s+", " ", str(error)).strip().removeprefix("connection failed: ")
        raise Failure(f"it cannot be reached: {reason[:400]}", _advice(reason)) from error


def _advice(reason: str) -> str:
    if "password" in reason:
        return "The password is taken from PGPASSWORD, ~/.pgpass (PGPASSFILE) or a service file (PGSERVICEFILE)."
    if "does not exist" in reason:
        return "Is the name right? After the host comes the name of the database: postgresql://user@host/database"
    return "Is the address right, does the server run, and may this computer reach it?"


@contextmanager
def _said() -> Iterator[None]:
    import psycopg  # noqa: PLC0415

    try:
        yield
    except psycopg.Error as error:
        raise _failure(error) from error
    except UnicodeDecodeError as error:
        raise Failure(
            "it holds bytes that are no text in its own encoding", "Convert the columns in a --query."
        ) from error


def _failure(error: psycopg.Error) -> Failure:
    state = error.sqlstate or ""
    reason = error.diag.message_primary or re.sub(r"\s+", " ", str(error)).strip() or type(error).__name__
    hints = {
        "42501": "Ask for the right to SELECT from it.",
        "25006": "Only reading is possible: --query takes one SELECT.",
        "42601": "--query takes one SELECT statement.",
        "57014": "The server stopped the query: its statement_timeout is too short for all rows, or somebody cancelled it.",
        "40001": "The server needed the rows for its replication; import again, or from the primary server.",
    }
    if state.startswith(("57P", "08")) or not state:
        return Failure(f"the connection was lost: {reason}", "Import again when it is back.")
    return Failure(reason, hints.get(state, ""))

"""SQLite: cells carry their own types, so each becomes text by itself; blobs become base64."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from wayline.findings import nearest
from wayline.sources.databases.rows import Failure, Field, Since, gathered, no_table, quoted
from wayline.sources.raw import RawBatch

WAIT_SECONDS = 10
_OPCODES_BETWEEN_SIGNALS = 200_000


@contextmanager
def connected(path: str) -> Iterator[Sqlite]:
    """The database in a file, read only. Raises Failure."""
    with _said():
        con = sqlite3.connect(
            f"file:{quote(path)}?mode=ro", uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
    try:
        with _said():
            # Python sees Ctrl-C only between the steps of a long query
            con.set_progress_handler(lambda: 0, _OPCODES_BETWEEN_SIGNALS)
            con.text_factory = _text_of_bytes
            for pragma in ("query_only = 1", "trusted_schema = 0"):
                con.execute(f"PRAGMA {pragma}")
            con.execute("BEGIN")
        yield Sqlite(con)
    finally:
        con.close()


class Sqlite:
    """See `Database`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def tables(self) -> list[str]:
        with _said():
            found = self._con.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            )
            return [str(name) for (name,) in found]

    def relation(self, table: str) -> str:
        tables = self.tables()
        name = table if table in tables else table.removeprefix("main.")
        same = [one for one in tables if one == name] or [one for one in tables if one.lower() == name.lower()]
        if not same:
            raise no_table(table, tables, nearest(table, tables))
        return quoted(same[0])

    def fields(self, relation: str) -> list[Field]:
        with _said():
            found = self._con.execute(f"SELECT * FROM {relation} LIMIT 0").description
        return [Field(column[0], "") for column in found]

    def batches(
        self, relation: str, fields: Sequence[Field], names: Sequence[str], since: Since | None
    ) -> Iterator[RawBatch]:
        with _said():
            yield from gathered(self._rows(relation, fields, since), names, _text)

    def _rows(self, relation: str, fields: Sequence[Field], since: Since | None) -> Iterator[Sequence[object]]:
        # by name, since a table may have got a column since it was opened
        query, values = f"SELECT {', '.join(quoted(one.name) for one in fields)} FROM {relation}", list[object]()
        if since and since.value:
            column = quoted(since.column.name)
            query, values = f"{query} WHERE {column} >= ? OR {column} IS NULL", [json.loads(since.value)]
        yield from self._con.execute(query, values)

    def greatest(self, relation: str, column: Field) -> str:
        name = quoted(column.name)
        kinds = ("('text')", "('integer', 'real')", "('blob')")
        counts = ", ".join(f"coalesce(sum(typeof({name}) IN {kind}), 0)" for kind in kinds)
        finite = f"CASE WHEN typeof({name}) <> 'real' OR abs({name}) < 9e999 THEN {name} END"
        with _said():
            value, texts, numbers, blobs = self._con.execute(
                f"SELECT max({finite}), {counts} FROM {relation}"
            ).fetchone()
        if blobs or (texts and numbers):
            mixed = "bytes" if blobs else f"{texts:,} texts and {numbers:,} numbers"
            raise Failure(
                f"the column '{column.name}' holds {mixed}, which have no order",
                "--incremental takes a column whose values are all numbers, or all text that grows.",
            )
        return "" if value is None else json.dumps(value, ensure_ascii=False)


def _text_of_bytes(content: bytes) -> str:
    return content.decode(errors="replace")


def _text(cell: object) -> str:
    if isinstance(cell, bytes):
        return base64.b64encode(cell).decode()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return repr(cell)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise KeyboardInterrupt from error
        raise _failure(str(error)) from error
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _failure(str(error)) from error


def _failure(reason: str) -> Failure:
    hints = {
        "locked": f"Another program is writing to it, and did not finish within {WAIT_SECONDS} seconds. Try again.",
        "malformed": "The database is damaged: restore it from a copy.",
        "not a database": "The file is damaged or encrypted.",
        "disk I/O": "The database is damaged, or its disk is.",
        "unable to open": "May this user read the file and its folder?",
    }
    return Failure(reason, next((hint for part, hint in hints.items() if part in reason), ""))

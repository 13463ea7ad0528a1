"""The door of the databases: an address and what to read of it become a RawTable, as a file does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from wayline.errors import InputError
from wayline.findings import Finding, nearest
from wayline.sources.databases import duckdb_file, postgresql, sqlite
from wayline.sources.databases.address import Address
from wayline.sources.databases.ocel_tables import has_ocel_tables, open_ocel
from wayline.sources.databases.rows import Connect, Database, Failure, Field, Since, listed
from wayline.sources.header import column_names
from wayline.sources.raw import Progress, RawBatch, RawTable, ReadOptions
from wayline.sources.shapes import ocel

_ENGINES: dict[str, Callable[[str], Connect]] = {
    "sqlite": sqlite.connected,
    "duckdb": duckdb_file.connected,
    "postgresql": postgresql.connected,
}


@dataclass
class Bookmark:
    """How far a column has been read. `since` is asked when a reading begins; `reached` is known when it has ended.

    Both are text that only the database understands; "" is the beginning.
    """

    column: str
    since: Callable[[], str] = lambda: ""
    reached: str = ""


@dataclass
class DatabaseTable(RawTable):
    """A table or query of a database; with a bookmark where it is read incrementally."""

    bookmark: Bookmark | None = field(default=None)


def label_of(address: Address, read: ReadOptions, source: str = "") -> str:
    """The name under which roles and reports know what is read: `shop.orders`; of a query the source's name, else the database's."""
    parts = [address.name, read.table] if read.table else [source or address.name]
    return re.sub(r"[^\w.-]+", "-", ".".join(parts)).strip("-.") or "database"


def open_database(address: Address, read: ReadOptions, label: str) -> DatabaseTable:
    """Opens what `read` says: a table, a query, else the only table there is. Rows are read when they are asked for.

    Raises InputError: for a database that cannot be reached or read, a table, column or query that it refuses.
    """
    with _told(address), _ENGINES[address.engine](address.target) as database:
        if read.shape == ocel.SHAPE.name or (not (read.table or read.query) and has_ocel_tables(database)):
            return _ocel(address, database, read, label)
        relation = _relation(database, read)
        fields = database.fields(relation)
        names, findings = column_names(Path(address.shown), [one.name for one in fields])
    followed = _followed(read.incremental, dict(zip(names, fields, strict=True)))
    bookmark = Bookmark(read.incremental) if followed else None

    def reading(_progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
        since = bookmark.since() if bookmark else ""
        rows, empty = 0, 0
        with _told(address, lambda: rows), _ENGINES[address.engine](address.target) as database:
            asked = Since(followed, since) if followed else None
            for batch in database.batches(relation, fields, names, asked):
                rows += batch.rows
                empty += batch.table[bookmark.column].null_count if bookmark else 0
                yield batch
            if followed and bookmark:
                bookmark.reached = database.greatest(relation, followed) or since
        if not rows and not since:
            found.append(Finding("no-rows", "warning", f"{label} has columns and no rows"))
        if bookmark:
            found.extend(_of_bookmark(bookmark, since, empty))

    kept = replace(read, database=address.kept, decimal=".", header="yes")
    return DatabaseTable(Path(label), address.engine, names, kept, 0, reading, tuple(findings), bookmark)


def _relation(database: Database, read: ReadOptions) -> str:
    if read.table and read.query:
        raise Failure("both a table and a query were given", "Say --table or --query.")
    if read.query:
        return f"(\n{read.query.strip().rstrip(';')}\n)"
    if read.table:
        return database.relation(read.table)
    tables = database.tables()
    if len(tables) == 1:
        return database.relation(tables[0])
    raise Failure(
        f"it has {len(tables) or 'no'} tables: say which one" if tables else "it has no tables that can be read",
        f"--table NAME, or --query SQL. Tables: {listed(tables)}" if tables else "",
    )


def _followed(column: str, fields: dict[str, Field]) -> Field | None:
    if column and column not in fields:
        raise InputError(
            f"--incremental: there is no column '{column}'.{nearest(column, fields)}",
            hint=f"The columns are: {', '.join(fields)}",
        )
    return fields[column] if column else None


def _of_bookmark(bookmark: Bookmark, since: str, empty: int) -> Iterator[Finding]:
    column = bookmark.column
    begin = f"from {column} = {since} on" if since else "from the beginning"
    end = f", up to {bookmark.reached}" if bookmark.reached else ""
    yield Finding("incremental", "info", f"read {begin}{end}; rows that were there already are skipped")
    if empty:
        said = f"rows without {column}; they are read again every time, since nothing says whether they are new"
        yield Finding("incremental-empty", "warning", said, count=empty)


def _ocel(address: Address, database: Database, read: ReadOptions, label: str) -> DatabaseTable:
    if read.incremental:
        raise Failure("an OCEL log is read whole", "Leave --incremental out.")

    @contextmanager
    def connected() -> Iterator[Database]:
        with _told(address), _ENGINES[address.engine](address.target) as opened:
            yield opened

    columns, reading = open_ocel(database, connected)
    kept = replace(read, database=address.kept, shape=ocel.SHAPE.name, decimal=".", header="yes")
    return DatabaseTable(Path(label), address.engine, columns, kept, 0, reading)


@contextmanager
def _told(address: Address, rows: Callable[[], int] = lambda: 0) -> Iterator[None]:
    """Failures as errors that say which database it was and how far it was read, and no password."""
    try:
        yield
    except Failure as failure:
        place = f"after {rows():,} rows: " if rows() else ""
        hint = f"Nothing was loaded. {failure.hint}".strip() if rows() else failure.hint
        raise InputError(
            address.hushed(f"{address.shown}: {place}{failure.message}"), hint=address.hushed(hint)
        ) from None

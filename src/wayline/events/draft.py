"""The next version of the event log while it is being written: parts, then the Delta logs, then the pointer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from wayline.events import delta
from wayline.events.part_writer import Written, write_without
from wayline.events.pointer import Part, Pointer, TableState, sync_folder, write_pointer
from wayline.events.tables import TABLES, count, literal, quoted

_ROW_GROUP = 122_880
_GROUPS_A_PART = 16  # parts of at most 1,966,080 rows
_SMALL = _ROW_GROUP * _GROUPS_A_PART // 4
MOST_SMALL = 32  # so many small parts of a table are left as they are


class Draft:
    """Collects what a writer adds or rewrites. Nothing of it holds before `commit`; `recover` takes away what never came to hold."""

    def __init__(self, folder: Path, before: Pointer, staging: Path) -> None:
        self.folder = folder
        self.before = before
        self.version = before.version + 1
        self._staging = staging
        self._counters = dict(before.counters)
        self._bookmarks = {source: dict(marks) for source, marks in before.bookmarks.items()}
        self._appended: dict[str, list[Part]] = {}
        self._rewritten: dict[str, list[Part]] = {}
        self._retired: tuple[str, ...] = ()

    def peek(self, counter: str, first: int = 1) -> int:
        """The next free number of a counter."""
        return self._counters.get(counter, first)

    def take(self, counter: str, count: int, first: int = 1) -> int:
        """Uses up `count` numbers of a counter and returns the first of them. A number is never given twice."""
        start = self.peek(counter, first)
        self._counters[counter] = start + count
        return start

    def put_bookmark(self, source: str, key: str, reached: str) -> None:
        """Remembers how far a source was read; it holds with this version."""
        if reached:
            self._bookmarks.setdefault(source, {})[key] = reached

    def drop_bookmarks(self, gone: Callable[[str, str], bool]) -> None:
        """Forgets the bookmarks of which `gone(source, reached)` holds: the next reading begins at the beginning."""
        for source, marks in list(self._bookmarks.items()):
            left = {key: reached for key, reached in marks.items() if not gone(source, reached)}
            self._bookmarks[source] = left
            if not left:
                del self._bookmarks[source]

    @property
    def has_new_bookmarks(self) -> bool:
        return self._bookmarks != self.before.bookmarks

    def append(self, con: duckdb.DuckDBPyConnection, table: str, query: str) -> int:
        """Writes the rows of `query`, in its order, as new parts of a table; returns how many."""
        folder = self._folder_of(table)
        parts = self.write(con, table, query, folder)
        if parts:
            self._appended.setdefault(table, []).extend(parts)
        return sum(part.rows for part in parts)

    def place(self, table: str, written: Sequence[Written]) -> None:
        """Adds parts that were written already."""
        folder = self._folder_of(table)
        for one in written:
            self._appended.setdefault(table, []).append(self._settled(one, folder))

    def _settled(self, written: Written, folder: Path) -> Part:
        part = Part(self._part_name(), written.rows, written.path.stat().st_size, written.first, written.last)
        self._settle(written.path, folder / part.name)
        return part

    def write(self, con: duckdb.DuckDBPyConnection, table: str, query: str, folder: Path) -> list[Part]:
        """Parquet files in `folder` with the rows of `query`, sorted as it is, each whole before it gets its name."""
        target = self._staging / f"{table}-parts"
        target.mkdir()
        typed = ", ".join(f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in TABLES[table].items())
        con.execute(
            f"COPY (SELECT {typed} FROM ({query})) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd,"
            f" ROW_GROUP_SIZE {_ROW_GROUP}, ROW_GROUPS_PER_FILE {_GROUPS_A_PART}, FILENAME_PATTERN 'part-{{i}}')"
        )
        written = sorted(target.glob("*.parquet"), key=lambda path: int(path.stem.removeprefix("part-")))
        parts = [self._placed(con, table, path, folder) for path in written]
        target.rmdir()
        return [part for part in parts if part.rows]

    def _placed(self, con: duckdb.DuckDBPyConnection, table: str, path: Path, folder: Path) -> Part:
        measured = "min(occurred_at), max(occurred_at)" if table == "events" else "NULL, NULL"
        ((rows, first, last),) = con.execute(
            f"SELECT count(*), {measured} FROM read_parquet({literal(str(path))})"
        ).fetchall()
        name = self._part_name()
        if rows == 0:
            path.unlink()
            return Part(name, 0, 0)
        size = path.stat().st_size
        self._settle(path, folder / name)
        return Part(name, rows, size, first, last)

    def _part_name(self) -> str:
        return f"part-{self.version:06d}-{self.take('part', 1):08d}.parquet"

    def _settle(self, path: Path, target: Path) -> None:
        """Gives a file its name once it lies whole on the disk."""
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(target)

    def rewrite(self, con: duckdb.DuckDBPyConnection, table: str, gone: str) -> int:
        """Leaves out the rows for which the SQL condition `gone` holds; returns how many. Parts without any are taken over as they are."""
        state = self.before.tables.get(table)
        found = [self._gone(con, state, part, gone) for part in state.parts] if state else []
        if state is None or not any(found):
            return 0
        folder = self._table_folder(self._folder_name(table))
        old = self._table_folder(state.folder)
        parts: list[Part] = []
        for part, rows in zip(state.parts, found, strict=True):
            if rows:
                parts += self._without(con, table, old / part.name, gone, folder)
            else:
                _take_over(old / part.name, folder / part.name)
                parts.append(part)
        self._rewritten[table] = parts
        return sum(found)

    def _without(self, con: duckdb.DuckDBPyConnection, table: str, path: Path, gone: str, folder: Path) -> list[Part]:
        if table != "events":
            return self.write(con, table, _remaining(path, gone), folder)
        found = con.sql(f"SELECT file_row_number AS place FROM {_numbered(path)} WHERE {gone} ORDER BY place")
        written = write_without(path, found.to_arrow_table()["place"].to_numpy(), self._staging, path.stem)
        return [self._settled(one, folder) for one in written]

    def compact(self, con: duckdb.DuckDBPyConnection, table: str, order: str) -> bool:
        """Merges the small parts of a table where many loads left many; what is appended comes after. Rows stay what they are.

        The folder from before stays until the next version, for those who read it now.
        """
        state = self.before.tables.get(table)
        small = [part for part in state.parts if part.rows < _SMALL] if state else []
        if state is None or len(small) <= MOST_SMALL:
            return False
        old, folder = self._table_folder(state.folder), self._table_folder(self._folder_name(table))
        kept = [part for part in state.parts if part.rows >= _SMALL]
        for part in kept:
            _take_over(old / part.name, folder / part.name)
        paths = ", ".join(literal(str(old / part.name)) for part in small)
        merged = self.write(con, table, f"SELECT * FROM read_parquet([{paths}]) ORDER BY {order}", folder)
        self._rewritten[table] = [*kept, *merged]
        self._retired = (*self._retired, state.folder)
        return True

    def replace(self, con: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
        """Makes the rows of `query` all there is in a table."""
        self._rewritten[table] = self.write(con, table, query, self._table_folder(self._folder_name(table)))

    def _gone(self, con: duckdb.DuckDBPyConnection, state: TableState, part: Part, gone: str) -> int:
        path = self._table_folder(state.folder) / part.name
        return count(con, f"read_parquet({literal(str(path))}) WHERE {gone}")

    def commit(self) -> Pointer:
        """Registers the parts in their Delta logs and makes the new version hold. Returns the pointer that holds now."""
        tables = dict(self.before.tables)
        for table, parts in self._rewritten.items():
            tables.pop(table, None)
            if parts:
                tables[table] = self._registered(table, None, parts)
        for table, parts in self._appended.items():
            tables[table] = self._registered(table, tables.get(table), parts)
        after = replace(
            self.before,
            version=self.version,
            counters=self._counters,
            tables=tables,
            retired=self._retired,
            bookmarks=self._bookmarks,
        )
        write_pointer(self.folder, after)
        return after

    def _registered(self, table: str, state: TableState | None, parts: list[Part]) -> TableState:
        name = state.folder if state else self._folder_name(table)
        folder = self._table_folder(name)
        sync_folder(folder)
        version = delta.append(folder, table, parts) if state else delta.create(folder, table, parts)
        return TableState(name, version, (*(state.parts if state else ()), *parts))

    def _folder_of(self, table: str) -> Path:
        """Where the parts of a table are added."""
        state = None if table in self._rewritten else self.before.tables.get(table)
        return self._table_folder(state.folder if state else self._folder_name(table))

    def _folder_name(self, table: str) -> str:
        return f"{table}-{self.version}"

    def _table_folder(self, name: str) -> Path:
        folder = self.folder / "tables" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _remaining(path: Path, gone: str) -> str:
    return f"SELECT * FROM {_numbered(path)} WHERE NOT coalesce({gone}, false) ORDER BY file_row_number"


def _numbered(path: Path) -> str:
    return f"(SELECT * FROM read_parquet({literal(str(path))}, file_row_number = true))"


def _take_over(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copy2(path, target)


def recover(folder: Path, pointer: Pointer) -> None:
    """Takes away what a writer left that ended before its version came to hold; needs the writer's lock.

    Raises OSError where a file cannot be removed.
    """
    _remove_leftovers(folder)
    tables = folder / "tables"
    holding = {state.folder: state for state in pointer.tables.values()}
    for found in sorted(tables.iterdir()) if tables.is_dir() else []:
        state = holding.get(found.name)
        if found.name in pointer.retired:
            continue
        if state is None:
            shutil.rmtree(found)
        else:
            _settle(found, state)


def _settle(folder: Path, state: TableState) -> None:
    held = {part.name for part in state.parts}
    strangers = [path for path in folder.glob("*.parquet") if path.name not in held]
    if not strangers:
        return
    if delta.part_names(folder) != held:
        delta.restore(folder, state.delta)
    for path in strangers:
        path.unlink()


def _remove_leftovers(folder: Path) -> None:
    (folder / "current.json.new").unlink(missing_ok=True)
    for found in folder.glob("staging-*"):
        shutil.rmtree(found, ignore_errors=True)
    for found in folder.glob("spill-*"):
        if not _is_alive(found.name.removeprefix("spill-")):
            shutil.rmtree(found, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    """A reader's spill files are its own while it runs."""
    if not pid.isdigit() or os.name == "nt":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

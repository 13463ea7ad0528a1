"""One version of the event log as a reader sees it: the Parquet parts of every table and the SQL that reads them."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from wayline.events.connection import in_memory
from wayline.events.pointer import Part, TableState
from wayline.events.tables import TABLES, column_list, empty_select, literal


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One file of one load. Times are µs since the epoch, UTC; `first` and `last` are the range of `occurred_at`, None where there is none."""

    load: int
    version: int
    source: int
    source_name: str
    table: str
    file: str
    content: str
    rows: int
    accepted: int
    rejected: int
    skipped: int
    identical: int
    clock: str
    zone: str
    traits: tuple[str, ...]
    first: int | None
    last: int | None
    roles: str
    received_at: int


_LOAD_COLUMNS = (
    *(
        "load",
        "version",
        "source",
        "source_name",
        "table",
        "file",
        "content",
        "rows",
        "accepted",
        "rejected",
        "skipped",
    ),
    *("identical", "clock", "zone", "traits", "from", "until", "roles", "received_at"),
)


@dataclass(frozen=True)
class Snapshot:
    """A version of the event log, unchanged whatever is loaded meanwhile. After an erasure its files are gone: open a new one."""

    folder: Path
    version: int
    tables: Mapping[str, TableState]

    @property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """The Parquet files of every table that has rows, in the order in which they were written."""
        return {name: tuple(self.path(name, part) for part in state.parts) for name, state in self.tables.items()}

    def parts(self, table: str) -> tuple[Part, ...]:
        """The parts of a table; those of `events` are sorted by (occurred_at, arrival) and know their range of time."""
        state = self.tables.get(table)
        return state.parts if state else ()

    def path(self, table: str, part: Part) -> Path:
        return self.folder / "tables" / self.tables[table].folder / part.name

    def rows(self, table: str) -> int:
        """Rows of a table as they lie on disk, replaced versions included."""
        return sum(part.rows for part in self.parts(table))

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection in memory, its zone UTC, that spills inside the event log's folder."""
        con = in_memory()
        con.execute(f"SET temp_directory = {literal(str(self.folder / f'spill-{os.getpid()}'))}")
        return con

    def relation(self, table: str, relative_to: Path | None = None) -> str:
        """SQL in parentheses that selects every column and row of a table; paths are absolute unless `relative_to` is given."""
        if table not in TABLES:
            raise KeyError(table)
        return self._of(table, self.parts(table), relative_to)

    def later(self, table: str, parts: Collection[str], load: int) -> str:
        """As `relation`, of the rows that loads after `load` brought. `parts`: names of parts that are known to have none of them."""
        others = [part for part in self.parts(table) if part.name not in parts]
        return f"(SELECT * FROM {self._of(table, others)} WHERE load > {load})"

    def _of(self, table: str, parts: Sequence[Part], relative_to: Path | None = None) -> str:
        if not parts:
            return f"({empty_select(table)})"
        paths = ", ".join(literal(self._shown(table, part, relative_to)) for part in parts)
        return f"(SELECT {column_list(TABLES[table])} FROM read_parquet([{paths}], hive_partitioning = false))"

    def _shown(self, table: str, part: Part, relative_to: Path | None) -> str:
        path = self.path(table, part)
        return Path(os.path.relpath(path, relative_to)).as_posix() if relative_to else str(path)

    def current(self, table: str, *, known_at: int | None = None, relative_to: Path | None = None) -> str:
        """As `relation`, without what was received after `known_at` (µs) and without rows that a later load corrected by then."""
        source = self.relation(table, relative_to)
        known = f"received_at <= {known_at}" if known_at is not None else ""
        if table == "voice":
            where = f" WHERE {known}" if known else ""
            return f"(SELECT * FROM {source}{where} QUALIFY row_number() OVER (PARTITION BY arrival ORDER BY load DESC) = 1)"
        conditions = [f"e.{known}"] if known else []
        if table == "events" and self.parts("superseded"):
            later = "s.arrival = e.arrival AND s.load > e.load" + (f" AND s.{known}" if known else "")
            conditions.append(f"NOT EXISTS (SELECT 1 FROM {self.relation('superseded', relative_to)} s WHERE {later})")
        return f"(SELECT * FROM {source} e WHERE {' AND '.join(conditions)})" if conditions else source

    def loads(self, con: duckdb.DuckDBPyConnection | None = None) -> list[LoadRow]:
        """Every file that was loaded and is still in the log, oldest first. `con` spares opening a connection."""
        if con is None:
            with self.connect() as own:
                return self.loads(own)
        query = f"SELECT {column_list(_LOAD_COLUMNS)} FROM {self.relation('loads')} ORDER BY load"
        return [_load_row(list(row)) for row in con.execute(query).fetchall()]


def _load_row(cells: list[Any]) -> LoadRow:
    place = _LOAD_COLUMNS.index("traits")
    cells[place] = tuple(json.loads(cells[place] or "[]"))
    return LoadRow(*cells)

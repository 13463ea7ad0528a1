"""What a reader hands over is first written to temporary Parquet, so that a load of any size keeps its memory flat."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wayline.events.lock import Progress
from wayline.events.part_writer import Written
from wayline.events.stage import REJECTED, STAGES
from wayline.events.tables import literal
from wayline.findings import Finding


class Chunk(Protocol):
    """Some rows of a file: `rows` of them, cut into stage tables by name; those that were rejected; what was noticed."""

    @property
    def rows(self) -> int: ...
    @property
    def tables(self) -> dict[str, pa.Table]: ...
    @property
    def rejected(self) -> pa.Table: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...


class Reached(Protocol):
    """How far a source was read; known when its last chunk was handed over."""

    @property
    def reached(self) -> str: ...


@dataclass(frozen=True)
class Incoming:
    """One file to load. `content` is the digest of its bytes and roles, `clock` "time" or "position", `traits` the columns that roles declare.

    `bookmark` is for a source that is read from where the last load ended, `bookmark_key` tells it from others of the source.
    """

    source: str
    table: str
    file: str
    content: str
    clock: str
    zone: str
    traits: Sequence[str]
    roles_json: str
    chunks: Iterable[Chunk]
    bookmark: Reached | None = None
    bookmark_key: str = ""


@dataclass
class StagedFile:
    """What is known of one file after reading it. `no` numbers the files of a load."""

    incoming: Incoming
    no: int
    rows: int = 0
    rejected: int = 0
    findings: list[Finding] = field(default_factory=list)
    parts: list[Written] | None = None  # of a file whose events are written already
    identical: int = 0

    @property
    def first(self) -> int | None:
        """The first time of events that are written already."""
        return self.parts[0].first if self.parts else None

    @property
    def last(self) -> int | None:
        return self.parts[-1].last if self.parts else None


class Staging:
    """The folder of temporary Parquet of one writer, and which columns of which stage table are filled at all."""

    def __init__(self, log_folder: Path) -> None:
        self.folder = log_folder / f"staging-{os.getpid()}"
        self.folder.mkdir(parents=True)
        self.files: list[StagedFile] = []
        self.written = 0  # events that need no staging any more
        self.rows = dict.fromkeys([*STAGES, "rejected"], 0)
        self._filled: dict[str, set[str]] = {name: set() for name in STAGES}
        self._paths: dict[str, list[Path]] = {name: [] for name in [*STAGES, "rejected"]}

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def filled(self, stage: str, column: str) -> bool:
        """Whether any row of a stage table has a value in a column."""
        return column in self._filled[stage]

    def relation(self, stage: str) -> str:
        """SQL that selects a stage table with `file_no` and `pos`, the position over all files of the load, counted from 0."""
        paths = self._paths[stage]
        if not paths:
            schema = REJECTED if stage == "rejected" else STAGES[stage]
            columns = ", ".join(f'CAST(NULL AS {_sql_type(column.type)}) AS "{column.name}"' for column in schema)
            return f"(SELECT CAST(NULL AS INTEGER) AS file_no, CAST(NULL AS BIGINT) AS pos, {columns} WHERE false)"
        listed = ", ".join(literal(str(path)) for path in paths)
        return f"(SELECT * FROM read_parquet([{listed}], hive_partitioning = false))"

    def add(self, incoming: Incoming, *, progress: Progress | None = None) -> StagedFile:
        """Reads one file to its end."""
        file = self.begin(incoming)
        for chunk in incoming.chunks:
            for stage, table in chunk.tables.items():
                if table.num_rows:
                    self._write(stage, file.no, _in_row_order(table.select(STAGES[stage].names).cast(STAGES[stage])))
            self.note(file, chunk, progress)
        return file

    def begin(self, incoming: Incoming) -> StagedFile:
        """A file that is about to be read."""
        file = StagedFile(incoming, len(self.files))
        self.files.append(file)
        return file

    def keep(self, file: StagedFile, parts: list[Written]) -> None:
        """Takes over the events of a file that are written already."""
        file.parts = parts
        self.written += sum(part.rows for part in parts)

    def written_events(self) -> str:
        """SQL that selects the events that are written already, empty text without any."""
        paths = [literal(str(part.path)) for file in self.files for part in file.parts or ()]
        return f"(SELECT * FROM read_parquet([{', '.join(paths)}]))" if paths else ""

    def mark(self) -> tuple[int, int, int]:
        """A place to go back to, as long as no stage but `rejected` is filled."""
        return len(self.files), self.rows["rejected"], len(self._paths["rejected"])

    def back_to(self, mark: tuple[int, int, int]) -> None:
        """Forgets the files that came after a mark."""
        files, self.rows["rejected"], paths = mark
        for file in self.files[files:]:
            for path in self.folder.glob(f"ordered-{file.no}-*.parquet"):
                path.unlink()
        del self.files[files:], self._paths["rejected"][paths:]

    def note(self, file: StagedFile, chunk: Chunk, progress: Progress | None) -> None:
        """Counts the rows of a chunk, and keeps those that were rejected and what was noticed."""
        file.rows += chunk.rows
        file.findings.extend(chunk.findings)
        if progress:
            progress(f"{file.incoming.file}: {file.rows:,} rows read")
        if chunk.rejected.num_rows:
            file.rejected += len(pc.unique(chunk.rejected["row"]))
            self._write("rejected", file.no, chunk.rejected.select(REJECTED.names).cast(REJECTED))

    def _write(self, stage: str, file_no: int, table: pa.Table) -> None:
        first, size = self.rows[stage], table.num_rows
        if stage in STAGES:
            self._filled[stage].update(name for name in table.column_names if table[name].null_count < size)
        placed = table.add_column(0, "pos", pa.arange(first, first + size))
        placed = placed.add_column(0, "file_no", pa.repeat(pa.scalar(file_no, pa.int32()), size))
        path = self.folder / f"{stage}-{len(self._paths[stage])}.parquet"
        dictionary = [name for name in placed.column_names if name not in _UNIQUE]
        pq.write_table(placed, path, compression="lz4", use_dictionary=dictionary, row_group_size=122_880)
        self.rows[stage] += size
        self._paths[stage].append(path)


_UNIQUE = {"pos", "row", "row_hash", "event_id", "properties", "occurred_at"}


def _sql_type(kind: pa.DataType) -> str:
    return {"int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN"}.get(str(kind), "VARCHAR")


def _in_row_order(table: pa.Table) -> pa.Table:
    """SQL that cut the rows may have shuffled them; the order of the file is the order of arrival."""
    keys = [name for name in ("row", "k_in_row") if name in table.column_names]
    rows = table["row"]
    ordered = table.num_rows < 2 or pc.all(pc.less(rows.slice(0, len(rows) - 1), rows.slice(1))).as_py()
    return table if ordered else table.sort_by([(key, "ascending") for key in keys])

"""Event rows in their final order, written to parts of bounded size while more are made ready."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wayline.events.tables import TABLES

GROUP_ROWS = 122_880
PART_ROWS = 16 * GROUP_ROWS
_TYPES = {"INTEGER": pa.int32(), "BIGINT": pa.int64(), "VARCHAR": pa.string(), "DOUBLE": pa.float64()}
EVENTS = pa.schema([pa.field(name, _TYPES[kind]) for name, kind in TABLES["events"].items()])
_UNIQUE = {"arrival", "occurred_at", "amount", "event_id", "properties"}
_REPEATING = [name for name in EVENTS.names if name not in _UNIQUE]
# the bytes of an id stand in no statistics: only numbers have them
_MEASURED = [field.name for field in EVENTS if pa.types.is_integer(field.type)]


@dataclass(frozen=True, slots=True)
class Written:
    """A part that is not yet in its place. `first` and `last` are the range of `occurred_at`."""

    path: Path
    rows: int
    first: int
    last: int


class PartWriter:
    """Writes on a thread of its own, at most one row group behind."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._pool = ThreadPoolExecutor(1, "parts")
        self._pending: Future[None] | None = None
        self._held: list[pa.Table] = []
        self._size = 0
        self._file: pq.ParquetWriter | None = None
        self._rows, self._first, self._last = 0, 0, 0
        self.parts: list[Written] = []

    def __enter__(self) -> Self:
        return self

    def write(self, rows: pa.Table) -> None:
        """Adds rows; raises what went wrong with earlier ones."""
        self._held.append(rows)
        self._size += rows.num_rows
        while self._size >= GROUP_ROWS:
            self._submit(GROUP_ROWS)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                if self._size:
                    self._submit(self._size)
                self._wait()
                self._close()
        finally:
            self._pool.shutdown(cancel_futures=True)
            if self._file is not None:
                with suppress(OSError):
                    self._file.close()
                self._file = None

    def _submit(self, count: int) -> None:
        held = pa.concat_tables(self._held)
        group, rest = held.slice(0, count), held.slice(count)
        self._held, self._size = [rest] if rest.num_rows else [], rest.num_rows
        self._wait()
        self._pending = self._pool.submit(self._write_group, group)

    def _wait(self) -> None:
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending.result()

    def _write_group(self, group: pa.Table) -> None:
        if self._rows + group.num_rows > PART_ROWS:
            self._close()
        if self._file is None:
            self._first = group["occurred_at"][0].as_py()
            self._file = pq.ParquetWriter(
                self._path(), EVENTS, compression="zstd", compression_level=1, use_dictionary=_REPEATING, write_statistics=_MEASURED
            )  # fmt: skip
        self._file.write_table(group, row_group_size=GROUP_ROWS)
        self._rows += group.num_rows
        self._last = group["occurred_at"][-1].as_py()

    def _path(self) -> Path:
        return self._folder / f"{self._name}-{len(self.parts)}.parquet"

    def _close(self) -> None:
        if self._file is None:
            return
        file, self._file = self._file, None
        file.close()
        self.parts.append(Written(self._path(), self._rows, self._first, self._last))
        self._rows = 0


def write_without(path: Path, gone: NDArray[np.int64], folder: Path, name: str) -> list[Written]:
    """Parts in `folder` with the rows of a part, in their order, but those at the places `gone` (from 0, rising)."""
    with PartWriter(folder, name) as writer, pq.ParquetFile(path) as part:
        first = 0
        for group in range(part.num_row_groups):
            rows = part.read_row_group(group, columns=EVENTS.names).select(EVENTS.names).cast(EVENTS)
            inside = gone[np.searchsorted(gone, first) : np.searchsorted(gone, first + rows.num_rows)] - first
            first += rows.num_rows
            if len(inside):
                stays = np.ones(rows.num_rows, np.bool_)
                stays[inside] = False
                rows = rows.filter(pa.array(stays))
            if rows.num_rows:
                writer.write(rows)
    return writer.parts

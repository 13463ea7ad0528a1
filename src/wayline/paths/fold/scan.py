"""What the fold reads: batches of coded events as arrays, and the entries of every subject in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import one_of
from wayline.paths.fold.entries import Entries, place, put_in_order, settle, tally
from wayline.paths.fold.shape import Ints, Selectors

BATCH = 1 << 20
BUFFER = "64MB"
Columns = tuple[NDArray[Any], ...]


def slot_of(unit: str) -> str:
    """SQL for the place of a subject in arrays by subject: its code; sessions have negative ones too, and take turns with them."""
    if unit == "session":
        return "CASE WHEN subject >= 0 THEN 2 * CAST(subject AS BIGINT) ELSE -2 * CAST(subject AS BIGINT) - 1 END"
    return "CAST(subject AS BIGINT)"


def codes_of(slots: Ints, unit: str) -> Ints:
    """The codes of the subjects at these places."""
    return np.where(slots & 1, -(slots >> 1) - 1, slots >> 1) if unit == "session" else slots


def batches(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Columns]:
    """The rows of a query, a million at a time, as arrays without nulls that cannot be written to."""
    con.execute(f"SET streaming_buffer_size = '{BUFFER}'")
    for batch in con.sql(sql).to_arrow_reader(BATCH):
        if batch.num_rows:
            yield tuple(_locked(column.to_numpy(zero_copy_only=False)) for column in batch.columns)


def nothing(kind: type[np.generic]) -> NDArray[Any]:
    """No values; a kernel that gets them is the one that gets a batch."""
    return _locked(np.empty(0, dtype=kind))


def _locked(column: NDArray[Any]) -> NDArray[Any]:
    column.flags.writeable = False
    return column


def entries(con: duckdb.DuckDBPyConnection, unit: str, asked: Selectors, *, filtered: bool) -> tuple[Entries, Ints]:
    """The touches of each subject, and the subjects' slots. `filtered`: selectors ask more of an event than its name.

    Reads the queries `walked` and `candidates`.
    """
    codes = np.flatnonzero(np.diff(asked.first)).tolist()
    columns = f"{slot_of(unit)}, occurred_at, arrival, event"
    sql = (
        f"SELECT {columns}, selector FROM candidates"
        if filtered
        else f"SELECT {columns} FROM walked WHERE {one_of('event', codes)} AND subject IS NOT NULL"
    )
    read: list[Columns] = []
    counts = np.zeros(1 << 12, dtype=np.int64)
    for batch in batches(con, sql):
        columns_read = batch if filtered else (*batch, nothing(np.int32))
        counts = with_room(counts, int(batch[0].max()) + 1)
        tally(columns_read[0], columns_read[3], columns_read[4], asked, counts)
        read.append(columns_read)
    slots = np.flatnonzero(counts)
    found = _placed(read, counts, slots, asked)
    put_in_order(found)
    first = np.empty(len(found.first), dtype=np.int64)
    settle(found, asked, _steps(asked), first)
    end = int(first[-1])
    return Entries(first, *(column[:end] for column in found[1:])), slots


def _steps(asked: Selectors) -> int:
    """As many places as any `within` may look at."""
    return int(max(asked.within_of.max(initial=-1), asked.element.max(initial=-1))) + 1


def _placed(read: list[Columns], counts: Ints, slots: Ints, asked: Selectors) -> Entries:
    first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts[slots])])
    length = int(first[-1])
    into = Entries(
        first,
        np.empty(length, dtype=np.int64),
        np.empty(length, dtype=np.int64),
        np.empty(length, dtype=np.int32),
        np.empty(length, dtype=np.int32),
    )
    counts[slots] = first[:-1]
    read.reverse()
    while read:  # a batch is let go as soon as it is copied
        place(*read.pop(), asked, counts, into)
    return into


def with_room(column: NDArray[Any], length: int) -> NDArray[Any]:
    """The array, or a longer copy that is zero at its end."""
    if length <= len(column):
        return column
    longer = np.zeros(max(length, 2 * len(column)), dtype=column.dtype)
    longer[: len(column)] = column
    return longer

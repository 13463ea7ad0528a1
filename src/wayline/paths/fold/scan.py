"""What the fold reads: batches of coded events as arrays. Loads no compiler: reading begins while that is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from wayline.bindings.conditions import Names, event_codes, residual
from wayline.bindings.match import Bound
from wayline.bindings.sql_text import one_of
from wayline.paths.fold.shape import Ints

BATCH = 1 << 18
BUFFER = "16MB"
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
    """The rows of a query, a quarter of a million at a time, as arrays without nulls that cannot be written to."""
    con.execute(f"SET streaming_buffer_size = '{BUFFER}'")
    for batch in con.sql(sql).to_arrow_reader(BATCH):
        if batch.num_rows:
            yield tuple(_locked(column.to_numpy(zero_copy_only=False)) for column in batch.columns)


def candidates(
    con: duckdb.DuckDBPyConnection, unit: str, bounds: tuple[Bound, ...], names: Names, only: str = "TRUE"
) -> list[Columns]:
    """Events that a selector lets through before `nth` and `within`: slot, occurred_at, arrival, event, selector.

    No selectors where each asks of an event its name alone. Reads the queries `walked` and `candidates`. `only`: a condition on
    the subject.
    """
    columns = f"{slot_of(unit)}, occurred_at, arrival, event"
    if any(asks_of_the_event(bound, names) for bound in bounds):
        return list(batches(con, f"SELECT {columns}, selector FROM candidates WHERE {only}"))
    codes = {code for bound in bounds for code in event_codes(bound.selector, names)}
    named = f"SELECT {columns} FROM walked WHERE {one_of('event', codes)} AND subject IS NOT NULL AND {only}"
    return [(*batch, nothing(np.int32)) for batch in batches(con, named)]


def asks_of_the_event(bound: Bound, names: Names) -> bool:
    """Whether a selector asks more of an event than its name."""
    return bool(bound.selector.segment) or residual(bound.selector, names, {}) != "TRUE"


def nothing(kind: type[np.generic]) -> NDArray[Any]:
    """No values; a kernel that gets them is the one that gets a batch."""
    return _locked(np.empty(0, dtype=kind))


def _locked(column: NDArray[Any]) -> NDArray[Any]:
    column.flags.writeable = False
    return column


def with_room(column: NDArray[Any], length: int) -> NDArray[Any]:
    """The array, or a longer copy that is zero at its end."""
    if length <= len(column):
        return column
    longer = np.zeros(max(length, 2 * len(column)), dtype=column.dtype)
    longer[: len(column)] = column
    return longer

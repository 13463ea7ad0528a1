"""What every database gives: rows of text as batches, and failures in words before anybody knows where they happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from wayline.sources.json_text import json_text
from wayline.sources.raw import LONGEST_RAW, BrokenRow, RawBatch

FIRST_ROWS = 10_000
"""Rows of the first batch: as many as a proposal looks at, so that a sample reads no more."""

BATCH_ROWS = 100_000
BATCH_BYTES = 32 << 20
FIRST_BLOCK = 200
BLOCK_ROWS = 10_000
BLOCK_BYTES = 4 << 20

Cells = Sequence[str | None]
_PLAIN = {str, type(None)}


@dataclass
class Failure(Exception):  # noqa: N818  # it becomes an InputError where the database is known
    """What a database refused or could not do."""

    message: str
    hint: str = ""

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the database knows it: its own name, and its type in the database's words."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Since:
    """Rows whose column holds at least `value` (as text, see `Database.greatest`), or nothing. No value: all rows."""

    column: Field
    value: str = ""


class Database(Protocol):
    """An open database inside one read-only snapshot. All methods raise Failure."""

    def tables(self) -> list[str]:
        """Names of tables and views that can be read, as `relation` takes them."""
        ...

    def relation(self, table: str) -> str:
        """SQL that stands for a table behind FROM."""
        ...

    def fields(self, relation: str) -> list[Field]:
        """The columns of what stands behind FROM."""
        ...

    def batches(
        self, relation: str, fields: Sequence[Field], names: Sequence[str], since: Since | None
    ) -> Iterator[RawBatch]:
        """All rows as text, one pass."""
        ...

    def greatest(self, relation: str, column: Field) -> str:
        """The greatest finite value of a column as text that `Since` takes; "" for none. For types without an order a Failure."""
        ...


Connect = AbstractContextManager[Database]


def no_order(column: Field) -> Failure:
    """Why a column of such a type cannot be followed."""
    return Failure(
        f"the column '{column.name}' is of type {column.kind}, whose values do not grow",
        "--incremental takes a column with numbers, times or text that grows with every new row.",
    )


def no_table(table: str, tables: Sequence[str], near: str) -> Failure:
    """Why a table cannot be read, with those that can."""
    return Failure(f"there is no table '{table}'.{near}", f"Tables: {listed(tables)}")


def listed(tables: Sequence[str]) -> str:
    """Some names of tables in words."""
    more = f" and {len(tables) - 30} more" if len(tables) > 30 else ""
    return ", ".join(tables[:30]) + more if tables else "none"


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def gathered(
    rows: Iterable[Sequence[object]], names: Sequence[str], text: Callable[[object], str] = str
) -> Iterator[RawBatch]:
    """Rows as batches, bounded by rows and by bytes. `text` is for cells that are neither text nor None."""
    left, first, most, size = iter(rows), 1, FIRST_ROWS, FIRST_BLOCK
    held: list[pa.Table] = []
    while block := list(islice(left, size)):
        held.append(_table(block, names, text))
        length = sum(table.num_rows for table in held)
        size = max(1, min(most - length, BLOCK_BYTES * len(block) // max(1, held[-1].nbytes), BLOCK_ROWS))
        if length >= most or sum(table.nbytes for table in held) >= BATCH_BYTES:
            yield batch_of(first, pa.concat_tables(held))
            first, most, held, size = first + length, BATCH_ROWS, [], min(BLOCK_ROWS, size * 10)
    if held:
        yield batch_of(first, pa.concat_tables(held))


def _table(rows: list[Sequence[object]], names: Sequence[str], text: Callable[[object], str]) -> pa.Table:
    columns = [_column(column, text) for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays(columns, names=list(names))


def _column(cells: tuple[object, ...], text: Callable[[object], str]) -> pa.Array:
    if not set(map(type, cells)) <= _PLAIN:
        cells = tuple(cell if cell is None or isinstance(cell, str) else text(cell) for cell in cells)
    return pa.array(cells, pa.string())


def batch_of(first_row: int, table: pa.Table) -> RawBatch:
    """A batch without the rows that hold NUL characters, which no text has; those are told beside it."""
    bad = [pc.fill_null(pc.match_substring(column, "\0"), False) for column in table.columns]
    if not any(pc.any(one).as_py() for one in bad):
        return RawBatch(first_row, table)
    mask = bad[0]
    for one in bad[1:]:
        mask = pc.or_(mask, one)
    broken = tuple(
        BrokenRow(
            first_row + at,
            None,
            "nul-byte",
            "the row holds NUL characters, which no text has",
            json_text({name: cell for name, cell in row.items() if cell is not None})[:LONGEST_RAW],
        )
        for at, row in ((at, table.slice(at, 1).to_pylist()[0]) for at, is_bad in enumerate(mask.to_pylist()) if is_bad)
    )
    return RawBatch(first_row, table.filter(pc.invert(mask)), broken)

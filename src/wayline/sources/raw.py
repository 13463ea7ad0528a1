"""A file read as a table of cells: what every reader returns, before anyone says what a column means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from wayline.findings import Finding

Progress = Callable[[int, int], None]
"""Called with the bytes of the file read so far and the bytes it has."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a text file is cut into cells. `""` and `()` mean: not given, detect it.

    `header` is `yes` or `no`; `quote` is one character, or `none`. `dates`, `zone` and `missing` are carried for the roles.
    `sheet` is the sheet of a workbook. `shape` names a layout of `sources/shapes/` whose columns are added to those of the file; none by itself.
    The last four are of databases: which one it was, a table or a query in it, and the column that tells which rows are new.
    """

    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    dates: str = ""
    zone: str = ""
    missing: tuple[str, ...] = ()
    quote: str = ""
    header: str = ""
    sheet: str = ""
    shape: str = ""
    database: str = ""
    table: str = ""
    query: str = ""
    incremental: str = ""


DETECT = ReadOptions()
"""Nothing given: everything is detected."""


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that could not be cut into cells. `row` counts data rows from 1; `line` is the physical line, None if unknown."""

    row: int
    line: int | None
    rule: str
    message: str
    raw: str


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Neighbouring rows of a file: the whole ones in `table`, the others in `broken`, both in file order.

    The row numbers of `table` are those from `first_row` on without the broken ones; see `row_numbers`.
    `lines` is the physical line at which each row of `table` begins, None where unknown.
    """

    first_row: int
    table: pa.Table
    broken: tuple[BrokenRow, ...] = ()
    lines: pa.Array | None = None

    @property
    def rows(self) -> int:
        """Rows of the file that this batch stands for."""
        return int(self.table.num_rows) + len(self.broken)

    def row_numbers(self) -> pa.Array:
        """The 1-based row in the file of each row of `table` (int64)."""
        numbers = pa.arange(self.first_row, self.first_row + self.rows)
        if not self.broken:
            return numbers
        missing = pa.array([broken.row for broken in self.broken], pa.int64())
        return numbers.filter(pc.invert(pc.is_in(numbers, missing)))


LONGEST_RAW = 2000
"""Characters of a broken row that are kept; a longer one is cut."""

Reading = Callable[[Progress, list[Finding]], Iterator[RawBatch]]
"""One pass over the file from its first row; what it finds on the way is appended to the list."""


@dataclass
class RawTable:
    """An open file: its columns, how it is read, and its rows as often as they are asked for.

    `findings` holds what was assumed on opening; a complete pass of `batches` adds what it repaired or rejected.
    """

    path: Path
    format: str
    columns: tuple[str, ...]
    read: ReadOptions
    bytes_total: int
    reading: Reading = field(repr=False)
    opening: tuple[Finding, ...] = ()
    findings: list[Finding] = field(init=False)

    def __post_init__(self) -> None:
        self.findings = list(self.opening)

    def batches(self, *, progress: Progress | None = None) -> Iterator[RawBatch]:
        """All rows in file order, some hundred thousand at a time. Raises InputError where the file is damaged.

        An error can come after batches were handed out: whoever stores them keeps none of them then.
        """
        found: list[Finding] = []
        yield from self.reading(progress or _unseen, found)
        self.findings = [*self.opening, *found]

    def sample(self, n: int = 2000) -> pa.Table:
        """The first whole rows, at most `n`."""
        taken: list[pa.Table] = []
        wanted = n
        for batch in self.reading(_unseen, []):
            taken.append(batch.table.slice(0, wanted))
            wanted -= taken[-1].num_rows
            if wanted <= 0:
                break
        if not taken:
            return pa.table({name: pa.array([], pa.string()) for name in self.columns})
        return pa.concat_tables(taken)


def _unseen(done: int, total: int) -> None:
    """Progress that nobody watches."""

"""What a known layout is, and a table with the columns that it adds to those of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.header import refuse_duplicates
from wayline.sources.json_text import Fault, decoder, json_text
from wayline.sources.raw import LONGEST_RAW, BrokenRow, Progress, RawBatch, RawTable
from wayline.sources.role_model import Milestone, Moment, TableKind, Value

Cell = str | None
Row = Mapping[str, Cell]
Derived = Mapping[str, Cell] | Fault
NOTHING: Mapping[str, Cell] = {}


def added_nothing(_row: Row) -> Derived:
    """For layouts whose own columns suffice."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Shape:
    """A layout. `needs`: columns that a table of it has; `hint`: what its first bytes hold; `looks`: whether sample rows are of it.

    `adds` are columns that `derive` fills from the cells of a row; a Fault rejects the row. `wrapped` are the keys under which a JSON object
    holds a list of rows; `flatten` takes the rows out of a whole document. `renamed` names the columns of a table without header.
    Roles name columns; those that the table lacks are left out.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    hint: re.Pattern[bytes]
    looks: Callable[[Sequence[Row]], bool] = lambda _rows: True
    adds: tuple[str, ...] = ()
    derive: Callable[[Row], Derived] = added_nothing
    wrapped: tuple[str, ...] = ()
    flatten: Callable[[dict[str, object]], Iterator[dict[str, object]]] | None = None
    renamed: tuple[str, ...] = ()
    zone: str = ""
    table: TableKind = "events"
    values: Mapping[str, Value | str] = field(default_factory=dict)
    times: Mapping[str, Moment] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    traits: tuple[str, ...] | None = None
    assumed: tuple[str, ...] = ()

    def fits(self, raw: RawTable) -> bool:
        """Whether the open table is of this layout."""
        if not set(self.needs) <= set(raw.columns):
            return False
        rows = raw.sample(50).to_pylist()
        return bool(rows) and self.looks(rows)


def renamed(raw: RawTable, shape: Shape) -> RawTable:
    """A table without header with the names that the layout gives its columns. Raises InputError where their number is another."""
    if len(raw.columns) != len(shape.renamed):
        raise InputError(
            f"{raw.path} has {len(raw.columns)} columns, {shape.title} have {len(shape.renamed)}",
            hint='Say read: {delimiter: "\\t", quote: none, header: no} and what the columns mean.',
        )

    def reading(progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
        for batch in raw.reading(progress, found):
            yield replace(batch, table=batch.table.rename_columns(list(shape.renamed)))

    unnamed = tuple(finding for finding in raw.opening if finding.rule != "unnamed-column")
    return replace(raw, columns=shape.renamed, reading=reading, opening=unnamed)


def shaped(raw: RawTable, shape: Shape) -> RawTable:
    """The table with the columns of the layout behind its own. Raises InputError where a column of the file has the name of one."""
    columns = (*raw.columns, *shape.adds)
    refuse_duplicates(raw.path, columns)
    if not shape.adds:
        return replace(raw, read=replace(raw.read, shape=shape.name))
    return replace(
        raw,
        columns=columns,
        read=replace(raw.read, shape=shape.name),
        reading=lambda progress, found: _batches(raw, shape, progress, found),
    )


def _batches(raw: RawTable, shape: Shape, progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
    for batch in raw.reading(progress, found):
        yield _with_columns(batch, shape)


def _with_columns(batch: RawBatch, shape: Shape) -> RawBatch:
    rows = batch.table.to_pylist()
    derived = [shape.derive(row) for row in rows]
    faults = {at: one for at, one in enumerate(derived) if isinstance(one, Fault)}
    whole = [one for one in derived if not isinstance(one, Fault)]
    table, lines, broken = batch.table, batch.lines, list(batch.broken)
    if faults:
        numbers = batch.row_numbers()
        for at, fault in faults.items():
            line = lines[at].as_py() if lines is not None else None
            broken.append(
                BrokenRow(numbers[at].as_py(), line, fault.rule, fault.message, json_text(rows[at])[:LONGEST_RAW])
            )
        mask = pa.array([at not in faults for at in range(len(rows))])
        table, lines = table.filter(mask), lines.filter(mask) if lines is not None else None
    for name in shape.adds:
        table = table.append_column(name, pa.array([one.get(name) for one in whole], pa.string()))
    return RawBatch(batch.first_row, table, tuple(sorted(broken, key=lambda row: row.row)), lines)


def inner(cell: object) -> dict[str, object]:
    """The object that a cell holds as JSON text; an empty one where it holds none."""
    if isinstance(cell, dict):
        return cell
    if not isinstance(cell, str) or not cell.lstrip().startswith("{"):
        return {}
    try:
        value = decoder.decode(cell)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def listed(cell: object) -> list[object]:
    """The list that a cell holds as JSON text; an empty one where it holds none."""
    if isinstance(cell, list):
        return cell
    if not isinstance(cell, str) or not cell.lstrip().startswith("["):
        return []
    try:
        value = decoder.decode(cell)
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []


def text_at(value: object, *path: str) -> Cell:
    """The text at a path of keys; None where nothing, or nothing but a list or object, is there. Blank text is nothing."""
    for key in path:
        value = inner(value).get(key)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) and value.strip() else None


def first(*cells: Cell) -> Cell:
    """The first cell that holds something."""
    return next((cell for cell in cells if cell), None)

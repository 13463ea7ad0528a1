"""XLSX workbooks: one sheet as a table of text. Stored values are read, never formulas; numbers and dates as they would be typed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wayline.errors import InputError
from wayline.findings import Finding, nearest
from wayline.sources.byte_stream import ByteStream
from wayline.sources.header import column_names, has_header
from wayline.sources.raw import Progress, RawBatch, RawTable, ReadOptions
from wayline.workbook import Limits, Seen, check, reading

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

BATCH_CELLS = 2_000_000
MOST_BYTES = 400_000_000
LIMITS = Limits(1_048_576, 16_384, 20_000_000, 20_000_000, 2_000_000_000, "table")
LOOKED_AT = 50
"""Filled rows among which the header is looked for."""

_EXACT = 10**15  # a spreadsheet keeps fifteen digits

Row = list[str]


@dataclass
class _Grid:
    """The filled rows of one sheet as text, each with its row number in the sheet. Merged cells that run down are filled down."""

    sheet: CalamineSheet
    long_numbers: int = 0
    filled: int = 0
    empty: int = 0
    _below: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shift = (self.sheet.start or (0, 0))[1]
        for (top, left), (bottom, _right) in self.sheet.merged_cell_ranges or []:
            for row in range(top + 1, min(bottom, self.sheet.total_height) + 1):
                self._below[row, left - shift] = (top, left - shift)

    def rows(self) -> Iterator[tuple[int, Row]]:
        tops = dict.fromkeys(self._below.values(), "")
        for number, cells in enumerate(self.sheet.iter_rows()):
            row = [self._text(cell) for cell in cells]
            if not any(row):
                self.empty += bool(self.filled)
                continue
            if tops:
                self._fill(number, row, tops)
            yield number + 1, row

    def _fill(self, number: int, row: Row, tops: dict[tuple[int, int], str]) -> None:
        for column, cell in enumerate(row):
            if (number, column) in tops:
                tops[number, column] = cell
            elif not cell and (top := self._below.get((number, column))):
                row[column] = tops[top]
                self.filled += 1

    def _text(self, cell: Any) -> str:
        if isinstance(cell, float):
            return self._number(cell)
        return _plain(cell)

    def _number(self, value: float) -> str:
        self.long_numbers += abs(value) >= _EXACT and value.is_integer()
        return str(int(value)) if value.is_integer() and abs(value) < 1e22 else repr(value)


def _plain(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _duration(cell)
    return "" if cell is None else str(cell)


def _duration(span: timedelta) -> str:
    """Hours, minutes and seconds, as a spreadsheet shows a duration: `30:00:00`."""
    sign, size = ("-", -span) if span < timedelta() else ("", span)
    seconds = size.days * 86400 + size.seconds
    fraction = f".{size.microseconds:06}".rstrip("0") if size.microseconds else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which sheet is read, where its rows begin (row number in the sheet), and the columns that are taken, by position."""

    stream: ByteStream
    sheet: str
    first: int
    taken: tuple[int, ...]
    columns: tuple[str, ...]


def open_xlsx(stream: ByteStream, read: ReadOptions) -> RawTable:
    """Opens one sheet: the one that `read.sheet` names, else the first that holds anything.

    Raises InputError for what is no workbook, for an unknown sheet (with those that are there), for one without rows, and for a header that
    looks like data.
    """
    if stream.size > MOST_BYTES:
        raise InputError(
            f"{stream.path} is a workbook of {stream.size // 1_000_000} MB; at most {MOST_BYTES // 1_000_000} MB are read",
            hint="Export the sheet as CSV and import that file.",
        )
    content = _content(stream)
    seen = check(content, str(stream.path), LIMITS)
    with reading(str(stream.path)), closing(_book(content)) as book:
        name, chosen = _chosen(stream, book, read.sheet)
        layout, found = _layout(stream, name, book.get_sheet_by_name(name), read)
    return RawTable(
        stream.path,
        "xlsx",
        layout.columns,
        replace(read, sheet=name, decimal="."),
        stream.size,
        lambda progress, findings: _batches(layout, progress, findings),
        (*chosen, *found, *_unread(seen)),
    )


def _content(stream: ByteStream) -> bytes:
    return b"".join(stream.chunks(lambda _done, _total: None))


def _book(content: bytes) -> CalamineWorkbook:
    # heavy, and needed for this format only
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _chosen(stream: ByteStream, book: CalamineWorkbook, asked: str) -> tuple[str, list[Finding]]:
    """The sheet to read, and what is said of the others."""
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415

    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    filled = [name for name in _worksheets(book) if book.get_sheet_by_name(name).end is not None]
    listed = ", ".join(f"{name} (hidden)" if name in hidden else name for name in filled)
    if asked and asked not in filled:
        what = "is empty" if asked in book.sheet_names else "is not there"
        raise InputError(
            f"{stream.path}: the sheet '{asked}' {what}.{nearest(asked, filled)}", hint=f"Sheets with cells: {listed}"
        )
    if not filled:
        raise InputError(
            f"{stream.path} is a workbook without a filled cell", hint="Expected a sheet with a header row."
        )
    name = asked or next((name for name in filled if name not in hidden), filled[0])
    if len(filled) == 1:
        return name, []
    others = tuple(other for other in filled if other != name)
    message = f"the sheet '{name}' was read; to read another say read: {{sheet: NAME}}. The workbook holds: {listed}"
    return name, [Finding("sheet", "info", message, examples=others[:5])]


def _worksheets(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum  # noqa: PLC0415

    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


def _layout(stream: ByteStream, name: str, sheet: CalamineSheet, read: ReadOptions) -> tuple[_Layout, list[Finding]]:
    rows = []
    for row in _Grid(sheet).rows():
        rows.append(row)
        if len(rows) == LOOKED_AT:
            break
    at = 0 if read.header else _header_at([cells for _, cells in rows])
    number = rows[at][0]
    taken = _taken(sheet, number, [cells for _, cells in rows[at:]])
    shown = [[cells[place] for place in taken] for _, cells in rows[at:]]
    named = has_header(stream.path, shown[0], shown[1:], read.header)
    names, found = column_names(stream.path, shown[0] if named else [""] * len(taken))
    found = found if named else []
    if at:
        above = tuple(" ".join(filter(None, cells))[:80] for _, cells in rows[:at])
        message = f"row {number} of the sheet was taken for the header; the rows above it are no data"
        found.append(Finding("rows-above-header", "info", message, count=at, examples=above[:3]))
    return _Layout(stream, name, number + 1 if named else number, taken, names), found


def _taken(sheet: CalamineSheet, header: int, rows: Sequence[Row]) -> tuple[int, ...]:
    """The positions of columns with a name or a cell; where the first rows show none, the whole sheet is looked at."""
    there = {place for row in rows for place, cell in enumerate(row) if cell}
    missing = set(range(len(rows[0]))) - there
    for number, row in _Grid(sheet).rows() if missing else ():
        filled = {place for place in missing if row[place] and number > header}
        there, missing = there | filled, missing - filled
    return tuple(sorted(there))


def _header_at(rows: Sequence[Row]) -> int:
    """The first row with nearly as many names as the widest one has cells: titles above a table fill one or two."""
    widths = [sum(map(bool, row)) for row in rows]
    wanted = max(widths) * 0.6
    return next(at for at, width in enumerate(widths) if width >= wanted)


def _unread(seen: Seen) -> list[Finding]:
    found = []
    if seen.unstored:
        message = "formulas without a stored value are missing cells; open the workbook in a spreadsheet and save it to have them"
        found.append(Finding("formula-without-value", "warning", message, count=seen.unstored))
    if seen.errors:
        message = "cells of the workbook hold an error such as #N/A and are missing cells"
        found.append(Finding("formula-error", "warning", message, count=seen.errors))
    return found


def _batches(layout: _Layout, progress: Progress, found: list[Finding]) -> Iterator[RawBatch]:
    stream = layout.stream
    content = _content(stream)
    limit = max(1, BATCH_CELLS // max(1, len(layout.columns)))
    held: list[tuple[int, Row]] = []
    row = 1
    with reading(str(stream.path)), closing(_book(content)) as book:
        grid = _Grid(book.get_sheet_by_name(layout.sheet))
        height = max(1, grid.sheet.total_height)
        for number, cells in grid.rows():
            if number < layout.first:
                continue
            held.append((number, cells))
            if len(held) >= limit:
                yield _batch(layout, row, held)
                row, held = row + len(held), []
                progress(stream.size * number // height, stream.size)
    if held:
        yield _batch(layout, row, held)
    progress(stream.size, stream.size)
    found.extend(_said(grid, row + len(held) == 1, layout))


def _batch(layout: _Layout, row: int, held: list[tuple[int, Row]]) -> RawBatch:
    arrays = [pa.array([cells[place] or None for _, cells in held], pa.string()) for place in layout.taken]
    table = pa.Table.from_arrays(arrays, names=list(layout.columns))
    return RawBatch(row, table, (), pa.array([number for number, _ in held], pa.int64()))


def _said(grid: _Grid, is_empty: bool, layout: _Layout) -> Iterator[Finding]:
    if is_empty:
        yield Finding(
            "no-rows", "warning", f"the sheet '{layout.sheet}' of {layout.stream.path} has a header and no rows"
        )
    if grid.filled:
        message = "cells below the first of a merged cell hold its value too"
        yield Finding("merged-cells", "info", message, count=grid.filled)
    if grid.long_numbers:
        message = (
            "whole numbers of more than fifteen digits, of which spreadsheets keep fifteen: ids belong into text cells"
        )
        yield Finding("long-number", "warning", message, count=grid.long_numbers)

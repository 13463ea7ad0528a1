"""XLSX workbooks: the visible sheets as rows of text, with merged cells filled in. Stored values are read, never formulas."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from wayline.files.foreign.converted import note
from wayline.findings import Finding
from wayline.workbook import Limits, check, reading, unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_ROWS, MOST_COLUMNS = 5_000, 2_000
MOST_CELLS = 400_000
_LIMITS = Limits(MOST_ROWS, MOST_COLUMNS, MOST_ROWS * MOST_COLUMNS, 1_000_000, 30_000_000, "map")


def sheets(content: bytes, path: str = "") -> tuple[dict[str, list[list[str]]], list[Finding]]:
    """(sheet name → rows of text, what was passed over). Raises InputError for what is no workbook, or too large a one."""
    # heavy, and needed for this format only
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415

    check(content, path, _LIMITS)
    notes: list[Finding] = []
    found: dict[str, list[list[str]]] = {}
    with reading(path):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                notes.append(note("lost", f"the hidden sheet '{meta.name}'"))
                continue
            found[meta.name] = _rows(book.get_sheet_by_name(meta.name), path)
    return {name: rows for name, rows in found.items() if any(map(any, rows))}, notes


def _rows(sheet: CalamineSheet, path: str) -> list[list[str]]:
    height, width = sheet.total_height, sheet.total_width
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_CELLS:
        raise unreadable(path, f"the sheet '{sheet.name}' has {height:,} × {width:,} cells; this is no map")
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        _fill(rows, top, left, bottom, right)
    return rows


def _fill(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """A merged cell that runs across holds its value in each of its columns; one that runs down only at its top."""
    if bottom > top or top >= len(rows) or left >= len(rows[top]):
        return
    for column in range(left, min(right + 1, len(rows[top]))):
        rows[top][column] = rows[top][left]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)

"""Cells of CSV text: parted, and written so that no spreadsheet runs them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from wayline.files.foreign.converted import unreadable

DELIMITERS = (",", ";", "\t", "|")
MOST_CELLS = 400_000
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
_GUARDED = re.compile(r"^'(?=[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def safe_cell(text: str) -> str:
    """Text as a cell that no spreadsheet runs: an apostrophe stands before what would begin a formula.

    >>> safe_cell("=1+1"), safe_cell("a = b"), bare_cell("'=1+1")
    ("'=1+1", 'a = b', '=1+1')
    """
    return f"'{text}" if _FORMULA.search(text) or _GUARDED.search(text) else text


def bare_cell(text: str) -> str:
    """The text of a cell without that apostrophe."""
    return text[1:] if _GUARDED.search(text) else text


def csv_text(rows: Sequence[Sequence[str | float | None]]) -> str:
    """Rows as CSV with commas; texts are made safe, numbers stay numbers."""
    held = io.StringIO()
    out = csv.writer(held, lineterminator="\n")
    for row in rows:
        out.writerow(
            [safe_cell(cell) if isinstance(cell, str) else "" if cell is None else f"{cell:g}" for cell in row]
        )
    return held.getvalue()


def csv_rows(text: str, path: str = "") -> list[list[str]]:
    """The cells of a CSV text, row by row; the delimiter is the one that parts the first lines most evenly. Raises InputError."""
    body = text.removeprefix("\ufeff").replace("\x00", "")
    told = re.match(r"sep=(.)\r?\n", body)
    delimiter = told[1] if told else _delimiter(body)
    reader = csv.reader(io.StringIO(body[told.end() :] if told else body, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MOST_CELLS:
                raise unreadable(path, f"more than {MOST_CELLS:,} cells; this is no map", line=reader.line_num)
            rows.append([bare_cell(cell) for cell in row])
    except csv.Error as problem:
        raise unreadable(path, f"not a table: {problem}", line=reader.line_num) from None
    return rows


def _delimiter(text: str) -> str:
    """The delimiter that most records share, told from the first lines."""
    best, most = ",", 0
    for delimiter in DELIMITERS:
        try:
            rows = list(_first(text, delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        common = max(set(widths), key=widths.count, default=1)
        score = widths.count(common) * (common - 1)
        if score > most:
            best, most = delimiter, score
    return best


def _first(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter)
    return [row for _, row in zip(range(30), reader, strict=False)]

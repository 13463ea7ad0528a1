"""The first line of a table: whether it names the columns, and what the names are once trimmed, complete and distinct."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.records import Record

MOST_COLUMNS = 16_384
_KINDS = (
    re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?"),  # a date or time
    re.compile(r"[-+]?(\d+[.,]\d+|\d{5,})"),  # a number that is no year, count or question number
    re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),  # a mail address
    re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}"),  # a UUID or an MD5
)
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def has_header(path: Path, first: Sequence[str], rows: Sequence[Sequence[str]], given: str) -> bool:
    """Whether the first line names columns, as `given` (`yes`, `no`) says or it looks. Raises InputError if it looks like data."""
    if given not in ("", "yes", "no"):
        raise InputError(f"header is '{given}', expected yes or no", hint="Leave it out to have it detected.")
    if given:
        return given == "yes"
    sign = _sign_of_data([cell.strip() for cell in first], [row for row in rows if row != first])
    if sign:
        raise InputError(
            f"{path} seems to have no header: {sign}",
            hint="Add a line with the names of the columns, or say read: {header: no} to call them 'column 1', 'column 2' …, "
            "or read: {header: yes} if these are the names.",
        )
    return True


def _sign_of_data(first: list[str], rows: Sequence[Sequence[str]]) -> str:
    columns = [[row[at].strip() for row in rows if at < len(row)] for at in range(len(first))]
    for at, (cell, below) in enumerate(zip(first, columns, strict=True)):
        kind = next((kind for kind in _KINDS if kind.fullmatch(cell)), None)
        if kind and all(kind.fullmatch(other) for other in below if other):
            return f"cell {at + 1} of the first line is '{cell}', and so look the lines after it"
    if all(_NUMBER.fullmatch(cell) for cell in first):
        return f"the first line holds numbers only: {', '.join(first[:5])}"
    again = [cell for cell, below in zip(first, columns, strict=True) if cell and cell in below]
    if len(again) >= max(2, len(first) / 2):
        return f"'{again[0]}' and '{again[1]}' of the first line come again in the same columns below"
    return ""


def refuse_ragged(path: Path, first: Record, rows: Sequence[Record], line: int) -> None:
    """Raises InputError where none of at least three rows after the first has as many cells as it: then it is no header.

    `line` is the one with which the lines of the records begin.
    """
    wanted = len(first.cells or ())
    widths = [len(row.cells or ()) for row in rows]
    if len(rows) < 3 or wanted in widths:
        return
    shown = rows[0].raw.decode().strip()[:80]
    raise InputError(
        f"{path} has {wanted} columns in its first line, but {widths[0]} cells in line {line + rows[0].line}: {shown}",
        hint="Take away the lines above the header, or say how cells are separated: read: {delimiter: …}. "
        "If the header is right and all these rows are broken, say read: {header: yes}",
    )


def column_names(path: Path, header: Sequence[str]) -> tuple[tuple[str, ...], list[Finding]]:
    """Names for the cells of a header. Raises InputError where two columns have one name, or there are too many."""
    if len(header) > MOST_COLUMNS:
        raise InputError(
            f"{path} has {len(header)} columns, at most {MOST_COLUMNS} are read", hint="Is this the right file?"
        )
    if any("\0" in name for name in header):
        raise InputError(f"{path} has NUL bytes in its column names", hint="Is the file whole, and is it a table?")
    trimmed = [name.strip() for name in header]
    names = tuple(name or f"column {position}" for position, name in enumerate(trimmed, 1))
    refuse_duplicates(path, names)
    return names, [*_spaces(header, trimmed), *_unnamed(trimmed)]


def refuse_duplicates(path: Path, names: tuple[str, ...]) -> None:
    """Raises InputError where two columns have one name."""
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, 1):
        places.setdefault(name, []).append(position)
    twice = {name: at for name, at in places.items() if len(at) > 1}
    if twice:
        named = "; ".join(f"'{name}' at columns {', '.join(map(str, at))}" for name, at in list(twice.items())[:5])
        raise InputError(
            f"{path} has the same column name more than once: {named}", hint="Rename them in the header line."
        )


def _spaces(header: Sequence[str], trimmed: Sequence[str]) -> list[Finding]:
    changed = tuple(after for before, after in zip(header, trimmed, strict=True) if before != after)
    if not changed:
        return []
    message = f"spaces around column names were taken off: {', '.join(changed[:5])}"
    return [Finding("header-spaces", "info", message, count=len(changed), examples=changed[:5])]


def _unnamed(trimmed: Sequence[str]) -> list[Finding]:
    places = [position for position, name in enumerate(trimmed, 1) if not name]
    if not places:
        return []
    named = ", ".join(f"'column {position}'" for position in places[:5])
    return [Finding("unnamed-column", "warning", f"columns without a name are called {named}", count=len(places))]

"""How a delimited text is written, told from its first records: delimiter, quote, header line, decimal sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.header import has_header, refuse_ragged
from wayline.sources.raw import ReadOptions
from wayline.sources.records import Grammar, Record, line_ends

DELIMITERS = ("\t", ";", "|", ",")
"""Where several fit as well, the first: a comma is also a decimal sign and common in text."""

DELIMITER_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_SAMPLED = 256 << 10
_ROWS = 200
# Spreadsheets write empty rows as lines of delimiters alone.
_EMPTY_LINES = re.compile(rb"(?:[ \t,;|]*(?:\r\n?|\n))*")
_TOLD = re.compile(rb'"?sep=([^\r\n"])"?(?:\r\n?|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`names` are the column names as they stand; data begin `skipped` bytes into the UTF-8 text, on line `first_line`."""

    grammar: Grammar
    names: tuple[str, ...]
    header: str
    decimal: str
    skipped: int
    first_line: int
    findings: tuple[Finding, ...]


def find_dialect(path: Path, text: bytes, read: ReadOptions, *, whole: bool) -> Dialect:
    """Decides what `read` leaves open. `text` is the start of the file, or (`whole`) all of it.

    Raises InputError where no header can be read, or where only the person who knows the file can decide.
    """
    start, told = _beginning(text)
    quote = b"" if read.quote == "none" else _one_byte(read.quote or '"', "quote")
    sampled, all_sampled = text[start : start + _SAMPLED], whole and len(text) - start <= _SAMPLED
    delimiter = read.delimiter or told or _delimiter(sampled, quote, whole=all_sampled)
    grammar = Grammar(_one_byte(delimiter, "delimiter"), quote)
    rows = _records(sampled, grammar, whole=all_sampled)
    first = rows[0] if rows else _long_record(path, text[start:], grammar, whole=whole)
    if first.cells is None:
        raise InputError(f"{path} begins with a quote that is never closed", hint=_QUOTE_ADVICE)
    cells = [_texts(row) for row in rows[1:] if row.cells is not None]
    header = has_header(path, _texts(first), cells, read.header)
    data = start + len(first.raw) if header else start
    if not read.header:
        refuse_ragged(path, first, rows[1:], line_ends(text[:start]) + 1)
    names = tuple(_texts(first)) if header else tuple(f"column {n}" for n in range(1, len(first.cells) + 1))
    decimal = read.decimal or _decimal(cells)
    findings = _assumed(read, delimiter, decimal, told=bool(told))
    return Dialect(grammar, names, "yes" if header else "no", decimal, data, line_ends(text[:data]) + 1, findings)


_QUOTE_ADVICE = "Close the quote, or say that quotes are ordinary characters: read: {quote: none}"


def _beginning(text: bytes) -> tuple[int, str]:
    """Where the first record starts, and the delimiter that a line `sep=;`, written for Excel, tells."""
    start = _blank(text, 0)
    told = _TOLD.match(text, start)
    return (_blank(text, told.end()), told[1].decode("utf-8", "replace")) if told else (start, "")


def _blank(text: bytes, position: int) -> int:
    found = _EMPTY_LINES.match(text, position)
    return found.end() if found else position


def _one_byte(character: str, what: str) -> bytes:
    character = {"\\t": "\t", "tab": "\t"}.get(character, character)
    if len(character.encode("utf-8", "replace")) != 1 or character in "\r\n\0":
        raise InputError(
            f"the {what} '{character}' is not one plain character", hint="Known delimiters: , ; | and tab."
        )
    return character.encode()


def _texts(record: Record) -> list[str]:
    return [cell.decode() for cell in record.cells or ()]


def _records(text: bytes, grammar: Grammar, *, whole: bool) -> list[Record]:
    end, _ = grammar.complete(text, last=whole)
    return list(islice(grammar.cut(text[:end]), _ROWS))


def _long_record(path: Path, text: bytes, grammar: Grammar, *, whole: bool) -> Record:
    records = _records(text, grammar, whole=whole)
    if records:
        return records[0]
    if not text.strip():
        raise InputError(
            f"{path} holds nothing but empty lines", hint="Expected a line with the names of the columns, then rows."
        )
    raise InputError(
        f"{path} has a first line of more than {len(text)} bytes",
        hint="Expected a line with the names of the columns; is it a table?",
    )


def _delimiter(text: bytes, quote: bytes, *, whole: bool) -> str:
    """The delimiter under which most records have as many cells as the first; with equal shares the most cells win."""
    fits = {}
    for delimiter in DELIMITERS:
        records = _records(text, Grammar(delimiter.encode(), quote), whole=whole)
        widths = [len(record.cells or ()) for record in records]
        if widths and widths[0] > 1:
            fits[delimiter] = (round(Counter(widths)[widths[0]] / len(widths), 1), widths[0])
    return max(fits, key=lambda delimiter: fits[delimiter], default=",")


_COMMA_NUMBER = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),(\d{1,2}|\d{4,})")
_POINT_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)\.(\d{1,2}|\d{4,})")


def _decimal(rows: Sequence[Sequence[str]]) -> str:
    cells = [cell.strip() for row in rows for cell in row]
    commas = sum(bool(_COMMA_NUMBER.fullmatch(cell)) for cell in cells)
    points = sum(bool(_POINT_NUMBER.fullmatch(cell)) for cell in cells)
    return "," if commas > points else "."


def _assumed(read: ReadOptions, delimiter: str, decimal: str, *, told: bool) -> tuple[Finding, ...]:
    findings = []
    if not read.delimiter and not told:
        name = DELIMITER_NAMES[delimiter]
        findings.append(Finding("assumed-delimiter", "info", f"cells were taken to be separated by {name}"))
    if not read.decimal and decimal == ",":
        findings.append(Finding("assumed-decimal", "info", "the comma was taken for the decimal sign of numbers"))
    return tuple(findings)

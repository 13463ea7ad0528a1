"""How a delimited text is written, told from its first records: delimiter, quote, header line, decimal sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from wayline.errors import InputError
from wayline.findings import Finding
from wayline.sources.raw import ReadOptions
from wayline.sources.records import Grammar, Record, line_ends

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_ROWS = 200


@dataclass(frozen=True)
class Dialect:
    """`header` holds the names as they stand; data begin `skipped` bytes into the UTF-8 text, on line `first_line`."""

    grammar: Grammar
    header: list[str]
    has_header: str
    decimal: str
    skipped: int
    first_line: int
    findings: list[Finding] = field(default_factory=list)


def find_dialect(path: Path, text: bytes, read: ReadOptions, *, whole: bool) -> Dialect:
    """Decides what `read` leaves open. `whole`: the text is the whole file. Raises InputError where it must be asked."""
    findings: list[Finding] = []
    start = len(text) - len(text.lstrip(b"\r\n"))
    declared = re.compile(rb"sep=([^\r\n])(?:\r\n?|\n)", re.IGNORECASE).match(text, start)
    if declared:  # the line by which Excel is told the delimiter
        start = declared.end()
    quote = _quote(read)
    delimiter = read.delimiter or (declared[1].decode() if declared else "")
    if not delimiter:
        delimiter = _delimiter(text[start:], quote, whole=whole)
        findings.append(Finding("assumed-delimiter", "info", f"cells were taken to be separated by {_NAMES[delimiter]}"))
    grammar = Grammar(_one_byte(delimiter, "delimiter"), quote)
    records = _records(text[start:], grammar, whole=whole)
    if not records or records[0].cells is None:
        raise InputError(f"{path} has no header line that can be read", hint="Expected a line with the names of the columns.")
    first = records[0]
    header = [cell.decode() for cell in first.cells or ()]
    begins = text.index(first.raw, start)
    return Dialect(grammar, header, "yes", read.decimal or ".", begins + len(first.raw), line_ends(text[: begins + len(first.raw)]) + 1, findings)


def _quote(read: ReadOptions) -> bytes:
    return b"" if read.quote == "none" else _one_byte(read.quote or '"', "quote")


def _one_byte(character: str, what: str) -> bytes:
    if len(character.encode()) != 1 or character in "\r\n\0":
        raise InputError(f"the {what} '{character}' is not one plain character", hint="Known delimiters: , ; | and tab.")
    return character.encode()


def _records(text: bytes, grammar: Grammar, *, whole: bool) -> list[Record]:
    end, _ = grammar.complete(text, last=whole)
    return list(islice(grammar.cut(text[: end or len(text)]), _ROWS))


def _delimiter(text: bytes, quote: bytes, *, whole: bool) -> str:
    """The delimiter under which most records have as many cells as the first; with equal shares the most cells win."""
    scores = {}
    for delimiter in DELIMITERS:
        widths = [len(record.cells or ()) for record in _records(text, Grammar(delimiter.encode(), quote), whole=whole)]
        scores[delimiter] = _fit(widths)
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _fit(widths: Sequence[int]) -> tuple[float, int]:
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (Counter(widths)[widths[0]] / len(widths), widths[0])

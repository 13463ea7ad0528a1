"""The grammar of delimited text: where a record ends, and what its cells are. Works on UTF-8 bytes.

A cell is quoted if the quote is its first character; inside, a doubled quote is one quote and line breaks are text.
What stands between the closing quote and the delimiter belongs to the cell. A quote elsewhere is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST_QUOTED_CELL = 4 << 20
"""A quote that is not closed within so many bytes is taken for a stray one, and only its own line is given up."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells (None where a quote is never closed), its bytes as they stand, its line counted from 0."""

    cells: list[bytes] | None
    raw: bytes
    line: int


@dataclass(frozen=True)
class Grammar:
    """How records are written: one delimiter byte, and one quote byte or none."""

    delimiter: bytes
    quote: bytes

    @cached_property
    def _cell(self) -> re.Pattern[bytes]:
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        plain = rb"([^%b\r\n]*+)" % d
        ending = rb"(%b|\r\n?|\n|\Z)" % d
        if not q:
            return re.compile(rb"()()" + plain + ending)
        return re.compile(rb"(?:%b((?:[^%b]++|%b%b)*+)%b([^%b\r\n]*+)|(?!%b)%b)%b" % (q, q, q, q, q, d, q, plain, ending))

    @cached_property
    def _quoted(self) -> re.Pattern[bytes]:
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        return re.compile(rb"(?:(?<=[%b\r\n])|\A)%b(?:[^%b]++|%b%b)*+(%b|\Z)" % (d, q, q, q, q, q))

    def complete(self, block: bytes, *, last: bool) -> tuple[int, bool]:
        """How many bytes of `block`, which begins with a record, are whole records, and whether all its quotes close.

        `last`: nothing comes after the block. 0 bytes: the first record is longer than the block.
        """
        spans = self._quoted_spans(block)
        if spans and spans[-1][2]:
            opened = spans.pop()[0]
            if last:
                return len(block), False
            if len(block) - opened > LONGEST_QUOTED_CELL:
                return _line_end(block, opened), False
            return _last_break(block, spans, opened), True
        if last:
            return len(block), True
        # a carriage return at the very end may be the first half of a line end
        return _last_break(block, spans, len(block) - block.endswith(b"\r")), True

    def _quoted_spans(self, block: bytes) -> list[tuple[int, int, bool]]:
        if not self.quote or self.quote not in block:
            return []
        return [(m.start(), m.end(), not m[1]) for m in self._quoted.finditer(block)]

    def cut(self, block: bytes) -> Iterator[Record]:
        """The records of `block` in order; empty lines are none."""
        position, line = 0, 0
        while position < len(block):
            start = position
            cells, position = self._cells(block, start)
            raw = block[start:position]
            if raw.strip(b"\r\n"):
                yield Record(cells, raw, line)
            line += line_ends(raw)

    def _cells(self, block: bytes, position: int) -> tuple[list[bytes] | None, int]:
        cells: list[bytes] = []
        while found := self._cell.match(block, position):
            quoted, after, plain, ending = found.groups()
            cells.append(plain if quoted is None or not self.quote else self._unquoted(quoted) + after)
            position = found.end()
            if ending != self.delimiter:
                return cells, position
        return None, _line_end(block, position)

    def _unquoted(self, text: bytes) -> bytes:
        return text.replace(self.quote + self.quote, self.quote)


def line_ends(text: bytes) -> int:
    """How many line ends are in `text`; `\\r\\n` is one."""
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _line_end(block: bytes, position: int) -> int:
    found = re.compile(rb"\r\n?|\n").search(block, position)
    return found.end() if found else len(block)


def _last_break(block: bytes, spans: list[tuple[int, int, bool]], end: int) -> int:
    for start, stop, _ in reversed(spans):
        found = _break_before(block, stop, end)
        if found >= 0:
            return found + 1
        end = start
    return _break_before(block, 0, end) + 1


def _break_before(block: bytes, start: int, end: int) -> int:
    return max(block.rfind(b"\n", start, end), block.rfind(b"\r", start, end))

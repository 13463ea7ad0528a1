"""The grammar of delimited text: where a record ends, and what its cells are. Works on UTF-8 bytes.

A cell is quoted if the quote is its first character; inside, a doubled quote is one quote and line breaks are text.
What stands between the closing quote and the delimiter belongs to the cell. A quote elsewhere is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wayline.sources.quotes import ordinary_end

LONGEST_QUOTED_CELL = 32 << 20
"""A quote that is not closed within so many bytes is taken for a stray one, and only its own line is given up."""


_LINE_END = re.compile(rb"\r\n?|\n")


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
        rest = rb"([^%b\r\n]*+)(%b|\r\n?|\n|\Z)" % (d, d)
        return re.compile((rb"(?:(%b)|(?!%b))%b" % (self._quoted.pattern, q, rest)) if q else rb"()" + rest)

    @cached_property
    def _whole_cells(self) -> re.Pattern[bytes]:
        """Some whole cells; group 1 is the last line end that ends a record.

        Their number is bounded because each costs memory until the match ends. Possessive groups would not, but Python
        before 3.11.4 goes on at the wrong place after one that fails half-way.
        """
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        return re.compile(rb"(?:(?:%b|(?!%b))[^%b\r\n]*+(?:%b|(\r\n?|\n))){0,4096}" % (self._quoted.pattern, q, d, d))

    @cached_property
    def _quoted(self) -> re.Pattern[bytes]:
        q = re.escape(self.quote)
        return re.compile(rb"%b[^%b]*+(?:%b%b[^%b]*+)*%b(?!%b)" % (q, q, q, q, q, q, q))

    def _whole(self, block: bytes, end: int) -> tuple[int, int]:
        """Where the whole records of a block end, and where its whole cells do."""
        records = cells = 0
        while (found := self._whole_cells.match(block, cells, end)) and found.end() > cells:
            records, cells = max(records, found.end(1)), found.end()
        return records, cells

    def complete(self, block: bytes, *, last: bool) -> tuple[int, bool]:
        """How many bytes of `block`, which begins with a record, are whole records, and whether all their quotes close.

        `last`: nothing comes after the block. 0 bytes: the first record is longer than the block.
        """
        # a carriage return at the very end may be the first half of a line end
        end = len(block) - (not last and block.endswith(b"\r"))
        if not self.quote or self.quote not in block:
            return (len(block) if last else _last_break(block, end)), True
        if (told := ordinary_end(block, self.delimiter, self.quote, end)) is not None:
            return (len(block) if last and not told[1] else told[0]), True
        whole, opened = self._whole(block, end)
        if not block.startswith(self.quote, opened) or self._quoted.match(block, opened):
            return (len(block) if last else whole), True
        if whole:
            return whole, True
        if last:
            return len(block), False
        return (_line_end(block, opened), False) if len(block) - opened > LONGEST_QUOTED_CELL else (0, True)

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
            quoted, plain, ending = found.groups()
            cells.append(self._unquoted(quoted) + plain if quoted else plain)
            position = found.end()
            if ending != self.delimiter:
                return cells, position
        return None, _line_end(block, position)

    def _unquoted(self, text: bytes) -> bytes:
        return text[1:-1].replace(self.quote + self.quote, self.quote)


def line_ends(text: bytes) -> int:
    """How many line ends are in `text`; `\\r\\n` is one."""
    if b"\r" not in text:
        return text.count(b"\n")
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _line_end(block: bytes, position: int) -> int:
    found = _LINE_END.search(block, position)
    return found.end() if found else len(block)


def _last_break(block: bytes, end: int) -> int:
    return max(block.rfind(b"\n", 0, end), block.rfind(b"\r", 0, end)) + 1

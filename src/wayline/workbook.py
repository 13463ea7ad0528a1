"""XLSX workbooks looked at before they are read, and the library that reads them: a few letters in one can ask for more memory than any machine has.

`check(content, path, limits)` refuses what is no workbook or too large a one; `reading(path)` turns what the library raises into an InputError.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from wayline.errors import InputError
from wayline.findings import Finding

_PIECE = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
)
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,9})\$?(\d{1,12})")
_COUNTS = ("count", "uniqueCount", "ptCount")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may hold: rows, columns and cells (rows × columns) of a sheet, counted things, bytes once unpacked.

    `what` is the thing that is read from it: the messages say that this is none.
    """

    rows: int
    columns: int
    cells: int
    counted: int
    unpacked: int
    what: str


@dataclass(slots=True)
class Seen:
    """What stands in the cells of all sheets and is not read: formulas without a stored value, errors such as #N/A."""

    unstored: int = 0
    errors: int = 0


def unreadable(path: str, message: str) -> InputError:
    """The error for a file that is no workbook that can be read."""
    finding = Finding("unreadable", "error", message, where=path)
    hint = "Save it again in a spreadsheet program, or export it as CSV."
    return InputError(f"{path or 'text'}: {message}", hint=hint, findings=(finding,))


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turns what the library raises on a broken workbook into an InputError."""
    # heavy, and needed for this format only
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        yield
    except (CalamineError, OSError, ValueError) as problem:
        reason = (str(problem).splitlines() or [type(problem).__name__])[0][:200]
        raise unreadable(path, f"not a workbook that can be read: {reason}") from None
    except BaseException as problem:  # a fault inside the library, which is not among the exceptions of Python
        if type(problem).__name__ != "PanicException":
            raise
        raise unreadable(path, "not a workbook that can be read: it is broken inside") from None


def check(content: bytes, path: str, limits: Limits) -> Seen:
    """Raises InputError for what is no XLSX workbook, unpacks too far, or names cells, rows or counts beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _check_parts(packed, path, limits)
    except _BROKEN as problem:
        raise unreadable(path, f"not an XLSX workbook: {_said(problem)}") from None


def _said(problem: Exception) -> str:
    return (str(problem).splitlines() or ["it cannot be unpacked"])[0][:120].lower()


def _check_parts(packed: zipfile.ZipFile, path: str, limits: Limits) -> Seen:
    parts = packed.infolist()
    names = {one.filename for one in parts}
    if "xl/workbook.xml" not in names or len(names) != len(parts):
        raise unreadable(path, "not an XLSX workbook: it holds no xl/workbook.xml, or parts of the same name")
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in parts):
        raise unreadable(path, "not an XLSX workbook: it is packed in a way that spreadsheets do not use")
    left, seen = limits.unpacked, Seen()
    for one in parts:
        with packed.open(one) as part:
            left = _Part(one.filename, path, limits, seen).read(part, left)
    return seen


class _Part:
    """One part of the archive. What the archive says of its size is not believed."""

    def __init__(self, name: str, path: str, limits: Limits, seen: Seen) -> None:
        self._name, self._path, self._limits, self._seen = name, path, limits, seen
        self._furthest: Counter[str] = Counter()
        self._waits = False
        self._row = self._column = 0

    def read(self, part: IO[bytes], left: int) -> int:
        """Reads it through; returns how many bytes the other parts may have."""
        piece = part.read(_PIECE)
        is_markup = self._name.endswith((".xml", ".rels")) or piece.lstrip()[:1] == b"<"
        parser = self._parser()
        try:
            while piece:
                left -= len(piece)
                if left < 0:
                    most = self._limits.unpacked // 1_000_000
                    raise self._refusal(f"the workbook is larger than {most:,} MB unpacked; this is no {self._what}")
                if is_markup:
                    parser.Parse(piece, False)
                piece = part.read(_PIECE)
            if is_markup:
                parser.Parse(b"", True)
        except expat.ExpatError as problem:
            raise self._refusal(f"its part {self._name[:80]} is not well-formed, line {problem.lineno}") from None
        return left

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        return parser

    @property
    def _what(self) -> str:
        return self._limits.what

    def _refusal(self, message: str) -> InputError:
        return unreadable(self._path, message)

    def _doctype(self, *_: object) -> None:
        raise self._refusal(f"its part {self._name[:80]} has a document type (DOCTYPE), which is not read")

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        plain = tag.rpartition(":")[2]
        if plain == "c":
            self._cell(attributes)
        elif plain == "row":
            self._number(attributes.get("r", "1"), self._limits.rows, "row")
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif plain == "f":
            self._waits = True
        elif plain == "v":
            self._waits = False
        elif plain in ("dimension", "mergeCell"):
            for end in attributes.get("ref", "A1").split(":"):
                self._reference(end)
        for key in _COUNTS:
            self._number(attributes.get(key, "0"), self._limits.counted, key)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "c" and self._waits:
            self._seen.unstored += 1
            self._waits = False

    def _cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = self._reference(attributes["r"])
        else:
            self._column += 1
        row, column = self._row, self._column
        self._seen.errors += attributes.get("t") == "e"
        further = self._furthest
        if row > further["row"] or column > further["column"]:
            further["row"], further["column"] = max(row, further["row"]), max(column, further["column"])
            if further["row"] * further["column"] > self._limits.cells:
                size = f"{further['row']:,} × {further['column']:,}"
                raise self._refusal(
                    f"its part {self._name[:80]} has {size} cells; at most {self._limits.cells:,} are read"
                )

    def _reference(self, text: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(text)
        if not found:
            raise self._refusal(f"its part {self._name[:80]} names a cell '{text[:40]}'; expected such as B7")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        row, limits = int(found[2]), self._limits
        if not 0 < row <= limits.rows or column > limits.columns:
            most = f"at most {limits.rows:,} rows and {limits.columns:,} columns"
            raise self._refusal(f"it names the cell {text[:40]}; a {limits.what} has {most}")
        return row, column

    def _number(self, text: str, most: int, what: str) -> None:
        if not text.isascii() or not text.isdecimal() or len(text) > 12 or int(text) > most:
            raise self._refusal(f"its part {self._name[:80]} says {what} {text[:40]}; at most {most:,} are read")

"""What a workbook holds, looked at before it is read: a few letters in it can ask for more memory than any machine has."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from wayline.files.foreign.converted import unreadable

MOST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 2_000
MOST_COUNTED = 1_000_000
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


def check(content: bytes, path: str) -> None:
    """Raises InputError for what is no XLSX workbook, unpacks too far, or names cells, rows or counts beyond what a map has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed, path)
    except _BROKEN as problem:
        raise unreadable(path, f"not an XLSX workbook: {_said(problem)}") from None


def _said(problem: Exception) -> str:
    return (str(problem).splitlines() or ["it cannot be unpacked"])[0][:120].lower()


def _check_parts(packed: zipfile.ZipFile, path: str) -> None:
    parts = packed.infolist()
    names = {one.filename for one in parts}
    if "xl/workbook.xml" not in names or len(names) != len(parts):
        raise unreadable(path, "not an XLSX workbook: it holds no xl/workbook.xml, or parts of the same name")
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in parts):
        raise unreadable(path, "not an XLSX workbook: it is packed in a way that spreadsheets do not use")
    left = MOST_UNPACKED
    for one in parts:
        with packed.open(one) as part:
            text = part.read(left + 1)  # what the archive says of its size is not believed
        left -= len(text)
        if left < 0:
            raise unreadable(
                path, f"the workbook is larger than {MOST_UNPACKED // 1_000_000} MB unpacked; this is no map"
            )
        if one.filename.endswith((".xml", ".rels")) or text.lstrip()[:1] == b"<":
            _check_markup(text, one.filename, path)


def _check_markup(text: bytes, name: str, path: str) -> None:
    parser = expat.ParserCreate()
    checking = _Checking(name, path)
    parser.StartElementHandler = checking.element
    parser.StartDoctypeDeclHandler = checking.doctype
    try:
        parser.Parse(text, True)
    except expat.ExpatError as problem:
        raise unreadable(path, f"its part {name[:80]} is not well-formed, line {problem.lineno}") from None


class _Checking:
    def __init__(self, name: str, path: str) -> None:
        self._name, self._path = name, path

    def doctype(self, *_: object) -> None:
        raise unreadable(self._path, f"its part {self._name[:80]} has a document type (DOCTYPE), which is not read")

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        plain = tag.rpartition(":")[2]
        if plain == "c":
            self._reference(attributes.get("r", "A1"))
        elif plain == "row":
            self._number(attributes.get("r", "1"), MOST_ROWS, "row")
        elif plain in ("dimension", "mergeCell"):
            for end in attributes.get("ref", "A1").split(":"):
                self._reference(end)
        for key in _COUNTS:
            self._number(attributes.get(key, "0"), MOST_COUNTED, key)

    def _reference(self, text: str) -> None:
        found = _REFERENCE.fullmatch(text)
        if not found:
            raise unreadable(self._path, f"its part {self._name[:80]} names a cell '{text[:40]}'; expected such as B7")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        if not 0 < int(found[2]) <= MOST_ROWS or column > MOST_COLUMNS:
            raise unreadable(
                self._path,
                f"it names the cell {text[:40]}; a map has at most {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns",
            )

    def _number(self, text: str, most: int, what: str) -> None:
        if not text.isascii() or not text.isdecimal() or len(text) > 12 or int(text) > most:
            raise unreadable(
                self._path, f"its part {self._name[:80]} says {what} {text[:40]}; at most {most:,} are read"
            )

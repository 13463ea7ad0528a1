"""What a file holds, told by its first bytes: one of the formats that are read, or one that is named and refused."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Literal

from wayline.errors import InputError
from wayline.sources.byte_stream import ByteStream

Kind = Literal["text", "json-lines", "json-array", "parquet", "xlsx", "xes"]
FORMATS = "CSV and TSV, JSON lines or a JSON list of objects, XES (all also with gzip), Parquet and XLSX"
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson", ".jsonlines")
TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".txt")

_SIGNATURES = (
    (b"PARE", "an encrypted Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (XLS)"),
    (b"%PDF", "a PDF file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"ARROW1", "an Arrow or Feather file"),
    (b"Obj\x01", "an Avro file"),
    (b"ORC", "an ORC file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"$FL2", "an SPSS file"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"


def kind_of(stream: ByteStream, head: bytes) -> Kind:
    """The kind of content that begins with `head`. Raises InputError, naming it, for a format that is not read."""
    if head.startswith(b"PAR1"):
        if stream.zipped:
            raise InputError(
                f"{stream.path} is a Parquet file inside gzip", hint="Unzip it first: Parquet is compressed already."
            )
        return "parquet"
    if _is_workbook(head):
        if stream.zipped:
            raise InputError(
                f"{stream.path} is a workbook inside gzip", hint="Unzip it first: XLSX is compressed already."
            )
        return "xlsx"
    if _is_xes(head):
        return "xes"
    foreign = _foreign(head)
    if foreign:
        raise InputError(f"{stream.path} is {foreign}, which is not read yet; formats are {FORMATS}", hint=_ADVICE)
    return _json_kind(stream.path, head) or "text"


_ADVICE = "Export the table as CSV or Parquet and import that file."


def refuse_binary(path: Path, head: bytes) -> None:
    """Raises InputError where `head`, which is in an encoding of single bytes or UTF-8, cannot be text."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(8, len(head) // 25):
        raise InputError(
            f"{path} is no text: {controls} of its first {len(head)} bytes are control characters; formats are {FORMATS}",
            hint="Is it the right file, and whole? If it is text, name its encoding: read: {encoding: …}",
        )


def _foreign(head: bytes) -> str:
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "a ZIP archive"
    if head[257:262] == b"ustar":
        return "a TAR archive"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:4096].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page"
    return "an XML file" if start.startswith(b"<?xml") else ""


def _is_workbook(head: bytes) -> bool:
    """A ZIP archive with the parts of an XLSX workbook. Not one of another Office program, which has the same list of contents."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    return b"xl/" in head or (b"[Content_Types].xml" in head and b"word/" not in head and b"ppt/" not in head)


def _is_xes(head: bytes) -> bool:
    text = _start(head[:65536])
    return (
        re.match(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<!DOCTYPE[^>[]*(\[.*?\])?\s*>\s*)*<(\w+:)?log\b", text, re.DOTALL)
        is not None
    )


def _json_kind(path: Path, head: bytes) -> Kind | None:
    """JSON by suffix or by content: a list that begins with an object, or a first line that is an object."""
    text = _start(head)
    if re.match(r"\[\s*(\{|\]|$)", text):
        return "json-array"
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if any(suffix in JSON_SUFFIXES for suffix in suffixes):
        return "json-array" if text.startswith("[") else "json-lines"
    if not text.startswith("{"):
        return None
    if not any(suffix in TEXT_SUFFIXES for suffix in suffixes):
        return "json-lines"
    return "json-lines" if _is_object(text.splitlines()[0]) else None


def _start(head: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(name, "replace").lstrip()
    return head.removeprefix(codecs.BOM_UTF8).decode(errors="replace").lstrip()


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

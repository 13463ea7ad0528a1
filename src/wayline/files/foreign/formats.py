"""The foreign formats that are read, and which of them a file is in: told by its content, and by its suffix where that is open."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from wayline.documents import MAX_BYTES, decode, read_documents
from wayline.errors import InputError, MapError
from wayline.files.foreign import (
    cjml,
    enablement,
    lanescape,
    markdown_map,
    mermaid,
    persona_markdown,
    screen_flow,
    sticky_notes,
    story_markdown,
    table_grid,
    table_long,
    workbook,
)
from wayline.files.foreign.converted import Converted, note, unreadable
from wayline.files.foreign.markdown_blocks import LONGEST_PAGE
from wayline.files.foreign.table_cells import csv_rows
from wayline.files.journey import only_document
from wayline.files.journey_shape import JOURNEY
from wayline.findings import Finding

OURS = "wayline"
# name → (what it is called, usual suffixes)
READ: dict[str, tuple[str, str]] = {
    OURS: ("Wayline map or persona", ".journey.yaml .persona.yaml"),
    "mermaid": ("mermaid journey", ".mmd .mermaid .md"),
    "enablement": ("Enablement Map Studio", ".yaml"),
    "markdown-map": ("Markdown journey map", ".md"),
    "persona": ("Markdown persona", ".md"),
    "story": ("Markdown story", ".md"),
    "screen-flow": ("Markdown screen flow", ".md"),
    "cjml": ("CJML 2.0", ".xml .cjml"),
    "lanescape": ("Lanescape (Service Journey Mapper)", ".json"),
    "grid": ("table as a grid", ".csv .tsv .xlsx"),
    "long": ("table, one row a card", ".csv .tsv .xlsx"),
    "sticky-notes": ("sticky notes", ".txt .csv .xlsx"),
}
MARKDOWN = (".md", ".markdown")
YAML = (".yaml", ".yml")
TABLES = (".csv", ".tsv", ".tab")
NOTES = (".txt", ".text")
_MARKDOWN_READERS = (
    ("markdown-map", markdown_map.is_map, markdown_map.read),
    ("screen-flow", screen_flow.is_screen_flow, screen_flow.read),
    ("story", story_markdown.is_story, story_markdown.read),
    ("persona", persona_markdown.is_persona, persona_markdown.read),
)


def known() -> str:
    """The formats with their suffixes, for messages."""
    return "; ".join(f"{title} ({suffixes.replace(' ', ', ')})" for title, suffixes in READ.values())


def read(content: bytes, path: str = "") -> tuple[str, Converted]:
    """(name of the format, what was read). Raises InputError for a format that is not known or a file that cannot be read."""
    suffix = PurePath(path).suffix.lower()
    if len(content) > MAX_BYTES:
        raise unreadable(path, f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if not content.strip():
        raise unreadable(path, "the file is empty")
    if content.startswith(b"PK\x03\x04") or suffix in (".xlsx", ".xlsm"):
        return _workbook(content, path)
    text, notes = _text(content, path, suffix)
    name, found = _read_text(text, path, suffix)
    return name, _with(found, notes)


def _with(found: Converted, notes: list[Finding]) -> Converted:
    return Converted(found.document, (*notes, *found.notes), found.personas) if notes else found


def _text(content: bytes, path: str, suffix: str) -> tuple[str, list[Finding]]:
    """The text of a file: UTF-8, UTF-16 by its mark, and for tables and notes also Windows' Western encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError:
            raise unreadable(path, "the file begins as UTF-16 text and is none") from None
    if b"\x00" in content:
        raise _unknown(path, "it is binary")
    if suffix in (*TABLES, *NOTES):
        try:
            return content.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            said = "the file is not UTF-8; it was read as Windows-1252"
            return content.decode("cp1252", "replace"), [note("assumed", said)]
    return decode(content, path), []


def _read_text(text: str, path: str, suffix: str) -> tuple[str, Converted]:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if suffix in TABLES:
        return _table(csv_rows(text, path), path)
    if mermaid.is_mermaid(text):
        return "mermaid", mermaid.read(text, path)
    if suffix == ".json" or (start in "{[" and suffix not in (*YAML, *MARKDOWN, *NOTES)):
        return "lanescape", lanescape.read(lanescape.parse_json(text, path), path)
    if suffix in (".xml", ".cjml") or (start == "<" and cjml.is_cjml(text)):
        return "cjml", cjml.read(text, path)
    if suffix in YAML:
        return _yaml(text, path)
    if suffix in MARKDOWN:
        return _markdown(text, path)
    if suffix in NOTES:
        return "sticky-notes", sticky_notes.read_lines(text, path)
    raise _unknown(path, f"no format goes with '{suffix or 'no suffix'}'")


def _markdown(text: str, path: str) -> tuple[str, Converted]:
    if len(text) > LONGEST_PAGE:
        raise unreadable(path, f"the page is longer than {LONGEST_PAGE:,} letters; this is no map")
    for name, fits, reader in _MARKDOWN_READERS:
        if fits(text):
            return name, reader(text, path)
    diagrams = mermaid.fenced(text)
    if not diagrams:
        expected = "`### Stage 1: …`, `## User flow`, `## The story`, a heading with `Persona`, or a mermaid journey in a code block"
        raise _unknown(path, f"this Markdown has none of what can be read: {expected}")
    found = mermaid.read(diagrams[0], path)
    notes = [note("lost", "the text around the mermaid journey")]
    notes += [note("lost", f"{len(diagrams) - 1} more mermaid journeys; a map holds one")] if len(diagrams) > 1 else []
    return "mermaid", _with(found, notes)


def _yaml(text: str, path: str) -> tuple[str, Converted]:
    documents = read_documents(text, path)
    first: Any = documents[0].data if documents else None
    if isinstance(first, Mapping) and "kind" in first and "wayline" not in first:
        return "enablement", enablement.read(text, path)
    if isinstance(first, Mapping) and "wayline" in first:
        try:
            return OURS, Converted(only_document(text, path, JOURNEY).data)
        except MapError as problem:
            raise InputError(str(problem), findings=problem.findings) from None
    raise _unknown(path, "this YAML has neither the key `wayline` (ours) nor `kind` (Enablement Map Studio)")


def _table(rows: list[list[str]], path: str, title: str = "") -> tuple[str, Converted]:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise unreadable(path, "the table is empty")
    if table_long.is_long(filled):
        return "long", table_long.read(filled, path, title=title)
    if sticky_notes.is_notes(filled):
        return "sticky-notes", sticky_notes.read_table(filled, path)
    return "grid", table_grid.read(filled, path, title=title)


def _workbook(content: bytes, path: str) -> tuple[str, Converted]:
    sheets, notes = workbook.sheets(content, path)
    if not sheets:
        raise unreadable(path, "no visible sheet of the workbook holds anything")
    first, *others = sheets
    notes += [note("lost", f"the sheet '{name}'; a map is read from the first one") for name in others]
    name, found = _table(sheets[first], path)
    return name, _with(found, notes)


def _unknown(path: str, why: str) -> InputError:
    return unreadable(path, f"not a format that can be read: {why}", hint=f"Known: {known()}")

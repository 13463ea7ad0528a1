"""Replacements in a YAML text that set, add or take out one value and leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wayline.files.yaml_spans import (
    Entry,
    Node,
    break_before,
    column,
    is_first_in_line,
    line_end,
    line_start,
    next_line,
    skip_blank,
)
from wayline.files.yaml_text import (
    BLOCK_ITEMS,
    LINE_LISTS,
    Layout,
    block_text,
    flow_text,
    item_text,
    key_text,
    literal_text,
    pair_text,
    scalar,
    takes_lines,
)

Splice = tuple[int, int, str]  # text[start:end] becomes this
_LEAD = re.compile(r"(?:[ \t]+[&!][^ \t\r\n]*)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry to be written: its block form for a column, its form on one line, and whether that one is preferred."""

    block: Callable[[int], str]
    flow: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in the text, the entry that holds it, and the list or mapping that holds that."""

    node: Node
    entry: Entry | None = None
    parent: Node | None = None

    @property
    def key(self) -> str:
        """The key of the value; empty for items and for the root."""
        return (self.entry.key or "") if self.entry else ""


def spliced(text: str, splices: list[Splice]) -> str:
    """The text with all replacements made."""
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def layout_of(text: str, root: Node, *, literal: bool) -> Layout:
    """How the text is laid out, by the first place that shows it."""
    found = Layout(newline="\r\n" if "\r\n" in text else "\n", literal=literal)
    for holder, held in reversed(list(_block_pairs(text, root))):
        inner = column(text, held.start) - column(text, holder.start)
        if held.kind == "mapping" and holder.key is not None and inner > 0:
            found = replace(found, indent=inner)
        elif held.kind == "list" and holder.key is not None and inner >= 0:
            found = replace(found, dash=inner)
        elif (
            holder.key is None
            and held.start > holder.start
            and inner > 1
            and "\n" not in text[holder.start : held.start]
        ):
            found = replace(found, gap=inner)
    return found


def _block_pairs(text: str, node: Node) -> Iterator[tuple[Entry, Node]]:
    for entry in node.entries:
        if entry.value.entries and not entry.value.flow and not node.flow:
            yield entry, entry.value
        yield from _block_pairs(text, entry.value)


# -- pieces ------------------------------------------------------------------------------------------------------------


def value_piece(key: str | None, value: Any, siblings: list[Entry], layout: Layout, holder: str = "") -> Piece:
    """A new pair (or, without a key, item), written as its siblings are."""
    if key is not None:
        return Piece(lambda at: pair_text(key, value, at, layout), f"{key_text(key, flow=True)}: {flow_text(value)}")
    mappings = [entry.value.flow for entry in siblings if entry.value.kind == "mapping"]
    block = not any(mappings) if mappings else holder in BLOCK_ITEMS
    in_line = any(mappings) and isinstance(value, Mapping)
    lead = "-" + " " * (layout.gap - 1)
    one_line = flow_text(value)
    return Piece(lambda at: lead + one_line if in_line else item_text(value, at, layout, block=block), one_line)


def moved_piece(text: str, parent: Node, entry: Entry, key: str | None) -> Piece:
    """The entry as it is written, with its comments, under a new key where it gets one."""
    shown = text[entry.start : entry.end if parent.flow else line_end(text, entry.end)]
    if key is not None and key != entry.key:
        shown = key_text(key) + text[entry.key_end : entry.start + len(shown)]
    if parent.flow:
        return Piece(lambda _: shown if key is not None else f"- {shown}", shown)
    here = column(text, entry.start)
    return Piece(lambda at: _reindented(shown, at - here), "")


def _reindented(shown: str, by: int) -> str:
    if by >= 0:
        return re.sub(r"(\r\n|\r|\n)(?=[^\r\n])", lambda found: found[0] + " " * by, shown)
    return re.sub(rf"(\r\n|\r|\n) {{0,{-by}}}", lambda found: found[1], shown)


# -- set ---------------------------------------------------------------------------------------------------------------


def set_splices(text: str, spot: Spot, value: Any, layout: Layout) -> list[Splice]:
    """What stands at the spot gives way to a value."""
    node, entry = spot.node, spot.entry
    if entry is None or spot.parent is None:
        return [(node.start, node.end, block_text(value, 0, layout) if value else flow_text(value))]
    if spot.parent.flow:
        return _set_in_line(node, entry, flow_text(value))
    at = column(text, entry.start)
    shown = pair_text("k", value, at, layout)[2:] if entry.key is not None else item_text(value, at, layout)[1:]
    if not isinstance(value, Mapping | list | tuple) and not takes_lines(value, layout):
        return _set_on_line(text, node, entry, scalar(value, quote=node.style if node.style in ("'", '"') else ""))
    if "\n" not in shown and not (
        node.entries and not node.flow and value and isinstance(value, Mapping | list | tuple)
    ):
        return _set_on_line(text, node, entry, shown.strip(" "))
    if isinstance(value, str):
        return _set_lines(text, node, entry, " " + literal_text(value, at + layout.indent, layout))
    return _set_lines(text, node, entry, _block_value(text, spot, value, at, layout))


def _block_value(text: str, spot: Spot, value: Any, at: int, layout: Layout) -> str:
    """A list or mapping as it follows the colon or dash of its entry."""
    lead, inner = _lead(text, spot, at, isinstance(value, Mapping), layout)
    return lead + block_text(value, inner, layout, spot.key)


def _lead(text: str, spot: Spot, at: int, is_mapping: bool, layout: Layout) -> tuple[str, int]:
    """What stands between the colon or dash of the entry in column `at` and a block value, and the column of the value."""
    entry = spot.entry
    if entry is not None and entry.key is None and _lead_end(text, entry) == entry.value_from:
        return " " * (layout.gap - 1), at + layout.gap
    inner = at + (layout.gap if entry is None or entry.key is None else layout.indent if is_mapping else layout.dash)
    return layout.newline + " " * inner, inner


def _set_in_line(node: Node, entry: Entry, shown: str) -> list[Splice]:
    if node.start < node.end:
        return [(node.start, node.end, shown)]
    if entry.key is not None and entry.value_from == entry.key_end:
        return [(entry.key_end, entry.key_end, f": {shown}")]
    return [(node.start, node.end, f" {shown}")]


def _lead_end(text: str, entry: Entry) -> int:
    """After the dash or colon and the anchor of the value, if it has one on the same line."""
    found = _LEAD.match(text, entry.value_from)
    return found.end() if found else entry.value_from


def _set_on_line(text: str, node: Node, entry: Entry, shown: str) -> list[Splice]:
    if not (node.entries and not node.flow) and node.start < node.end:
        return [(node.start, node.end, shown)]
    lead = _lead_end(text, entry)
    return [(lead, lead, f" {shown}"), *_cut_value(text, node, lead)]


def _cut_value(text: str, node: Node, lead: int) -> list[Splice]:
    """Takes out what is written after `lead`; comments beside it, and between it and the value, stay."""
    if node.start >= node.end:
        return []
    if line_start(text, node.start) <= lead:
        return [(lead, node.end, "")]
    below = line_end(text, lead)
    between = text[below : line_start(text, node.start)]
    return [(break_before(text, node.start) if "#" in between else below, line_end(text, node.end), "")]


def _set_lines(text: str, node: Node, entry: Entry, shown: str) -> list[Splice]:
    """The first line of the value beside the colon or dash, the rest below; a comment on that line stays."""
    lead = _lead_end(text, entry)
    first, rest = _first_line(shown)
    cut = _cut_value(text, node, lead)
    if not cut:
        below = line_end(text, lead)
        return [(lead, lead, first), (below, below, rest)]
    start, end, _ = cut[0]
    if start > lead:
        return [(lead, lead, first), (start, end, rest)]
    below = line_end(text, end)
    return [(lead, end, first), (below, below, rest)]


def _first_line(shown: str) -> tuple[str, str]:
    found = re.search(r"\r\n|\n", shown)
    return (shown[: found.start()], shown[found.start() :]) if found else (shown, "")


# -- add ---------------------------------------------------------------------------------------------------------------


def add_splices(text: str, spot: Spot, index: int, piece: Piece, layout: Layout) -> list[Splice]:
    """An entry comes to stand at `index` of the list or mapping at the spot."""
    node = spot.node
    if not node.entries:
        return _add_first(text, spot, piece, layout)
    if node.flow:
        return _add_in_line(text, node, index, piece, layout)
    at = column(text, node.entries[0].start)
    lines = piece.block(at)
    if index > 0:
        place = line_end(text, node.entries[index - 1].end)
        return [(place, place, layout.newline + " " * at + lines)]
    first = node.entries[0].start
    if is_first_in_line(text, first):
        place = _above_comments(text, line_start(text, first), at)
        return [(place, place, " " * at + lines + layout.newline)]
    return [(first, first, lines + layout.newline + " " * at)]


def _above_comments(text: str, place: int, at: int) -> int:
    """Where the comment lines begin that belong to the line at `place`: right above it, as far in, and not atop the file."""
    found = place
    while found > 0:
        above = line_start(text, break_before(text, found))
        if not re.match(rf" {{{at}}}#", text[above:]):
            return found
        found = above
    return place


def _add_first(text: str, spot: Spot, piece: Piece, layout: Layout) -> list[Splice]:
    """The first entry of what is `[]` or `{}` in the text."""
    node, entry, parent = spot.node, spot.entry, spot.parent
    if entry is None or parent is None:
        return [(node.start, node.end, piece.block(0))]
    if piece.flow and (parent.flow or (spot.key not in LINE_LISTS and "\n" not in piece.block(0))):
        return [(node.start + 1, node.end - 1, piece.flow)]
    lead, inner = _lead(text, spot, column(text, entry.start), node.kind == "mapping", layout)
    return _set_lines(text, node, entry, lead + piece.block(inner))


def _add_in_line(text: str, node: Node, index: int, piece: Piece, layout: Layout) -> list[Splice]:
    entries = node.entries
    lined = len(entries) > 0 and is_first_in_line(text, entries[-1].start)
    gap = layout.newline + " " * column(text, entries[-1].start) if lined else " "
    if index < len(entries):
        return [(entries[index].start, entries[index].start, f"{piece.flow},{gap}")]
    last = entries[-1].end
    return [(last, last, f",{gap}{piece.flow}")]


# -- remove ------------------------------------------------------------------------------------------------------------


def remove_splices(text: str, spot: Spot, index: int, layout: Layout, *, keep_break: bool = False) -> list[Splice]:
    """The entry at `index` of the list or mapping at the spot goes; comments on lines of their own stay.

    `keep_break` leaves the line break before a last line that has none: a literal block above it may need it.
    """
    node = spot.node
    if node.flow:
        return _remove_in_line(text, node, index)
    if len(node.entries) == 1:
        return set_splices(text, spot, [] if node.kind == "list" else {}, layout)
    entry = node.entries[index]
    if is_first_in_line(text, entry.start):
        return [_lines_of(text, entry, keep_break=keep_break)]
    following = node.entries[index + 1].start
    return [(entry.start, following, "")]


def _lines_of(text: str, entry: Entry, *, keep_break: bool) -> Splice:
    start, end = line_start(text, entry.start), next_line(text, entry.end)
    if (
        end == line_end(text, entry.end) and not keep_break
    ):  # the last line has no line break, so the one before it goes
        start = break_before(text, entry.start)
    return (start, end, "")


def _remove_in_line(text: str, node: Node, index: int) -> list[Splice]:
    entries = node.entries
    entry = entries[index]
    if index + 1 < len(entries):
        following = entries[index + 1].start
        comma = skip_blank(text, entry.end) + 1
        return [(entry.start, comma if "#" in text[entry.end : following] else following, "")]
    if index > 0:
        before = entries[index - 1].end
        return [(entry.start if "#" in text[before : entry.start] else before, entry.end, "")]
    comma = skip_blank(text, entry.end)
    return [(entry.start, comma + 1 if text[comma : comma + 1] == "," else entry.end, "")]

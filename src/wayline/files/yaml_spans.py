"""Where every value of a YAML text begins and ends: what an edit of the text needs to know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Kind = Literal["scalar", "list", "mapping", "alias"]
_BLANK = re.compile(r"(?:[ \t\r\n]+|(?:(?<=[ \t\r\n])|^)#[^\r\n]*)*", re.MULTILINE)
_PROPERTY = re.compile(r"[&!][^ \t\r\n]*[ \t]*")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Node:
    """A value of the text: `text[start:end]`, without its anchor. `style` is `|`, `>`, a quote, or empty for plain text.

    A value that is left out has start == end, where it would be written.
    """

    kind: Kind
    start: int
    end: int
    flow: bool = False
    style: str = ""
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """An item of a list or a pair of a mapping: `text[start:end]`, from its dash or key on.

    `key_end` is where the key ends, `value_from` the position after the dash or colon (both equal where a flow pair has no colon).
    """

    start: int
    end: int
    value: Node
    key: str | None = None
    key_end: int = 0
    value_from: int = 0


def spans(text: str) -> Node:
    """The root value of a text that is known to hold one valid document."""
    return _Reader(text).root()


def line_start(text: str, at: int) -> int:
    """The index at which the line of `at` begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """The index of the line break that ends the line of `at`, or the length of the text."""
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    """The index at which the line after that of `at` begins, or the length of the text."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def break_before(text: str, at: int) -> int:
    """The index of the line break before the line of `at`; 0 in the first line."""
    start = line_start(text, at)
    return max(start - (2 if text[start - 2 : start] == "\r\n" else 1), 0)


def column(text: str, at: int) -> int:
    """How far `at` is from the beginning of its line."""
    return at - line_start(text, at)


def is_first_in_line(text: str, at: int) -> bool:
    """Whether only spaces stand before `at` in its line."""
    return not text[line_start(text, at) : at].strip(" ")


def skip_blank(text: str, at: int) -> int:
    """The next index that is no space, line break or comment."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


class _Reader:
    """Parse events in, nodes out; positions that the parser gives for the next token are put back to the value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)

    def root(self) -> Node:
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                return self._node(next(self._events), event.end_mark.index)
        raise AssertionError("the text holds a document")

    def _node(self, event: Any, value_from: int) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, AliasEvent):
            return Node("alias", start, end)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, start, end, value_from)
        start = self._after_properties(start) if event.anchor else start
        if isinstance(event, SequenceStartEvent):
            return self._list(Node("list", start, end, flow=bool(event.flow_style)))
        return self._mapping(Node("mapping", start, end, flow=bool(event.flow_style)))

    def _scalar(self, event: ScalarEvent, start: int, end: int, value_from: int) -> Node:
        style = event.style or ""
        if event.anchor:
            start = self._after_properties(start, end)
        if not style and start >= end:
            start = end = end if event.anchor else value_from
        elif style in ("|", ">"):
            end = self._block_scalar_end(start, end)
        return Node("scalar", start, end, style=style)

    def _after_properties(self, at: int, end: int | None = None) -> int:
        while found := _PROPERTY.match(self.text, at):
            at = found.end()
        if end is not None:
            return min(at, end)
        return skip_blank(self.text, at)

    def _block_scalar_end(self, start: int, end: int) -> int:
        """Trailing empty lines belong to a scalar that keeps them, the last line break to none."""
        written = self.text[start:end]
        header = _BREAK.split(written, maxsplit=1)[0].split("#")[0]
        if "+" not in header:
            return start + len(written.rstrip())
        breaks = [found.start() for found in _BREAK.finditer(written) if found.end() == len(written)]
        return start + (breaks[0] if breaks else len(written))

    def _list(self, node: Node) -> Node:
        at = node.end if node.flow else node.start
        while not isinstance(event := next(self._events), SequenceEndEvent):
            start = event.start_mark.index if node.flow else skip_blank(self.text, at)
            after = start if node.flow else start + 1
            value = self._node(event, after)
            at = max(value.end, after)
            node.entries.append(Entry(start, at, value, value_from=after))
        return self._closed(node, event)

    def _mapping(self, node: Node) -> Node:
        while not isinstance(event := next(self._events), MappingEndEvent):
            key_start, key_end = event.start_mark.index, event.end_mark.index
            after = self._after_colon(key_end)
            value = self._node(next(self._events), after)
            end = max(value.end, after)
            node.entries.append(Entry(key_start, end, value, event.value, key_end, after))
        return self._closed(node, event)

    def _after_colon(self, key_end: int) -> int:
        at = skip_blank(self.text, key_end)
        return at + 1 if self.text[at : at + 1] == ":" else key_end

    def _closed(self, node: Node, event: Any) -> Node:
        if node.flow and event.end_mark.index > event.start_mark.index:
            node.end = event.end_mark.index
        elif node.entries:
            node.start, node.end = node.entries[0].start, node.entries[-1].end
        return node

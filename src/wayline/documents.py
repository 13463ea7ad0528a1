"""YAML files as plain data with places: what the readers of maps, personas and roles stand on.

`read_text(path)` gives the text of a file, `read_documents(text)` its documents. Each `Document` has `data` (dicts, lists, text, numbers,
booleans, None), `place(path)` for the line and column of anything in it, and `source(path)` for a scalar as it was written.

Values follow YAML 1.2 and are careful with what people write in tables: `yes`, `no`, `on`, `2013-02-01`, `007`, `0x1F`, `1_000`, `12:30` and
numbers that a double cannot hold stay text. Keys are always text. Tags are refused, anchors and aliases are legal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from wayline.errors import InputError, ProductError
from wayline.findings import Finding

MAX_BYTES = 10_000_000
MAX_NODES = 200_000
MAX_DEPTH = 100

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_DIGITS = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Place = tuple[int, int]
PathTuple = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document. Paths are keys and positions from the top: `("stages", 0, "title")`."""

    data: Any
    root: Node

    def place(self, path: PathTuple = (), *, key: bool = False) -> Place:
        """(line, column), from 1, of the value at `path`, or of its key; of the nearest thing around it where there is none."""
        parent, node, last = self._walk(path)
        if key and parent is not None and last in parent.key_places:
            return parent.key_places[last]
        return node.place

    def source(self, path: PathTuple) -> str:
        """The scalar at `path` as it was written (without quotes); empty for lists, mappings and what is not there."""
        here: Node | None = self.root
        for part in path:
            here = here.children.get(part) if here else None
        return here.source if here else ""

    def _walk(self, path: PathTuple) -> tuple[Node | None, Node, str | int]:
        parent, node, last = None, self.root, "" if not path else path[0]
        for part in path:
            child = node.children.get(part)
            if child is None:
                break
            parent, node, last = node, child, part
        return parent, node, last


@dataclass(slots=True)
class Node:
    """A value with its place, the places of its keys, and how many nodes it stands for once aliases are expanded."""

    place: Place
    data: Any = None
    source: str = ""
    children: dict[str | int, Node] = field(default_factory=dict)
    key_places: dict[str | int, Place] = field(default_factory=dict)
    size: int = 1
    height: int = 0


def read_text(path: Path, *, error: type[ProductError] = InputError) -> str:
    """The text of a UTF-8 file (a byte-order mark is dropped). Raises `error` for a missing, too large or otherwise encoded file."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise error(f"{path}: cannot be read: {problem.strerror or problem}") from None
    return decode(content, str(path), error=error)


def decode(content: bytes, path: str = "", *, error: type[ProductError] = InputError) -> str:
    """Bytes as text; see `read_text`."""
    if len(content) > MAX_BYTES:
        raise _refusal(error, path, (1, 1), f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = content[: problem.start]
        place = (before.count(b"\n") + 1, problem.start - (before.rfind(b"\n") + 1) + 1)
        raise _refusal(error, path, place, "the file is not UTF-8 text; save it as UTF-8") from None


def read_documents(text: str, path: str = "", *, error: type[ProductError] = InputError) -> tuple[Document, ...]:
    """All documents of a YAML text; none for an empty one.

    Raises `error`, with line and column in its message and in its one finding, for syntax errors, tags, duplicate keys, keys that are no
    scalars, control characters, and for more than MAX_BYTES bytes, MAX_NODES values (aliases expanded) or MAX_DEPTH levels.
    """
    text = text.removeprefix("\ufeff")
    try:
        _check_characters(text)
        return tuple(Document(node.data, node) for node in _Composer(_events(text)).documents())
    except _RefusedError as refused:
        raise _refusal(error, path, refused.place, refused.message) from None


class _RefusedError(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def _refusal(error: type[ProductError], path: str, place: Place, message: str) -> ProductError:
    line, column = place
    finding = Finding("yaml", "error", message, where=path, line=line, column=column)
    return error(f"{path or 'text'}:{line}:{column}: {message}", findings=(finding,))


def _check_characters(text: str) -> None:
    if len(text) > MAX_BYTES:
        raise _RefusedError((1, 1), f"the text is larger than {MAX_BYTES // 1_000_000} MB")
    found = _FORBIDDEN.search(text)
    if found:
        before = text[: found.start()]
        place = (before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1)
        raise _RefusedError(place, _control(found[0]))


def _control(character: str) -> str:
    return f"the control character U+{ord(character):04X} is not text"


def _events(text: str) -> Iterator[Any]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(str(part) for part in (problem.context, problem.problem) if part)
        raise _RefusedError(place, f"not valid YAML: {said}") from None
    except (
        YAMLError,
        ValueError,
        OverflowError,
    ) as problem:  # the parser lets `"\\U00110000"` and its like through to `chr`
        raise _RefusedError((1, 1), f"not valid YAML: {(str(problem).splitlines() or ['?'])[0]}") from None


class _Composer:
    """Events in, nodes out; counts what aliases expand to before anything is expanded."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchors: dict[str, Node | None] = {}
        self._seen = 0

    def documents(self) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                self._anchors = {}
                yield self._node(next(self._events), 0)

    def _node(self, event: Any, depth: int) -> Node:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        self._count(place, depth)
        if isinstance(event, AliasEvent):
            return self._alias(event, place, depth)
        if event.ctag is not None:
            raise _RefusedError(
                place, f"tags are not allowed here: {event.ctag}; write plain values, and text in quotes"
            )
        if event.anchor:
            self._anchors[event.anchor] = None
        node = self._filled(event, Node(place), depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _count(self, place: Place, depth: int, size: int = 1) -> None:
        self._seen += size
        if self._seen > MAX_NODES:
            raise _RefusedError(place, f"more than {MAX_NODES:,} values, counting what aliases stand for")
        if depth > MAX_DEPTH:
            raise _RefusedError(place, f"more than {MAX_DEPTH} levels deep")

    def _alias(self, event: AliasEvent, place: Place, depth: int) -> Node:
        target = self._anchors.get(event.anchor)
        if target is None:
            inside = event.anchor in self._anchors
            raise _RefusedError(
                place, f"the alias *{event.anchor} {'stands inside itself' if inside else 'has no anchor'}"
            )
        self._count(place, depth + target.height, target.size - 1)
        return Node(place, target.data, target.source, target.children, target.key_places, target.size, target.height)

    def _filled(self, event: Any, node: Node, depth: int) -> Node:
        if isinstance(event, MappingStartEvent):
            return self._mapping(node, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(node, depth)
        if event.style == '"' and (found := _FORBIDDEN.search(event.value)):  # written as an escape
            raise _RefusedError(node.place, _control(found[0]))
        node.source = event.value
        node.data = event.value if event.style else _plain(event.value)
        return node

    def _sequence(self, node: Node, depth: int) -> Node:
        node.data = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            child = self._node(event, depth + 1)
            _adopt(node, len(node.data), child)
            node.data.append(child.data)
        return node

    def _mapping(self, node: Node, depth: int) -> Node:
        node.data = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            name, place = self._key(event, node)
            child = self._node(next(self._events), depth + 1)
            _adopt(node, name, child)
            node.key_places[name] = place
            node.data[name] = child.data
        return node

    def _key(self, event: Any, node: Node) -> tuple[str, Place]:
        if not isinstance(event, ScalarEvent):
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            raise _RefusedError(place, "a key must be one plain name")
        key = self._node(event, 0)
        if key.source == "<<" and not event.style:
            raise _RefusedError(key.place, "merge keys (<<) are not part of YAML 1.2; write the keys out")
        if key.source in node.data:
            line = node.key_places[key.source][0]
            raise _RefusedError(key.place, f"the key '{key.source}' stands here twice; first on line {line}")
        return key.source, key.place


def _adopt(node: Node, name: str | int, child: Node) -> None:
    node.children[name] = child
    node.size += child.size
    node.height = max(node.height, child.height + 1)


def _plain(text: str) -> str | int | float | bool | None:
    """An unquoted scalar as YAML 1.2 reads it, save that what looks like an id stays text."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not _DIGITS.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text

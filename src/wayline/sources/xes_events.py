"""The grammar of XES: log, traces, events, typed attributes. Text in, one dictionary an event out; document types and entities are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from wayline.sources.byte_stream import DamagedFileError
from wayline.sources.json_text import Literal, json_text
from wayline.sources.raw import LONGEST_RAW

CASE = "case:"
"""Stands before the keys of a trace's attributes."""

NESTED = ":nested"
"""Stands after the key of an attribute that has attributes of its own; they are JSON text."""

MOST_HELD = 100_000
"""Events of a trace that wait for its end: only attributes of a trace after so many events do not reach the first ones."""

MOST_DEPTH = 64
MOST_TEXT = 32 << 20
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_HOLDERS = frozenset({"list", "container"})
_ASIDE = frozenset({"global", "extension", "classifier"})


@dataclass(frozen=True, slots=True)
class XesEvent:
    """One event: its attributes with those of its trace, the line on which it begins, and why it is no row (empty: it is one)."""

    cells: dict[str, str | None]
    line: int
    rule: str = ""
    message: str = ""


@dataclass(slots=True)
class _Attribute:
    """An attribute while it is read: its kind, key and value, and the attributes inside it."""

    kind: str
    key: str
    value: str | None
    inside: list[_Attribute] = field(default_factory=list)

    def plain(self) -> object:
        if self.kind == "list":
            return [{one.key: one.plain()} for one in self.inside]
        if self.kind == "container":
            return {one.key: one.plain() for one in self.inside}
        value: object = self.value
        if self.kind in ("int", "float") and self.value is not None and self.value.lstrip("-")[:1].isdigit():
            value = Literal(self.value)
        return {"value": value, **{one.key: one.plain() for one in self.inside}} if self.inside else value

    def cells(self) -> Iterator[tuple[str, str | None]]:
        if self.kind in _HOLDERS:
            yield self.key, json_text(self.plain())
            return
        yield self.key, self.value
        if self.inside:
            yield self.key + NESTED, json_text({one.key: one.plain() for one in self.inside})


@dataclass
class XesReader:
    """Reads a log piece by piece; `counts` says how often something was passed over."""

    counts: Counter[str] = field(default_factory=Counter)
    _open: list[str] = field(default_factory=list)
    _stack: list[_Attribute] = field(default_factory=list)
    _case: dict[str, str | None] = field(default_factory=dict)
    _event: dict[str, str | None] = field(default_factory=dict)
    _line: int = 0
    _fault: str = ""
    _held: list[XesEvent] = field(default_factory=list)
    _done: list[XesEvent] = field(default_factory=list)
    _aside: int = 0
    _in_trace: bool = False
    _in_event: bool = False

    def read(self, pieces: Iterable[bytes]) -> Iterator[XesEvent]:
        """All events in file order. Raises DamagedFileError where the text is no XES or cannot be told apart any more."""
        parser = self._parser = self._new_parser()
        try:
            for piece in pieces:
                parser.Parse(piece, False)
                yield from self._ready()
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from self._ready()
            raise DamagedFileError(
                f"the XES log is no well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}"
            ) from error
        yield from self._ready()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        return parser

    def _ready(self) -> list[XesEvent]:
        if len(self._held) >= MOST_HELD:
            self._release()
        ready, self._done = self._done, []
        return ready

    def _release(self) -> None:
        for event in self._held:
            event.cells.update(self._case)
        self._done += self._held
        self._held = []

    def _refuse_doctype(self, *_: object) -> None:
        raise DamagedFileError(
            "the XES log has a document type (DOCTYPE), which can name other files and is not read",
            hint="Take the line with <!DOCTYPE …> out of the file; XES needs none.",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._open.append(name)
        if len(self._open) > MOST_DEPTH:
            raise DamagedFileError(f"the XES log is nested deeper than {MOST_DEPTH} levels")
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name in ("trace", "event"):
            self._begin(name)
        elif name in _VALUES or name in _HOLDERS:
            self._stack.append(_Attribute(name, attributes.get("key", ""), attributes.get("value")))
        elif name not in ("log", "values"):
            self.counts[name] += 1

    def _begin(self, name: str) -> None:
        if self._in_event or (self._in_trace and name == "trace") or self._stack:
            line = self._parser.CurrentLineNumber
            raise DamagedFileError(
                f"the XES log has a <{name}> inside {self._around()}, line {line}: whose it is cannot be told"
            )
        if name == "trace":
            self._in_trace, self._case = True, {}
        else:
            self._in_event, self._event, self._fault = True, {}, ""
            self._line = self._parser.CurrentLineNumber

    def _around(self) -> str:
        return "an attribute" if self._stack else "an <event>" if self._in_event else "a <trace>"

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._open.pop()
        if self._aside:
            self._aside -= 1
        elif name == "event":
            self._finish_event()
        elif name == "trace":
            self._release()
            self._in_trace, self._case = False, {}
        elif name in _VALUES or name in _HOLDERS:
            self._finish_attribute(self._stack.pop())

    def _finish_event(self) -> None:
        rule = "bad-attribute" if self._fault else ""
        event = XesEvent(self._event, self._line, rule, self._fault)
        (self._held if self._in_trace else self._done).append(event)
        self._in_event = False

    def _finish_attribute(self, attribute: _Attribute) -> None:
        if self._stack:
            self._stack[-1].inside.append(attribute)
        elif self._in_event:
            self._keep(attribute, self._event, "")
        elif self._in_trace:
            self._keep(attribute, self._case, CASE)

    def _keep(self, attribute: _Attribute, cells: dict[str, str | None], prefix: str) -> None:
        if not attribute.key:
            self._fault = self._fault or f"an attribute <{attribute.kind}> has no key"
            return
        for key, value in attribute.cells():
            if prefix + key in cells:
                self.counts["twice"] += 1
            elif value is not None and len(value) > MOST_TEXT:
                self._fault = f"the attribute '{key}' is longer than {MOST_TEXT >> 20} MiB"
            else:
                cells[prefix + key] = value


def shown(event: XesEvent) -> str:
    """An event that is no row, as it is kept."""
    return json_text(event.cells)[:LONGEST_RAW]

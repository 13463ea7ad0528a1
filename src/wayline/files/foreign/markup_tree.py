"""XML as a tree of plain elements: no document type, no entities of its own, limited in depth and size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from wayline.files.foreign.converted import unreadable
from wayline.files.foreign.naming import LONGEST_TEXT, clean

MOST_ELEMENTS = 100_000
MOST_LEVELS = 60


@dataclass(slots=True)
class Element:
    """An element without its namespace, its attributes, and its text."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """Children of these names, in their order."""
        return (child for child in self.children if child.name in names)

    def first(self, *path: str) -> Element | None:
        """The element that a path of names leads to."""
        here: Element | None = self
        for name in path:
            here = next(here.all(name), None) if here else None
        return here

    def said(self, *path: str) -> str:
        """The text at a path of names, empty where there is none."""
        found = self.first(*path)
        return clean(found.text) if found else ""


def parse(text: str, path: str = "") -> Element:
    """The root element. Raises InputError for what is not well-formed, has a document type or is too large."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text, parser.buffer_size = True, 1 << 20
    building = _Building(parser, path)
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.characters
    parser.StartDoctypeDeclHandler = building.doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as problem:
        said = expat.errors.messages.get(problem.code, "not well-formed")
        raise unreadable(path, f"not well-formed XML: {said}", line=problem.lineno) from None
    assert building.root is not None
    return building.root


class _Building:
    def __init__(self, parser: expat.XMLParserType, path: str) -> None:
        self.root: Element | None = None
        self._parser, self._path = parser, path
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self._parser.CurrentLineNumber
        if self._count > MOST_ELEMENTS or len(self._open) >= MOST_LEVELS:
            raise unreadable(self._path, f"more than {MOST_ELEMENTS:,} elements or {MOST_LEVELS} levels", line=line)
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        made = Element(name.rpartition(" ")[2], plain, line)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def end(self, name: str) -> None:  # noqa: ARG002 (the parser says it)
        self._open.pop()

    def characters(self, text: str) -> None:
        if len(self._open[-1].text) < LONGEST_TEXT:
            self._open[-1].text += text

    def doctype(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise unreadable(
            self._path,
            "a document type (DOCTYPE) with its entities is not read",
            line=line,
            hint="Take the DOCTYPE out.",
        )

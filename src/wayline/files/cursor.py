"""Where a reader stands in a document, and what it found wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wayline.documents import Document
from wayline.errors import ProductError
from wayline.findings import Finding

MOST_PROBLEMS = 200
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value in a document, the path to it, and the problems that all cursors of one reading share."""

    document: Document
    data: Any
    path: tuple[str | int, ...] = ()
    problems: list[Finding] = field(default_factory=list)

    @staticmethod
    def top(document: Document) -> Cursor:
        return Cursor(document, document.data)

    def child(self, part: str | int) -> Cursor:
        """The value under a key or at a position that is there."""
        return Cursor(self.document, self.data[part], (*self.path, part), self.problems)

    def to(self, path: tuple[str | int, ...]) -> Cursor:
        """A cursor for any path from the top; a position is left out where one thing stands without a list round it."""
        return Cursor(self.document, None, settled(self.document, path), self.problems)

    @property
    def is_full(self) -> bool:
        """So many problems that no more are noted."""
        return len(self.problems) >= MOST_PROBLEMS

    @property
    def source(self) -> str:
        """The scalar as it was written."""
        return self.document.source(self.path)

    def refuse(self, rule: str, message: str, *, part: str | None = None) -> None:
        """Note what is wrong with this value, or with its key `part`."""
        if self.is_full:
            return
        path = self.path if part is None else (*self.path, part)
        line, column = self.document.place(path, key=part is not None)
        where = ".".join(str(step) for step in self.path)
        self.problems.append(Finding(rule, "error", message, where=where, line=line, column=column))


def settled(document: Document, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """`path` without positions into what is no list, cut where nothing is there."""
    here: Any = document.data
    kept: list[str | int] = []
    for part in path:
        if isinstance(part, int):
            if isinstance(here, list) and part < len(here):
                here = here[part]
                kept.append(part)
        elif isinstance(here, dict) and part in here:
            here = here[part]
            kept.append(part)
        else:
            break
    return tuple(kept)


def refusal(error: type[ProductError], path: str, what: str, problems: list[Finding]) -> ProductError:
    """The problems of one file as one exception: a line each, in the order of the file, and all of them as `findings`."""
    ordered = sorted(problems, key=lambda found: (found.line, found.column))
    lines = [f"{path or 'text'}:{found.line}:{found.column}: {found.message}" for found in ordered]
    if len(lines) == 1:
        return error(lines[0], findings=tuple(ordered))
    rest = [f"… and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return error(
        "\n".join([f"not a valid {what}: {len(lines)} problems", *lines[:MOST_SHOWN], *rest]), findings=tuple(ordered)
    )


def shown(value: Any) -> str:
    """A value as it may stand in a message: short, on one line, and said in words where it is a list or a mapping."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = " ".join(str(value).split())
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"

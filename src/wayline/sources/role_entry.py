"""One value of a roles file with its place, and the small readers that turn it into text, names, numbers, or a refusal with line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from wayline.documents import Document
from wayline.errors import RolesError
from wayline.findings import Finding, nearest

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Entry:
    """The value at `path` of a document; `file` is what messages call the file."""

    document: Document
    path: tuple[str | int, ...]
    file: str

    @property
    def value(self) -> Any:
        here = self.document.data
        for part in self.path:
            here = here[part]
        return here

    @property
    def name(self) -> str:
        """The last key on the way here."""
        return str(self.path[-1]) if self.path else "roles"

    def child(self, key: str | int) -> Entry:
        return replace(self, path=(*self.path, key))

    def refusal(self, message: str, *, hint: str = "", at_key: bool = False) -> RolesError:
        """The error for this entry, with its place in front."""
        line, column = self.document.place(self.path, key=at_key)
        finding = Finding("roles", "error", message, where=self.file, line=line, column=column)
        return RolesError(f"{self.file or 'roles'}:{line}:{column}: {message}", hint=hint, findings=(finding,))

    def text(self) -> str:
        """A scalar as it was written: a column may be called `2014` or `yes`."""
        if isinstance(self.value, list | dict) or self.value is None:
            raise self.refusal(f"{self.name}: expected one text")
        return self.document.source(self.path)

    def names(self) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        if not isinstance(self.value, list):
            return (self.text(),)
        return tuple(self.child(index).text() for index in range(len(self.value)))

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refusal(f"{self.name}: expected a number")
        return float(self.value)

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.refusal(f"{self.name}: expected true or false")
        return self.value

    def one_of(self, known: Sequence[str]) -> str:
        text = self.text()
        if text not in known:
            raise self.refusal(f"{self.name}: '{text}' is not one of {', '.join(known)}.{nearest(text, known)}")
        return text

    def mapping(self, known: Iterable[str] | None = None) -> dict[str, Entry]:
        """The entries of a mapping by key. Keys that are not among `known` are refused with the nearest known one."""
        if not isinstance(self.value, dict):
            raise self.refusal(f"{self.name}: expected a mapping of names to values")
        entries = {key: self.child(key) for key in self.value}
        if known is not None:
            names = tuple(known)
            for key, entry in entries.items():
                if key not in names:
                    raise entry.refusal(
                        f"unknown key '{key}'.{nearest(key, names)}",
                        hint=f"Known here: {', '.join(names)}",
                        at_key=True,
                    )
        return entries


def read_if(entries: dict[str, Entry], key: str, read: Callable[[Entry], Read], otherwise: Read) -> Read:
    """`read` of the entry called `key`, or `otherwise` where there is none."""
    return read(entries[key]) if key in entries else otherwise

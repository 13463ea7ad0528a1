"""The one file that says which version of the event log holds: `current.json`, replaced atomically.

It names, for every table, the folder, the version of its Delta log and the Parquet parts, so that a reader needs one read.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wayline.errors import WorkspaceError

FORMAT = 1
FILE_NAME = "current.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a table. `first` and `last` are the range of `occurred_at` (µs) where the table has it."""

    name: str
    rows: int
    size: int
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class TableState:
    """A table at one version of the log: its folder under `tables/`, the version of its Delta log, its parts in order."""

    folder: str
    delta: int
    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What holds. `counters` are the next free numbers (arrivals, loads, codes by kind, folders): a number is never used twice.

    `bookmarks` say by source, and by a key of what was read from it, how far a growing table was read. `retired` are folders
    that hold no longer, but stay for readers of the version before.
    """

    version: int = 0
    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    counters: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, TableState] = field(default_factory=dict)
    retired: tuple[str, ...] = ()
    bookmarks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        tables = {name: asdict(state) for name, state in self.tables.items()}
        return {
            "format": FORMAT,
            "version": self.version,
            "salt": self.salt,
            "counters": dict(self.counters),
            "tables": tables,
            "retired": list(self.retired),
            "bookmarks": {source: dict(marks) for source, marks in self.bookmarks.items()},
        }


def read_pointer(folder: Path) -> Pointer:
    """The pointer of the log in `folder`; version 0 where nothing was loaded yet.

    Raises WorkspaceError for an unreadable pointer or one that a newer Wayline wrote.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Pointer()
    except OSError as error:
        raise WorkspaceError(f"Cannot read {path}: {error.strerror}.") from error
    try:
        return _parsed(json.loads(text), path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"{path} is damaged: it does not say which version of the event log holds.",
            hint="Restore event-log/ from a copy, or delete it and import the files again.",
        ) from error


def _parsed(plain: dict[str, object], path: Path) -> Pointer:
    written = plain["format"]
    if not isinstance(written, int):
        raise TypeError
    if written > FORMAT:
        raise WorkspaceError(
            f"{path.parent} was written by a newer Wayline (format {written}; this one reads up to {FORMAT}).",
            hint="Upgrade Wayline: pip install --upgrade wayline.",
        )
    tables = plain["tables"]
    counters = plain["counters"]
    version, salt = plain["version"], plain["salt"]
    if not (
        isinstance(tables, dict) and isinstance(counters, dict) and isinstance(version, int) and isinstance(salt, str)
    ):
        raise TypeError
    states = {
        name: TableState(state["folder"], state["delta"], tuple(Part(**part) for part in state["parts"]))
        for name, state in tables.items()
    }
    retired = plain.get("retired", [])
    if not isinstance(retired, list):
        raise TypeError
    bookmarks = plain.get("bookmarks", {})
    if not isinstance(bookmarks, dict) or not all(isinstance(marks, dict) for marks in bookmarks.values()):
        raise TypeError
    return Pointer(
        version=version, salt=salt, counters=counters, tables=states, retired=tuple(retired), bookmarks=bookmarks
    )


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Makes `pointer` the one that holds: the instant of a commit is the rename in here."""
    temporary = folder / f"{FILE_NAME}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(pointer.plain(), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / FILE_NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Makes renames inside `folder` last through a loss of power."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

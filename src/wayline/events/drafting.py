"""Drafting the next version of the event log: under the lock, and without a trace where it does not come to hold.

Apart from `log`, so that whoever only reads does not wait for what writes tables.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from wayline.errors import WorkspaceError
from wayline.events.connection import in_memory
from wayline.events.delta import DeltaError
from wayline.events.draft import Draft, recover
from wayline.events.lock import Progress, writing
from wayline.events.pointer import read_pointer
from wayline.events.staging import Staging
from wayline.events.tables import literal

_MEMORY_LIMIT = "600MB"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_TEXTS = ("No space left", "File too large", "quota exceeded", "enough space")


@contextmanager
def drafting(folder: Path, progress: Progress | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Draft, Staging]]:
    """A draft of the next version; whatever of it does not come to hold is taken away again."""
    with _failed_writes_said(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder, progress=progress):
            before = read_pointer(folder)
            recover(folder, before)
            staging = Staging(folder)
            try:
                with _connected(staging.folder) as con:
                    yield con, Draft(folder, before, staging.folder), staging
            finally:
                staging.close()
                _tidy(folder, before.version)


def _tidy(folder: Path, before: int) -> None:
    """Removes what does not hold: of a failed draft its own files, of a removal those that it took rows from."""
    pointer = read_pointer(folder)
    try:
        recover(folder, pointer)
    except OSError as error:
        if pointer.version == before:
            raise
        raise WorkspaceError(
            f"The event log is at version {pointer.version}, but old files in {folder} cannot be removed: {error}.",
            hint="The next import tries again; `wayline doctor` lists them.",
        ) from error


@contextmanager
def _connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = in_memory()
    try:
        con.execute(f"SET temp_directory = {literal(str(folder / 'spill'))}")
        con.execute(f"SET memory_limit = '{_MEMORY_LIMIT}'")
        yield con
    finally:
        con.close()


@contextmanager
def _failed_writes_said(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, DeltaError) as error:
        full = getattr(error, "errno", None) in _FULL or any(text in str(error) for text in _FULL_TEXTS)
        what = "The disk is full" if full else f"Cannot write: {error}"
        raise WorkspaceError(f"{what} ({folder}).", hint="Nothing was changed. Make room, then try again.") from error

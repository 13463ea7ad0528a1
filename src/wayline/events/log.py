"""The event log of a workspace: one writer, many readers, every change one version that holds whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wayline.errors import NotFoundError
from wayline.events.catalog import SourceRow, read_sources
from wayline.events.lock import Progress
from wayline.events.pointer import read_pointer
from wayline.events.snapshot import Snapshot
from wayline.findings import Finding, nearest

if TYPE_CHECKING:
    from wayline.events.count import FileReport, LoadReport
    from wayline.events.removal import Erasure, Removal
    from wayline.events.staging import Incoming

# What writes tables is imported where something is written: a reader would wait 0.3 s for pyarrow and deltalake.
# ruff: noqa: PLC0415


class EventLog:
    """The event log in one folder. Opening reads nothing but the pointer; only writing needs the lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> EventLog:
        """The log in `folder`, which is made when it is first written. Raises WorkspaceError if it is damaged or of a newer Wayline."""
        read_pointer(folder)
        return cls(folder)

    def snapshot(self) -> Snapshot:
        """The version that holds now; it stays readable while others load."""
        pointer = read_pointer(self.folder)
        return Snapshot(self.folder, pointer.version, pointer.tables)

    def load(
        self,
        incoming: Sequence[Incoming],
        *,
        received_at: int,
        progress: Progress | None = None,
        accept: Callable[[LoadReport], bool] | None = None,
    ) -> LoadReport:
        """Loads files as one version. `accept` sees the report before anything holds; where it says no, nothing is kept.

        `received_at` is µs since the epoch. Raises WorkspaceError where another process is importing or the disk is full.
        """
        from wayline.events.count import LoadReport
        from wayline.events.drafting import drafting
        from wayline.events.load import Load

        with drafting(self.folder, progress) as (con, draft, staging):
            files = tuple(Load(con, self.snapshot(), draft, staging, received_at).run(incoming, progress))
            report = LoadReport(draft.version, True, files)
            changed = any(file.accepted or file.rejected for file in _fresh(files)) or draft.has_new_bookmarks
            if changed and (accept is None or accept(report)):
                draft.commit()
                return report
        return LoadReport(draft.before.version, False, files)

    def bookmark(self, source: str, key: str) -> str:
        """How far a source was read by the last load that holds; "" where it was never read so."""
        return read_pointer(self.folder).bookmarks.get(source, {}).get(key, "")

    def sources(self) -> list[SourceRow]:
        """What is loaded, one row for each table of a source."""
        snapshot = self.snapshot()
        with snapshot.connect() as con:
            return read_sources(con, snapshot)

    def remove_source(self, name: str, *, progress: Progress | None = None) -> Removal:
        """Takes a source out again: its rows in every table, and the names that only it used. Their bytes are gone from the disk.

        Raises NotFoundError that lists the sources.
        """
        from wayline.events.drafting import drafting
        from wayline.events.kept import drop_kept
        from wayline.events.removal import Removal, remove_source

        with drafting(self.folder, progress) as (con, draft, _):
            snapshot = self.snapshot()
            rows = remove_source(con, snapshot, draft, _source_code(snapshot, name))
            draft.drop_bookmarks(lambda source, _: source == name)
            drop_kept(self.folder)
            draft.commit()
        drop_kept(self.folder)  # what was kept meanwhile
        return Removal(draft.version, rows)

    def erase(self, subject: str, *, received_at: int | None = None, progress: Progress | None = None) -> Erasure:
        """Erases a person with all joined ids, an account, an object or a session from every table and from the disk.

        Versions from before can no longer be read, and later loads leave the subject's rows out. Raises NotFoundError.
        """
        from wayline.events.drafting import drafting
        from wayline.events.kept import drop_kept
        from wayline.events.removal import Erasure, erase, joined_ids
        from wayline.events.subject import find_subject

        with drafting(self.folder, progress) as (con, draft, _):
            snapshot = self.snapshot()
            kind, numbers = find_subject(con, snapshot, subject, draft.before.salt)
            ids = joined_ids(con, snapshot, kind, numbers)
            rows = erase(con, snapshot, draft, kind, ids, received_at=received_at or time.time_ns() // 1_000)
            draft.drop_bookmarks(lambda _, reached: any(name in reached for name in ids.values()))
            drop_kept(self.folder)
            draft.commit()
        drop_kept(self.folder)  # what was kept meanwhile
        return Erasure(draft.version, rows, kind, tuple(ids.values()))

    def check(self) -> list[Finding]:
        """What is broken, left over and there."""
        from wayline.events.check import check

        return check(self.folder)


def _source_code(snapshot: Snapshot, name: str) -> int:
    codes = {row.source_name: row.source for row in snapshot.loads()}
    if name not in codes:
        listed = ", ".join(codes) or "none yet"
        raise NotFoundError(f"There is no source '{name}'.{nearest(name, codes)}", hint=f"Sources: {listed}.")
    return codes[name]


def _fresh(files: tuple[FileReport, ...]) -> list[FileReport]:
    return [file for file in files if file.rows > file.skipped]

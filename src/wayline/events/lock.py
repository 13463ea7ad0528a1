"""One writer at a time: a lock that the operating system lets go of when its process ends, however it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wayline.errors import WorkspaceError

WAIT_SECONDS = 5.0
_POLL_SECONDS = 0.05

Progress = Callable[[str], None]


@contextmanager
def writing(folder: Path, *, progress: Progress | None = None, wait_seconds: float | None = None) -> Iterator[None]:
    """Holds the writer's lock of the event log in `folder`.

    Waits up to `wait_seconds` (5 where not given) for another writer, saying so once; then raises WorkspaceError.
    """
    path = folder / "lock"
    try:
        file = path.open("a+b")
    except OSError as error:
        raise WorkspaceError(f"Cannot write in {folder}: {error.strerror}.") from error
    with file:
        _wait_for(file, progress, WAIT_SECONDS if wait_seconds is None else wait_seconds)
        try:
            yield
        finally:
            _release(file)


def _wait_for(file: IO[bytes], progress: Progress | None, wait_seconds: float) -> None:
    give_up = time.monotonic() + wait_seconds
    told = False
    while not _try_lock(file):
        if time.monotonic() >= give_up:
            raise WorkspaceError(
                "Another process is importing into this workspace.",
                hint="Wait until it has finished, then run this command again.",
            )
        if progress and not told:
            progress("waiting for another process that is importing")
            told = True
        time.sleep(_POLL_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

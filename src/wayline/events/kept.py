"""What readers keep beside the event log so as not to read it again: arrays that stand for some of its loads.

A file is written whole or not at all, is checked when it is read, and is gone with the first removal: nothing that was taken out
of the log stays here. A file that is missing, damaged or too large is no error: the log is read instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from wayline.errors import WorkspaceError
from wayline.events.lock import writing
from wayline.events.pointer import read_pointer, sync_folder

FOLDER = "kept"
MOST_BYTES = 2 << 30  # of all files together: beyond it the one that was longest not used is dropped
_MAGIC = b"wayline kept 1\n"
_ALIGNED = 64
_SUFFIX = ".kept"

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: what it says of itself, and its arrays, which lie in the file and cannot be written to."""

    head: Mapping[str, Any]
    arrays: Arrays


def read_kept(log: Path, name: str) -> Kept | None:
    """The file of that name; None where there is none, or none that is whole."""
    path = _path(log, name)
    try:
        mapped = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        return _parsed(mapped)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mark_used(log: Path, name: str) -> None:
    """Let the file be dropped later than others."""
    try:
        os.utime(_path(log, name))
    except OSError:
        return


def write_kept(log: Path, name: str, head: Mapping[str, Any], arrays: Arrays, holds: Callable[[], bool]) -> bool:
    """Keep arrays under a name, in place of what was kept under it; whether that was done.

    `holds` is asked while nobody can remove anything: whether what the arrays stand for is still in the log.
    A folder that cannot be written, or a disk without room, keeps nothing.
    """
    size = sum(array.nbytes for array in arrays.values())
    try:
        folder = log / FOLDER
        folder.mkdir(exist_ok=True)
        if size > MOST_BYTES // 2 or shutil.disk_usage(folder).free < 2 * size:
            return False
        with writing(folder):
            _remove_drafts(folder)
            if not holds():
                return False
            _write(_path(log, name), head, arrays)
            _drop_oldest(folder, _path(log, name))
    except (OSError, WorkspaceError):
        return False
    return True


def still_has(log: Path, parts: Mapping[str, frozenset[str]]) -> bool:
    """Whether the version that holds now has all these parts, by table."""
    tables = read_pointer(log).tables
    now = {table: {part.name for part in state.parts} for table, state in tables.items()}
    return all(names <= now.get(table, set()) for table, names in parts.items())


def drop_kept(log: Path) -> None:
    """Remove every file. Raises WorkspaceError where that cannot be done."""
    folder = log / FOLDER
    if not folder.is_dir():
        return
    with writing(folder):
        for path in (*folder.glob(f"*{_SUFFIX}"), *folder.glob("*.part")):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise WorkspaceError(
                    f"Cannot remove {path}: {error.strerror}.",
                    hint="It may hold what was to be removed from the event log. Delete it, then run this command again.",
                ) from error


def kept_sizes(log: Path) -> list[int]:
    """How many bytes each of the files has."""
    return [_size(path) for path in (log / FOLDER).glob(f"*{_SUFFIX}")]


def _path(log: Path, name: str) -> Path:
    return log / FOLDER / f"{name}{_SUFFIX}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _write(path: Path, head: Mapping[str, Any], arrays: Arrays) -> None:
    draft = path.with_suffix(".part")
    try:
        with draft.open("wb") as file:
            _write_parts(file, head, arrays)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _write_parts(file: IO[bytes], head: Mapping[str, Any], arrays: Arrays) -> None:
    listed, place = [], 0
    for name, array in arrays.items():
        listed.append({"name": name, "type": array.dtype.str, "length": len(array), "at": place, "sum": _sum(array)})
        place += _padded(array.nbytes)
    told = json.dumps({"head": dict(head), "arrays": listed, "bytes": place}).encode()
    opening = _MAGIC + len(told).to_bytes(8, "little") + hashlib.blake2b(told, digest_size=16).digest() + told
    file.write(opening.ljust(_padded(len(opening)), b"\0"))
    for array in arrays.values():
        file.write(np.ascontiguousarray(array).data.cast("B") if len(array) else b"")
        file.write(b"\0" * (_padded(array.nbytes) - array.nbytes))


def _parsed(mapped: NDArray[np.uint8]) -> Kept:
    start = len(_MAGIC) + 8 + 16
    opening = mapped[:start].tobytes()
    length = int.from_bytes(opening[len(_MAGIC) : len(_MAGIC) + 8], "little")
    if not opening.startswith(_MAGIC) or start + length > len(mapped):
        raise ValueError
    told = mapped[start : start + length].tobytes()
    if hashlib.blake2b(told, digest_size=16).digest() != opening[-16:]:
        raise ValueError
    plain = json.loads(told)
    body = mapped[_padded(start + length) :]
    if len(body) != plain["bytes"]:
        raise ValueError
    return Kept(plain["head"], {one["name"]: _array(body, one) for one in plain["arrays"]})


def _array(body: NDArray[np.uint8], about: Mapping[str, Any]) -> NDArray[Any]:
    kind = np.dtype(about["type"])
    found: NDArray[Any] = body[about["at"] : about["at"] + about["length"] * kind.itemsize].view(kind)
    if _sum(found) != about["sum"]:
        raise ValueError
    return found


def _sum(array: NDArray[Any]) -> str:
    content = np.ascontiguousarray(array).data.cast("B") if len(array) else b""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _remove_drafts(folder: Path) -> None:
    """What a process left that ended while it wrote: whoever has the lock is the only one that writes."""
    for path in folder.glob("*.part"):
        path.unlink(missing_ok=True)


def _drop_oldest(folder: Path, newest: Path) -> None:
    others = sorted(
        (path for path in folder.glob(f"*{_SUFFIX}") if path != newest), key=lambda path: path.stat().st_mtime
    )
    while others and _size(newest) + sum(map(_size, others)) > MOST_BYTES:
        others.pop(0).unlink(missing_ok=True)

"""The bytes of a file in order: opened with clear errors, unzipped by its first bytes, counted for progress."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wayline.errors import InputError
from wayline.sources.raw import Progress

CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"


class DamagedFileError(InputError):
    """The bytes stop or make no sense before the end. Whoever counts rows says after which one."""

    code = "damaged"


@dataclass(frozen=True, slots=True)
class ByteStream:
    """A regular, readable file; `size` in bytes as it lies on the disk."""

    path: Path
    size: int
    zipped: bool

    def chunks(self, progress: Progress) -> Iterator[bytes]:
        """Its content, unzipped, in pieces of about 1 MiB. Raises DamagedFileError."""
        pieces = self._stored(progress)
        return _unzipped(pieces, self.path) if self.zipped else pieces

    def head(self, size: int) -> bytes:
        """At most the first `size` bytes of the content; damage beyond them is not seen."""
        taken = b""
        for chunk in self.chunks(lambda _done, _total: None):
            taken += chunk
            if len(taken) >= size:
                break
        return taken[:size]

    def _stored(self, progress: Progress) -> Iterator[bytes]:
        done = 0
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    done += len(chunk)
                    progress(done, self.size)
                    yield chunk
        except OSError as error:
            raise DamagedFileError(f"{self.path} cannot be read on: {error.strerror or error}") from error


def byte_stream(path: Path) -> ByteStream:
    """Looks at the file without reading it through. Raises InputError for what is no readable, non-empty file."""
    try:
        status = path.stat()
        _refuse_other_kinds(path, status.st_mode)
        with path.open("rb") as file:
            magic = file.read(2)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist", hint=_neighbours(path)) from error
    except PermissionError as error:
        raise InputError(
            f"{path} may not be read by this user",
            hint="Ask its owner for read access, or copy it to a place you may read.",
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be opened: {error}") from error
    if not magic:
        raise InputError(f"{path} is empty (0 bytes)", hint="Expected a table with a header line; export it again.")
    return ByteStream(path, status.st_size, magic == GZIP_MAGIC)


def _refuse_other_kinds(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError(f"{path} is a folder, expected a file", hint=f"Name the files in it, for example {path}/*.csv")
    if not stat.S_ISREG(mode):
        raise InputError(
            f"{path} is no regular file", hint="Save the table into a file first; it is read more than once."
        )


def _neighbours(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    except OSError:
        return f"The folder {path.parent} does not exist either, or may not be read."
    if not names:
        return f"The folder {path.parent} holds no files."
    more = ", …" if len(names) > 8 else ""
    return f"The folder {path.parent} holds: {', '.join(names[:8])}{more}"


def _unzipped(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=31)
    for piece in pieces:
        rest = piece
        while rest:
            if member.eof:
                rest = rest.lstrip(b"\0")  # tape and block devices pad with zeros between and after members
                if not rest:
                    break
                member = zlib.decompressobj(wbits=31)
            try:
                text = member.decompress(rest, CHUNK)
            except zlib.error as error:
                raise DamagedFileError(f"{path} is damaged: its gzip data do not unpack ({error})") from error
            if text:
                yield text
            rest = member.unused_data if member.eof else member.unconsumed_tail
    yield from _last_of(member, path)


def _last_of(member: zlib._Decompress, path: Path) -> Iterator[bytes]:
    while not member.eof:
        text = member.decompress(member.unconsumed_tail, CHUNK)
        if not text:
            raise DamagedFileError(f"{path} is cut off: the gzip data end before their end mark")
        yield text

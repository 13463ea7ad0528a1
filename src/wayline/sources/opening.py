"""The door of the readers: a path becomes a RawTable, whichever format it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wayline.errors import InputError
from wayline.sources.byte_stream import ByteStream, DamagedFileError, byte_stream
from wayline.sources.csv import open_csv
from wayline.sources.json_lines import open_json
from wayline.sources.json_wrapped import cut_by, unwrapped
from wayline.sources.parquet import open_parquet
from wayline.sources.raw import DETECT, RawTable, ReadOptions
from wayline.sources.shapes.known import SHAPES, shape_named
from wayline.sources.shapes.shape import Shape, renamed, shaped
from wayline.sources.signature import Kind, kind_of
from wayline.sources.xes import open_xes
from wayline.sources.xlsx import open_xlsx

HEAD = 1 << 20
HINTS = 1 << 16


def open_table(path: Path, read: ReadOptions = DETECT) -> RawTable:
    """Opens a file of rows by its content, whatever its suffix says; `read.shape` adds the columns of a known layout.

    Raises InputError that says what is there, what was expected and what to do: for a missing, empty or damaged file,
    a format that is not read, and a text whose shape has to be asked for. RolesError for an unknown layout.
    """
    shape = shape_named(read.shape) if read.shape else None
    stream, head, kind = _looked_at(Path(path))
    return _shaped(stream, head, kind, read, shape) if shape else _opened(stream, head, kind, read)


def recognised(path: Path) -> RawTable:
    """Opens a file that nobody has described yet: with the columns of the first known layout that fits it, else as it is.

    Raises InputError as `open_table` does.
    """
    stream, head, kind = _looked_at(Path(path))
    for shape in SHAPES if kind not in ("parquet", "xes", "xlsx") else ():
        if not shape.hint.search(head[:HINTS]):
            continue
        try:
            raw = _shaped(stream, head, kind, DETECT, shape)
        except InputError:
            continue
        if shape.fits(raw):
            return raw
    return _opened(stream, head, kind, DETECT)


def _looked_at(path: Path) -> tuple[ByteStream, bytes, Kind]:
    stream = byte_stream(path)
    try:
        head = stream.head(HEAD)
    except DamagedFileError as error:
        raise InputError(error.message, hint="Nothing of it can be trusted; copy or export it again.") from error
    return stream, head, kind_of(stream, head)


def _opened(stream: ByteStream, head: bytes, kind: Kind, read: ReadOptions) -> RawTable:
    if kind == "parquet":
        return open_parquet(stream, read)
    if kind == "xlsx":
        return open_xlsx(stream, read)
    if kind == "xes":
        return open_xes(stream, read)
    if kind == "text":
        return open_csv(stream, head, read)
    return open_json(stream, head, read, array=kind == "json-array")


def _shaped(stream: ByteStream, head: bytes, kind: Kind, read: ReadOptions, shape: Shape) -> RawTable:
    if shape.renamed and kind == "text" and shape.hint.search(head[:HINTS]):
        plain = replace(read, delimiter="\t", quote="none", header="no")
        return shaped(renamed(open_csv(stream, head, plain), shape), shape)
    if kind == "json-lines" and (shape.wrapped or shape.flatten):
        cut = cut_by(shape.flatten or unwrapped(shape.wrapped))
        return shaped(open_json(stream, head, read, array=False, cut=cut), shape)
    return shaped(_opened(stream, head, kind, read), shape)

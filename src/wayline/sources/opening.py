"""The door of the readers: a path becomes a RawTable, whichever format it holds."""

from __future__ import annotations

from pathlib import Path

from wayline.errors import InputError
from wayline.sources.byte_stream import DamagedFileError, byte_stream
from wayline.sources.csv import open_csv
from wayline.sources.json_lines import open_json
from wayline.sources.parquet import open_parquet
from wayline.sources.raw import DETECT, RawTable, ReadOptions
from wayline.sources.signature import kind_of
from wayline.sources.xes import open_xes
from wayline.sources.xlsx import open_xlsx

HEAD = 1 << 20


def open_table(path: Path, read: ReadOptions = DETECT) -> RawTable:
    """Opens a file of rows by its content, whatever its suffix says.

    Raises InputError that says what is there, what was expected and what to do: for a missing, empty or damaged file,
    a format that is not read, and a text whose shape has to be asked for.
    """
    stream = byte_stream(Path(path))
    try:
        head = stream.head(HEAD)
    except DamagedFileError as error:
        raise InputError(error.message, hint="Nothing of it can be trusted; copy or export it again.") from error
    kind = kind_of(stream, head)
    if kind == "parquet":
        return open_parquet(stream, read)
    if kind == "xlsx":
        return open_xlsx(stream, read)
    if kind == "xes":
        return open_xes(stream, read)
    if kind == "text":
        return open_csv(stream, head, read)
    return open_json(stream, head, read, array=kind == "json-array")

"""The door of the readers: a path becomes a RawTable, whichever format it holds."""

from __future__ import annotations

from pathlib import Path

from wayline.sources.csv import open_csv
from wayline.sources.raw import RawTable, ReadOptions


def open_table(path: Path, read: ReadOptions = ReadOptions()) -> RawTable:
    """Opens a file of rows by its content. Raises InputError that says what is there, what was expected, what to do."""
    return open_csv(path, read)

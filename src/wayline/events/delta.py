"""The door to Delta Lake: parts are written by us, sorted, and then registered in the table's own log.

Only numbers stand in a Delta log (counts and ranges of integer columns), so that an erased id is nowhere in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, create_table_with_add_actions

from wayline.events.pointer import Part
from wayline.events.tables import TABLES

__all__ = ["DeltaError", "append", "create", "part_names", "restore", "schema_of"]

_TYPES = {"INTEGER": "integer", "BIGINT": "long", "VARCHAR": "string", "DOUBLE": "double", "BOOLEAN": "boolean"}


def create(folder: Path, table: str, parts: Sequence[Part]) -> int:
    """Makes a Delta table of the Parquet files `parts` in `folder`; its version is 0."""
    statistics = "occurred_at,arrival" if table == "events" else "load,received_at"
    create_table_with_add_actions(
        str(folder),
        schema_of(table),
        [_added(folder, part) for part in parts],
        configuration={"delta.dataSkippingStatsColumns": statistics},
    )
    return 0


def append(folder: Path, table: str, parts: Sequence[Part]) -> int:
    """Adds Parquet files that lie in `folder` to its Delta table; returns the table's new version."""
    found = DeltaTable(folder)
    found.create_write_transaction([_added(folder, part) for part in parts], "append", schema_of(table))
    found.update_incremental()
    return found.version()


def part_names(folder: Path, version: int | None = None) -> set[str]:
    """The names of the Parquet files that belong to a version, without one to the newest."""
    return {Path(uri).name for uri in DeltaTable(folder, version=version).file_uris()}


def restore(folder: Path, version: int) -> None:
    """Makes the newest version equal to an earlier one: the next append builds on that."""
    DeltaTable(folder).restore(version, ignore_missing_files=True)


def schema_of(table: str) -> Schema:
    return Schema([Field(name, PrimitiveType(_TYPES[kind])) for name, kind in TABLES[table].items()])


def _added(folder: Path, part: Part) -> AddAction:
    stats: dict[str, object] = {"numRecords": part.rows}
    if part.first is not None:
        stats |= {
            "minValues": {"occurred_at": part.first},
            "maxValues": {"occurred_at": part.last},
            "nullCount": {"occurred_at": 0},
        }
    written = int((folder / part.name).stat().st_mtime * 1000)
    return AddAction(part.name, part.size, {}, written, data_change=True, stats=json.dumps(stats))

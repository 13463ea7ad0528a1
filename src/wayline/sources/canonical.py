"""Raw rows and roles in, stage tables out: the one door, batch after batch, with memory that does not grow with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wayline.errors import RolesError
from wayline.sources.canonical_events import event_chunk
from wayline.sources.canonical_people import people_chunk
from wayline.sources.canonical_voice import voice_chunk
from wayline.sources.chunk import Chunk
from wayline.sources.raw import Progress, RawBatch, RawTable
from wayline.sources.role_model import Roles, bound
from wayline.sources.sheet import Sheet, read_as, sheet_of
from wayline.sources.zones import zone_problem

if TYPE_CHECKING:
    import duckdb

__all__ = ["Chunk", "canonicalize"]

Cut = Callable[["duckdb.DuckDBPyConnection", RawBatch, Sheet, Roles, str], Chunk]


def canonicalize(
    con: duckdb.DuckDBPyConnection,
    raw: RawTable,
    roles: Roles,
    *,
    zone: str,
    progress: Progress | None = None,
) -> Iterator[Chunk]:
    """The rows of `raw` in canonical form, a chunk a batch; rows in = accepted + rejected in each of them.

    `zone` is the workspace's: wall-clock times are read in it where the roles name none, and a finding says so. `con` is any DuckDB connection;
    only a temporary view is made on it. Raises RolesError for columns that are not there and for an unknown zone, before the first row is read.
    """
    roles = bound(roles, raw.columns)
    problem = zone_problem(roles.read.zone or zone)
    if problem:
        raise RolesError(problem)
    read, cut = read_as(roles.read, raw.read), _CUTS[roles.table]
    is_nested = raw.format not in ("csv", "tsv", "xlsx")

    def cut_one(batch: RawBatch) -> Chunk:
        return cut(con, batch, sheet_of(raw.columns, batch, read, is_nested=is_nested), roles, zone)

    return map(cut_one, raw.batches(progress=progress))


_CUTS: dict[str, Cut] = {"events": event_chunk, "voice": voice_chunk, "people": people_chunk, "accounts": people_chunk}

"""Raw rows and roles in, stage tables out: the one door, batch after batch, with memory that does not grow with the file."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
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
    moments = [*roles.times.values(), *(milestone.at for milestone in roles.milestones)]
    times = [moment.column for moment in moments if not (moment.unit or moment.format or read.dates)]
    is_nested = raw.format not in ("csv", "tsv", "xlsx")

    def cut_one(con: duckdb.DuckDBPyConnection, batch: RawBatch) -> Chunk:
        sheet = sheet_of(raw.columns, batch, read, is_nested=is_nested, times=times)
        return cut(con, batch, sheet, roles, zone)

    return _ahead(con, raw.batches(progress=progress), cut_one)


def _ahead(
    con: duckdb.DuckDBPyConnection,
    batches: Iterable[RawBatch],
    cut: Callable[[duckdb.DuckDBPyConnection, RawBatch], Chunk],
) -> Iterator[Chunk]:
    """The chunks in the order of their batches. While one is used, the next are cut, each on a connection of its own; few are held."""
    cursors: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for _ in range(_WORKERS):
        cursors.put(con.cursor())

    def work(batch: RawBatch) -> Chunk:
        cursor = cursors.get()
        try:
            return cut(cursor, batch)
        finally:
            cursors.put(cursor)

    pool = ThreadPoolExecutor(_WORKERS, "canonical")
    try:
        waiting: deque[Future[Chunk]] = deque()
        for batch in batches:
            waiting.append(pool.submit(work, batch))
            if len(waiting) > _WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_WORKERS = max(1, min(4, os.cpu_count() or 1))


_CUTS: dict[str, Cut] = {"events": event_chunk, "voice": voice_chunk, "people": people_chunk, "accounts": people_chunk}

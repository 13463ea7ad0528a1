"""Files of new events that come in the order of their times: each batch is coded and written as it will stay, as it is read.

What stands in the log afterwards is what the ordinary way (staged, coded, placed, sorted) would have put there. A file that turns
out to be another one is taken back, and goes that way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wayline.events.coder import Coder, TooManyNamesError
from wayline.events.draft import Draft
from wayline.events.instant import CrowdedInstantError, Instant
from wayline.events.lock import Progress
from wayline.events.part_writer import EVENTS, PartWriter
from wayline.events.snapshot import Snapshot
from wayline.events.stage import OWN_ID, own_id_sql
from wayline.events.staging import Chunk, Incoming, StagedFile, Staging

_CODED = {
    **{kind: f"{kind}_id" for kind in ("person", "account", "session")},
    **{kind: kind for kind in ("event", "channel", "direction", "referrer", "campaign", "currency")},
}
_UNFILLED = ("object_id", "event_id", "received_at")  # with these the file goes the ordinary way
_NEVER = -(2**63)


class _AnotherWayError(Exception):
    """The file is none of new events in their order."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A file of events that the log or this load has: how it was read, and its last time."""

    source: str
    reading: tuple[str, str, str]
    last: int | None


class Ordered:
    """Takes the first files of a load, as long as they are of this kind."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, log: Snapshot, draft: Draft, staging: Staging, received_at: int
    ) -> None:
        self.con, self.draft, self.staging, self.received_at = con, draft, staging, received_at
        self.coder = Coder(con, log.relation("names"), draft)
        self._before = [
            _Before(load.source_name, (load.roles, load.zone, load.clock), load.last)
            for load in log.loads(con)
            if load.table == "events"
        ]
        self._expected: list[_Before] = []
        self._goes_on = not log.rows("erased")

    def plan(self, load: Sequence[Incoming]) -> None:
        """What is still to come: files of one source that are read in several ways are compared row by row."""
        self._expected = [_Before(file.source, _reading(file), None) for file in load if file.table == "events"]

    def add(self, incoming: Incoming, progress: Progress | None) -> StagedFile | Incoming:
        """The file, written; or what of it is to be staged."""
        if not self._goes_on or incoming.table != "events" or iter(incoming.chunks) is incoming.chunks:
            self._goes_on = False
            return incoming
        chunks = iter(incoming.chunks)
        first = next(chunks, None)
        after = self._last_known(incoming)
        if first is None or after is None or not _comes_in_order(first, after):
            self._goes_on = False
            return replace(incoming, chunks=chain([first] if first is not None else [], chunks))
        return self._written(incoming, chain([first], chunks), after, progress)

    def _written(
        self, incoming: Incoming, chunks: Iterator[Chunk], after: int, progress: Progress | None
    ) -> StagedFile | Incoming:
        staged, coded = self.staging.mark(), self.coder.mark()
        file = self.staging.begin(incoming)
        try:
            _OrderedFile(self, file, after).write(chunks, progress)
        except (_AnotherWayError, TooManyNamesError, CrowdedInstantError):
            self.staging.back_to(staged)
            self.coder.back_to(coded)
            self._goes_on = False
            return incoming
        self._before.append(_Before(incoming.source, _reading(incoming), file.last))
        return file

    def _last_known(self, incoming: Incoming) -> int | None:
        """The last time that the log or this load has of the source; None where more than times would have to be compared.

        Equal rows have equal times as long as they are read alike: what is later than all that is known is new.
        """
        same_source = [one for one in (*self._before, *self._expected) if one.source == incoming.source]
        if any(one.reading != _reading(incoming) for one in same_source):
            return None
        return max((one.last for one in same_source if one.last is not None), default=_NEVER)


def _reading(file: Incoming) -> tuple[str, str, str]:
    return file.roles_json, file.zone, file.clock


def _comes_in_order(chunk: Chunk, after: int) -> bool:
    """Whether the rows are events, one each, without ids of their own, each at its predecessor's time or later, all later than `after`."""
    others = (table.num_rows for name, table in chunk.tables.items() if name != "events")
    events = chunk.tables.get("events")
    if events is None or not events.num_rows or any(others):
        return False
    if any(events[name].null_count < events.num_rows for name in _UNFILLED) or pc.max(events["k_in_row"]).as_py():
        return False
    times, rows = (events[name].combine_chunks() for name in ("occurred_at", "row"))
    return times.null_count == 0 and times[0].as_py() > after and _rises(times, pc.less_equal) and _rises(rows, pc.less)


def _rises(values: pa.Array, compare: Callable[[pa.Array, pa.Array], pa.Array]) -> bool:
    neighbours = compare(values.slice(0, len(values) - 1), values.slice(1))
    return pc.all(neighbours).as_py() is not False


class _OrderedFile:
    """One file on its way into parts."""

    def __init__(self, load: Ordered, file: StagedFile, after: int) -> None:
        self.load, self.file, self.after = load, file, after
        self.instant = Instant()
        self.arrival = load.draft.peek("arrival", 0) + load.staging.written
        self.number = load.draft.peek("load") + file.no
        self.source = load.coder.one("source", file.incoming.source)

    def write(self, chunks: Iterator[Chunk], progress: Progress | None) -> None:
        with PartWriter(self.load.staging.folder, f"ordered-{self.file.no}") as writer:
            for chunk in chunks:
                self.load.staging.note(self.file, chunk, progress)
                if any(table.num_rows for table in chunk.tables.values()):
                    writer.write(self._physical(chunk))
        self.load.staging.keep(self.file, writer.parts)

    def _physical(self, chunk: Chunk) -> pa.Table:
        """The rows as they stand in the log."""
        if not _comes_in_order(chunk, self.after):
            raise _AnotherWayError
        events = chunk.tables["events"].combine_chunks()
        count = events.num_rows
        times = events["occurred_at"].combine_chunks()
        self.after = times[-1].as_py() - 1  # the next may come at the same time
        constant = {"source": self.source, "load": self.number, "received_at": self.load.received_at}
        columns = {
            "arrival": pa.arange(self.arrival, self.arrival + count),
            "occurred_at": times,
            "event_id": self._ids(events, times.to_numpy()),
            **{kind: self._codes(kind, events[column]) for kind, column in _CODED.items()},
            **{name: pa.repeat(pa.scalar(value, EVENTS.field(name).type), count) for name, value in constant.items()},
            **{name: events[name] for name in ("amount", "source_zone", "properties")},
        }
        self.arrival += count
        absent = {field.name: pa.nulls(count, field.type) for field in EVENTS if field.name not in columns}
        return pa.table({name: {**columns, **absent}[name] for name in EVENTS.names}, schema=EVENTS)

    def _codes(self, kind: str, names: pa.ChunkedArray) -> pa.Array:
        if names.null_count == len(names):
            return pa.nulls(len(names), pa.int32())
        return self.load.coder.code(kind, names.combine_chunks())

    def _ids(self, events: pa.Table, times: NDArray[np.int64]) -> pa.Array:
        """The ids of the rows; those of repeated rows say which of the identical ones each is."""
        hashes = events["row_hash"].combine_chunks()
        repeated = self.instant.repeats(times, hashes)
        ids = self._first_ids(events)
        if not repeated:
            return ids
        self.file.identical += len(repeated)
        places = sorted(repeated)
        source = self.file.incoming.source
        own = [
            _own_id(source, row_hash, repeated[place])
            for place, row_hash in zip(places, hashes.take(pa.array(places)).to_pylist(), strict=True)
        ]
        mask = np.zeros(len(ids), np.bool_)
        mask[places] = True
        return pc.replace_with_mask(ids, pa.array(mask), pa.array(own))

    def _first_ids(self, events: pa.Table) -> pa.Array:
        if OWN_ID in events.column_names:
            return events[OWN_ID].combine_chunks()
        source = pa.scalar(self.file.incoming.source)
        hashed = pa.table({"source": pa.repeat(source, events.num_rows), "row_hash": events["row_hash"]})
        self.load.con.register("hashed", hashed)
        query = f"SELECT {own_id_sql('source', 'row_hash', '1')} AS id FROM hashed"
        ids = self.load.con.sql(query).to_arrow_table()["id"].combine_chunks()
        self.load.con.unregister("hashed")
        return ids


def _own_id(source: str, row_hash: str, k: int) -> str:
    """As `own_id_sql` says it."""
    return hashlib.md5(f"{source}\x1f{row_hash}\x1f{k}".encode(), usedforsecurity=False).hexdigest()

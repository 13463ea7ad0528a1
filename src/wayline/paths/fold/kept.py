"""What the fold has read of a log, kept for a longer log: only what is new is read then, and whom it changes.

Kept is what of every question about some bindings is the same: the candidates of touches, how many events of each name a subject
has, and which names lie between which touches. Nothing of it depends on when one looks, on a window or a segment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wayline.bindings.conditions import Names
from wayline.bindings.match import Bound
from wayline.bindings.sql_text import Named as Query
from wayline.bindings.sql_text import Plan
from wayline.events.kept import Kept, mark_used, read_kept, still_has, write_kept
from wayline.events.snapshot import Snapshot
from wayline.paths.fold.gaps import Gaps
from wayline.paths.fold.named import Cells, Named, merged, named_of
from wayline.paths.fold.scan import Columns, batches, candidates, nothing, slot_of
from wayline.paths.fold.shape import Bools, Ints
from wayline.paths.fold.sweep import Swept, sweep
from wayline.paths.ready import kernel_folder
from wayline.paths.tables import as_view

TABLES = ("events", "identities", "superseded")
MOST_CHANGED = 5  # where more than a fifth of the subjects changes everything is read
ANEW = 50  # once a fiftieth of the events is new all is kept anew
MOST_KEPT = 512 << 20  # bytes of candidates


@dataclass(frozen=True, slots=True)
class Asking:
    """What is read of a log: whose events, by which selectors. `limits`: whatever else says which events are walked."""

    unit: str
    bounds: tuple[Bound, ...]
    names: Names
    limits: str

    @property
    def key(self) -> str:
        told = repr((_sources(), self.unit, self.bounds, self.limits))
        return hashlib.sha256(told.encode()).hexdigest()[:24]


@cache
def _sources() -> str:
    """A digest of the code that says what is read: another version reads anew."""
    package = Path(__file__).parents[2]
    digest = hashlib.sha256(kernel_folder().name.encode())  # that of the kernels and all beside them
    for folder in ("paths", "bindings"):
        for source in sorted((package / folder).glob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


@dataclass(slots=True)
class Newer:
    """Rows that come on top of what is kept: slot, occurred_at, arrival, event of events, and candidates with their selector.

    `gone`: by slot, whose kept rows are read anew.
    """

    events: Columns
    candidates: list[Columns]
    gone: Bools
    rows: int


@dataclass
class Keeping:
    """One fold with what an earlier one has kept, and for a later one. `said`: what was read, for people."""

    con: duckdb.DuckDBPyConnection
    plan: Plan
    log: Snapshot
    latest: int
    load: int
    asking: Asking
    before: Kept | None = None
    newer: Newer | None = None
    said: str = ""
    must_keep: bool = False
    read: list[Columns] = field(default_factory=list)
    swept: Swept | None = None
    named: Named | None = None
    gaps: Gaps | None = None
    marked: list[int] = field(default_factory=list)

    def bits(self, codes: Sequence[int]) -> Ints:
        """The bits of event codes in the masks of `gaps`."""
        return np.array([self.marked.index(code) for code in codes], dtype=np.int64)

    def reading(self) -> tuple[list[Columns], Swept | None]:
        """The candidates of the whole log, and what a scan of all events has told besides, if that had to be.

        `named` is set afterwards, but where there are too many names and subjects: then nothing is kept.
        """
        self.before, self.said = self._known()
        if self.before is not None:
            self.newer = self._newer(self.before)
        if self.before is None or self.newer is None:
            self.before, self.newer = None, None
            self._read_all()
        else:
            mark_used(self.log.folder, self.asking.key)
            self.read = [self._stayed(self.before.arrays, self.newer.gone), *self.newer.candidates]
            more = named_of(self.newer.events[0], self.newer.events[3], self.asking.names.size("event"))
            self.named = merged(_named(self.before.arrays), more, self.newer.gone)
        self.read = [batch for batch in self.read if len(batch[0])]
        return list(self.read), self.swept

    def _read_all(self) -> None:
        asked = (self.con, self.asking.unit, self.asking.bounds, self.asking.names)
        cells = Cells(self.asking.names.size("event"))
        self.swept = sweep(*asked, also=cells.count)
        if self.swept is not None:
            self.read = self.swept.columns()
        else:
            self.read = candidates(*asked)
            cells = Cells(self.asking.names.size("event"))
            columns = f"{slot_of(self.asking.unit)}, event"
            for slot, event in batches(self.con, f"SELECT {columns} FROM walked WHERE subject IS NOT NULL"):
                cells.count(slot, event)
        self.named = cells.named()

    def _known(self) -> tuple[Kept | None, str]:
        """What is kept and still holds, or why all is read."""
        kept = read_kept(self.log.folder, self.asking.key)
        if kept is None:
            return None, "all events read: nothing was kept for these bindings"
        told = kept.head["parts"]
        if any(self._lost(told, table) for table in TABLES[1:]) or not self._has_all_events(told["events"], kept):
            return None, "all events read: rows were removed from the event log"
        return kept, ""

    def _lost(self, told: Mapping[str, Any], table: str) -> bool:
        return not told[table].keys() <= {part.name for part in self.log.parts(table)}

    def _has_all_events(self, told: Mapping[str, int], kept: Kept) -> bool:
        """Rows of earlier loads are never added to: as many as there were are the same. Merged parts hold them under other names."""
        now = {part.name for part in self.log.parts("events")}
        merged = sum(rows for name, rows in told.items() if name not in now)
        if merged == 0:
            return True
        others = [part.name for part in self.log.parts("events") if part.name in told]
        sql = f"SELECT count(*) FROM {self.log.later('events', others, -1)} WHERE load <= {kept.head['load']}"
        return bool(self.con.execute(sql).fetchall()[0][0] == merged)

    def _newer(self, kept: Kept) -> Newer | None:
        """What later loads brought, and all of those whose order or owner they changed; None where these are too many."""
        parts = self.log.later("events", kept.head["parts"]["events"], kept.head["load"])
        with self._stored(parts):
            fresh = self._rows("TRUE")
            named = self._candidates("TRUE")
        changed = self._changed(kept, fresh)
        if len(changed) * MOST_CHANGED > kept.head["subjects"] + len(changed):
            self.said = f"all events read: {len(changed):,} subjects have late events, corrections or another id"
            return None
        slots = 1 + max(int(fresh[0].max(initial=-1)), int(changed.max(initial=-1)))
        gone = np.zeros(max(slots, len(kept.arrays["first"]) - 1), dtype=np.bool_)
        gone[changed] = True
        rows = len(fresh[0])
        if len(changed):
            fresh, named = self._with_changed(gone, changed, fresh, named)
        also = f"; subjects read anew: {len(changed):,}" if len(changed) else ""
        whole = f"{self.log.rows('events'):,}"
        self.said = f"{rows:,} of {whole} events read, those after version {kept.head['version']}{also}"
        return Newer(fresh, [_locked(batch) for batch in named], gone, rows)

    def _with_changed(
        self, gone: Bools, changed: Ints, fresh: Columns, named: list[Columns]
    ) -> tuple[Columns, list[Columns]]:
        self.con.execute("CREATE OR REPLACE TEMP TABLE changed_subjects (subject BIGINT)")
        self.con.register("changed_slots", pa.table({"subject": changed}))
        self.con.execute("INSERT INTO changed_subjects SELECT subject FROM changed_slots")
        self.con.unregister("changed_slots")
        only = "subject IN (SELECT subject FROM changed_subjects)"
        anew = self._rows(only)
        others = [_chosen(batch, ~gone[batch[0]]) for batch in named]
        return _joined([_chosen(fresh, ~gone[fresh[0]]), anew]), [*others, *self._candidates(only)]

    def _rows(self, only: str) -> Columns:
        columns = f"{slot_of(self.asking.unit)}, occurred_at, arrival, event"
        sql = f"SELECT {columns} FROM walked WHERE subject IS NOT NULL AND {only}"
        return _joined([_NO_ROWS, *batches(self.con, sql)])

    def _candidates(self, only: str) -> list[Columns]:
        return candidates(self.con, self.asking.unit, self.asking.bounds, self.asking.names, only)

    @contextmanager
    def _stored(self, relation: str) -> Iterator[None]:
        """Every view that is made of the stored events sees these alone."""
        as_view(self.con, Query("stored_events", relation))
        try:
            yield
        finally:
            as_view(self.con, Query("stored_events", self.log.relation("events")))

    def _changed(self, kept: Kept, fresh: Columns) -> Ints:
        """Slots of subjects whose kept rows are no longer theirs, or no longer before all others."""
        slot, at, _, _ = fresh
        found = [slot[at < kept.head["latest"]]]
        if self.asking.unit == "person" and self._has_more(kept, "identities"):
            found.append(self._another_id(kept.head["load"]))
        if self._has_more(kept, "superseded"):
            found.append(self._corrected(kept.head["load"]))
        return np.unique(np.concatenate(found)).astype(np.int64)

    def _has_more(self, kept: Kept, table: str) -> bool:
        now = {part.name for part in self.log.parts(table)}
        return bool(now != kept.head["parts"][table].keys())

    def _another_id(self, load: int) -> Ints:
        """Who has become another person, whom they were, and whom they are."""
        each = "SELECT person, arg_max(canonical, load) AS canonical FROM {} GROUP BY person"
        known = each.format(f"(SELECT * FROM {self.log.relation('identities')} WHERE load <= {load})")
        sql = (
            f"SELECT n.person, n.canonical, coalesce(b.canonical, n.person) AS was FROM ({each.format(self.log.relation('identities'))}) n "
            f"LEFT JOIN ({known}) b ON b.person = n.person WHERE n.canonical <> coalesce(b.canonical, n.person)"
        )
        return _flat(self.con.execute(sql).fetchnumpy())

    def _corrected(self, load: int) -> Ints:
        """Whose events were replaced, by whatever they were replaced."""
        replaced = f"SELECT arrival FROM {self.log.relation('superseded')} WHERE load > {load}"
        holding = next(query for query in self.plan.queries if query.name == "current_events")
        as_view(
            self.con, Query("current_events", f"SELECT * FROM stored_events WHERE arrival IN ({replaced})", kept=False)
        )
        try:
            sql = f"SELECT DISTINCT {slot_of(self.asking.unit)} AS slot FROM walked WHERE subject IS NOT NULL"
            return _flat(self.con.execute(sql).fetchnumpy())
        finally:
            as_view(self.con, holding)

    def _stayed(self, arrays: Mapping[str, NDArray[Any]], gone: Bools) -> Columns:
        slot = arrays["slot"].astype(np.int64)
        selector = arrays["selector"] if len(arrays["selector"]) else nothing(np.int32)
        columns = (slot, arrays["at"], arrays["arrival"], arrays["event"].astype(np.int32), selector)
        return _locked(_chosen(columns, ~gone[slot]) if gone.any() else columns)

    @property
    def is_worth_it(self) -> bool:
        """Whether what was found shall be kept, in place of what was kept before."""
        if self.newer is None or self.before is None:
            return sum(sum(column.nbytes for column in batch) for batch in self.read) <= MOST_KEPT
        return self.must_keep or bool(self.newer.gone.any() or self.newer.rows * ANEW >= self.log.rows("events"))

    def keep(self) -> None:
        """Keep what was found, if that is worth it."""
        if self.named is None or self.gaps is None or not self.is_worth_it:
            return
        slot, at, arrival, event, selector = _joined([*self.read, (*_NO_ROWS, nothing(np.int32))])
        arrays = {"slot": narrow(slot), "at": at, "arrival": arrival, "event": narrow(event), "selector": selector}
        arrays |= {
            "first": narrow(self.named.first),
            "name": narrow(self.named.event),
            "events": narrow(self.named.events),
        }
        arrays |= {
            "gap_slots": narrow(self.gaps.slots),
            "gap_first": narrow(self.gaps.first),
            "masks": self.gaps.masks,
            "waiting": self.gaps.waiting,
        }
        subjects = int(np.count_nonzero(np.diff(self.named.first)))
        about = {"subjects": subjects, "marked": self.marked}
        parts = {table: {part.name: part.rows for part in self.log.parts(table)} for table in TABLES}
        head = {"version": self.log.version, "load": self.load, "latest": self.latest, "parts": parts, **about}
        names = {table: frozenset(held) for table, held in parts.items()}
        folder = self.log.folder
        write_kept(folder, self.asking.key, head, arrays, lambda: still_has(folder, names))


_NO_ROWS = (nothing(np.int64), nothing(np.int64), nothing(np.int64), nothing(np.int32))


def is_keepable(unit: str, bounds: tuple[Bound, ...], filled: frozenset[str]) -> bool:
    """Whether more events only add to what is known: sessions are cut anew, memberships and traits may change what was before."""
    return unit != "session" and "members" not in filled and not any(bound.selector.segment for bound in bounds)


def _named(arrays: Mapping[str, NDArray[Any]]) -> Named:
    return Named(arrays["first"].astype(np.int64), arrays["name"].astype(np.int32), arrays["events"].astype(np.int32))


def narrow(column: NDArray[Any]) -> NDArray[Any]:
    """The same whole numbers in as few bytes as hold them."""
    if not len(column) or not np.issubdtype(column.dtype, np.signedinteger):
        return column
    low, high = int(column.min()), int(column.max())
    for kind in (np.uint16, np.int32):
        if low >= np.iinfo(kind).min and high <= np.iinfo(kind).max:
            return column.astype(kind)
    return column


def _joined(batches_: list[Columns]) -> Columns:
    return _locked(tuple(np.concatenate(each) for each in zip(*batches_, strict=True)))


def _chosen(columns: Columns, rows: Bools) -> Columns:
    """These rows; a column of nothing stays so."""
    return tuple(column[rows] if len(column) == len(rows) else column for column in columns)


def _locked(columns: Columns) -> Columns:
    for column in columns:
        column.flags.writeable = False
    return columns


def _flat(columns: Mapping[str, Any]) -> Ints:
    return np.concatenate([np.asarray(column, dtype=np.int64) for column in columns.values()])

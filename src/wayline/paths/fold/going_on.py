"""Events by name and between touches, from what was kept and what is new: as `tally` and `ghosts` give them from all events."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np

from wayline.bindings.conditions import Names
from wayline.bindings.sql_text import one_of
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Counts, count_covered
from wayline.paths.fold.gaps import MOST_MARKED, Gaps, bits, chosen, mark, no_gaps, places, taken_over
from wayline.paths.fold.ghosts import Masks
from wayline.paths.fold.kept import Keeping
from wayline.paths.fold.named import (
    Named,
    Told,
    count_cells,
    merged,
    named_of,
    named_of_cells,
    tell,
)
from wayline.paths.fold.scan import batches, nothing, slot_of, with_room
from wayline.paths.fold.shape import Ints
from wayline.paths.fold.tally import MOST_WORDS, EventTally, Groups, TooManyError


def tally_going_on(keeping: Keeping, touches: Entries, groups: Groups, steps: int) -> EventTally:
    """Count every event by name. Raises TooManyError."""
    codes = _codes(keeping.asking.names)
    named = _named(keeping, codes)
    subjects = int(np.count_nonzero(np.diff(named.first)))
    keeping.found = {"first": named.first, "name": named.event, "events": named.events, "head": {"subjects": subjects}}
    told = _nothing_told(groups.number, codes, len(named.first))
    by_slot, matched = groups.by_slot(), np.zeros(codes, np.int64)
    tell(named, touches, places(groups.slots), by_slot, groups.beyond, matched, told)
    covered, ambiguous = np.zeros((2, groups.number, codes), dtype=np.int64)
    count_covered(touches, groups.by_place, steps, _covering(covered, ambiguous))
    return EventTally(told.events, covered, ambiguous, told.unmatched, told.subjects, told.is_ad_hoc)


def _codes(names: Names) -> int:
    return 1 + max(names.codes.get("event", {}).values(), default=-1)


def _nothing_told(groups: int, codes: int, slots: int) -> Told:
    events, unmatched, subjects = np.zeros((3, groups, codes), dtype=np.int64)
    return Told(events, unmatched, subjects, np.zeros(slots, np.bool_))


def _covering(covered: Ints, ambiguous: Ints) -> Counts:
    none, numbers = np.zeros((0, 0), dtype=np.int64), np.zeros(0, np.int64)
    flags, mask = np.zeros(0, np.bool_), np.zeros(0, np.uint8)
    return Counts(none, none, covered, ambiguous, np.zeros(0, np.uint64), 1, numbers, flags, mask)


def _named(keeping: Keeping, codes: int) -> Named:
    if keeping.before is None or keeping.newer is None:
        return _scanned(keeping.con, keeping.asking.unit, codes)
    kept, newer = keeping.before.arrays, keeping.newer
    known = Named(kept["first"].astype(np.int64), kept["name"].astype(np.int32), kept["events"].astype(np.int32))
    return merged(known, named_of(newer.events[0], newer.events[3], codes), newer.gone)


def _scanned(con: duckdb.DuckDBPyConnection, unit: str, codes: int) -> Named:
    cells, carried, filled, slots = np.zeros(0, np.uint8), np.zeros(0, np.int64), np.zeros(1, np.int64), 0
    for slot, event in batches(con, f"SELECT {slot_of(unit)}, event FROM walked WHERE subject IS NOT NULL"):
        slots = max(slots, int(slot.max()) + 1)
        if slots * codes > 8 * MOST_WORDS:
            raise TooManyError
        cells = with_room(cells, slots * codes)
        carried = with_room(carried, int(filled[0]) + len(slot))
        count_cells(slot, event, codes, cells, carried, filled)
    return named_of_cells(with_room(cells, slots * codes)[: slots * codes], codes, carried[: filled[0]])


def masks_going_on(keeping: Keeping, codes: Sequence[int], counted: EventTally, touches: Entries, slots: Ints) -> Masks:
    """For each gap between touches, which of these names lie in it."""
    gaps = no_gaps(touches, slots)
    marked = _marked(keeping, codes, counted, gaps, touches)
    keeping.found |= {"gap_slots": gaps.slots, "gap_first": gaps.first, "masks": gaps.masks}
    keeping.found["head"]["marked"] = list(marked)
    return chosen(gaps.masks, marked, codes)


def _marked(keeping: Keeping, codes: Sequence[int], counted: EventTally, gaps: Gaps, touches: Entries) -> Sequence[int]:
    """Mark the gaps; the codes of the bits."""
    place, events = places(gaps.slots), counted.events.shape[1]
    if keeping.before is not None and keeping.newer is not None and set(codes) <= set(keeping.before.head["marked"]):
        marked = list(keeping.before.head["marked"])
        arrays = keeping.before.arrays
        before = Gaps(arrays["gap_slots"].astype(np.int64), arrays["gap_first"].astype(np.int64), arrays["masks"])
        taken_over(before, gaps, keeping.newer.gone)
        slot, at, arrival, event = keeping.newer.events
        mark(slot, at, arrival, event, place, bits(marked, events), touches, gaps.masks)
        return marked
    keeping.must_keep = True
    marked = _most_marked(codes, counted)
    columns = f"{slot_of(keeping.asking.unit)}, occurred_at, arrival, event"
    sql = f"SELECT {columns} FROM walked WHERE {one_of('event', marked)} AND subject IS NOT NULL"
    for slot, at, arrival, event in batches(keeping.con, sql) if marked else ():
        mark(slot, at, arrival, event, place, bits(marked, events), touches, gaps.masks)
    return marked


def _most_marked(codes: Sequence[int], counted: EventTally) -> list[int]:
    """These codes, and those that may come to stand among them."""
    subjects = counted.subjects.sum(axis=0)
    others = [code for code in np.argsort(-subjects, kind="stable").tolist() if subjects[code] and code not in codes]
    return [*codes, *others][:MOST_MARKED]


def call_each(nobody: Entries) -> None:
    """Call every kernel, with nothing to do: so it is compiled."""
    numbers, short, none = nothing(np.int64), nothing(np.int32), np.zeros(0, np.int64)
    count_cells(numbers, short, 1, np.zeros(0, np.uint8), none, np.zeros(1, np.int64))
    named = named_of_cells(np.zeros(0, np.uint8), 1, none)
    merged(named, named, np.zeros(0, np.bool_))
    place = np.zeros(0, np.int32)
    tell(named, nobody, place, place, 0, np.zeros(1, np.int64), _nothing_told(1, 1, 1))
    mark(numbers, numbers, numbers, short, place, none, nobody, np.zeros(0, np.uint32))

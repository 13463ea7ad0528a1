"""Events by name and between touches, from what was kept and what is new: as `tally` and `ghosts` give them from all events."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayline.bindings.sql_text import one_of
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Counts, count_covered
from wayline.paths.fold.gaps import MOST_MARKED, Gaps, bits, mark, no_gaps, places, taken_over
from wayline.paths.fold.kept import Keeping
from wayline.paths.fold.named import Named, Told, count_cells, merged, named_of_cells, tell
from wayline.paths.fold.scan import batches, nothing, slot_of
from wayline.paths.fold.shape import Ints
from wayline.paths.fold.sweep import between
from wayline.paths.fold.tally import Asked, EventTally, Groups


def tally_named(named: Named, touches: Entries, groups: Groups, asked: Asked) -> EventTally:
    """Every event by name, by group."""
    codes = asked.names.size("event")
    told = _nothing_told(groups.number, codes, len(named.first))
    by_slot, matched = groups.by_slot(), np.zeros(codes, np.int64)
    tell(named, touches, places(groups.slots), by_slot, groups.beyond, matched, told)
    covered, ambiguous = np.zeros((2, groups.number, codes), dtype=np.int64)
    count_covered(touches, groups.by_place, asked.steps, _covering(covered, ambiguous))
    return EventTally(told.events, covered, ambiguous, told.unmatched, told.subjects, told.is_ad_hoc)


def _nothing_told(groups: int, codes: int, slots: int) -> Told:
    events, unmatched, subjects = np.zeros((3, groups, codes), dtype=np.int64)
    return Told(events, unmatched, subjects, np.zeros(slots, np.bool_))


def _covering(covered: Ints, ambiguous: Ints) -> Counts:
    none, numbers = np.zeros((0, 0), dtype=np.int64), np.zeros(0, np.int64)
    flags, mask = np.zeros(0, np.bool_), np.zeros(0, np.uint8)
    return Counts(none, none, covered, ambiguous, np.zeros(0, np.uint64), 1, numbers, flags, mask)


def gaps_going_on(keeping: Keeping, codes: Sequence[int], counted: EventTally, touches: Entries, slots: Ints) -> Gaps:
    """For each gap between touches, which names lie in it, these codes among them; `keeping.marked` are those of the bits."""
    assert keeping.named is not None
    gaps = no_gaps(touches, slots, len(keeping.named.first) - 1)
    if keeping.swept is not None and keeping.swept.is_in_order:
        waiting = keeping.swept.subjects["pending"][: len(gaps.waiting)].copy()
        waiting[slots] = 0
        gaps = gaps._replace(masks=between(keeping.swept, touches, slots), waiting=waiting)
        keeping.marked = _by_bit(keeping.swept.bit)
    elif keeping.newer is not None and keeping.before is not None and set(codes) <= set(keeping.before.head["marked"]):
        _mark_on(keeping, gaps, touches)
    else:
        _mark_all(keeping, _most_marked(codes, counted), gaps, touches)
    keeping.gaps = gaps
    return gaps


def _by_bit(bit: Ints) -> list[int]:
    return [int(code) for code in np.argsort(bit) if bit[code] >= 0]


def _mark_on(keeping: Keeping, gaps: Gaps, touches: Entries) -> None:
    assert keeping.before is not None
    assert keeping.newer is not None
    arrays, keeping.marked = keeping.before.arrays, list(keeping.before.head["marked"])
    before = Gaps(
        arrays["gap_slots"].astype(np.int64), arrays["gap_first"].astype(np.int64), arrays["masks"], arrays["waiting"]
    )
    taken_over(before, gaps, keeping.newer.gone)
    bit = bits(keeping.marked, keeping.asking.names.size("event"))
    slot, at, arrival, event = keeping.newer.events
    mark(slot, at, arrival, event, places(gaps.slots), bit, touches, gaps.masks, gaps.waiting)


def _mark_all(keeping: Keeping, marked: list[int], gaps: Gaps, touches: Entries) -> None:
    keeping.must_keep, keeping.marked = True, marked
    place, bit = places(gaps.slots), bits(marked, keeping.asking.names.size("event"))
    columns = f"{slot_of(keeping.asking.unit)}, occurred_at, arrival, event"
    sql = f"SELECT {columns} FROM walked WHERE {one_of('event', marked)} AND subject IS NOT NULL"
    for slot, at, arrival, event in batches(keeping.con, sql) if marked else ():
        mark(slot, at, arrival, event, place, bit, touches, gaps.masks, gaps.waiting)


def _most_marked(codes: Sequence[int], counted: EventTally) -> list[int]:
    """These codes, and those that may come to stand among them."""
    subjects = counted.subjects.sum(axis=0)
    others = [code for code in np.argsort(-subjects, kind="stable").tolist() if subjects[code] and code not in codes]
    return [*codes, *others][:MOST_MARKED]


def call_each() -> None:
    """Call every kernel, with nothing to do: so it is compiled."""
    numbers, short, none = nothing(np.int64), nothing(np.int32), np.zeros(0, np.int64)
    nobody = Entries(np.zeros(1, np.int64), none, none, np.zeros(0, np.int32), np.zeros(0, np.int32))
    count_cells(numbers, short, 1, np.zeros(0, np.uint8), none, np.zeros(1, np.int64))
    named = named_of_cells(np.zeros(0, np.uint8), 1, none)
    merged(named, named, np.zeros(0, np.bool_))
    place = np.zeros(0, np.int32)
    tell(named, nobody, place, place, 0, np.zeros(1, np.int64), _nothing_told(1, 1, 1))
    mark(numbers, numbers, numbers, short, place, none, nobody, np.zeros(0, np.uint64), np.zeros(0, np.uint64))

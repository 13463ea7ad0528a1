"""How many events of each name every subject has: counted, merged with newer ones, and told as coverage and ghosts."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.scan import with_room
from wayline.paths.fold.shape import Bools, Codes, Ints

MORE = 256  # what a cell of one byte cannot hold is carried
MOST_CELLS = 1 << 30


class Named(NamedTuple):
    """The names of the subject at slot i are `event[first[i]:first[i + 1]]`, in their order, `events` how many it has of each."""

    first: Ints
    event: Codes
    events: Codes


class Told(NamedTuple):
    """By group and event code; `is_ad_hoc` by slot."""

    events: Ints
    unmatched: Ints
    subjects: Ints
    is_ad_hoc: Bools


class Cells:
    """Counts batch after batch, in a cell of one byte for each subject and name; gives up where these are too many."""

    def __init__(self, codes: int) -> None:
        self._codes, self._slots, self.is_too_many = codes, 0, False
        self._cells, self._carried, self._filled = np.zeros(0, np.uint8), np.zeros(0, np.int64), np.zeros(1, np.int64)

    def count(self, slot: Ints, event: Codes) -> None:
        self._slots = max(self._slots, int(slot.max()) + 1)
        size = self._slots * self._codes
        self.is_too_many = self.is_too_many or size > MOST_CELLS
        if not self.is_too_many:
            self._cells = with_room(self._cells, size)
            self._carried = with_room(self._carried, int(self._filled[0]) + len(slot))
            count_cells(slot, event, self._codes, self._cells, self._carried, self._filled)

    def named(self) -> Named | None:
        """What was counted; None where that was too much."""
        if self.is_too_many:
            return None
        size = self._slots * self._codes
        return named_of_cells(with_room(self._cells, size)[:size], self._codes, self._carried[: self._filled[0]])


def named_of(slot: Ints, event: Codes, codes: int) -> Named:
    """Counted in numpy: for few events."""
    cells, events = np.unique(slot * codes + event, return_counts=True)
    slots = int(slot.max(initial=-1)) + 1
    first = np.searchsorted(cells // codes, np.arange(slots + 1)).astype(np.int64)
    return Named(first, (cells % codes).astype(np.int32), events.astype(np.int32))


def named_of_cells(cells: NDArray[np.uint8], codes: int, carried: Ints) -> Named:
    """From one cell a subject and name, and a number for each time that one overflowed."""
    slots = len(cells) // codes if codes else 0
    carried = np.sort(carried)
    first = np.zeros(slots + 1, dtype=np.int64)
    count_filled(cells, codes, carried, first)
    first = np.cumsum(first)
    found = Named(first, np.empty(first[-1], dtype=np.int32), np.empty(first[-1], dtype=np.int32))
    list_filled(cells, codes, carried, found.event, found.events)
    return found


def merged(one: Named, more: Named, gone: Bools) -> Named:
    """Both together; of the first without the subjects that are `gone` (by slot)."""
    first = np.zeros(max(len(one.first), len(more.first)), dtype=np.int64)
    count_merged(one, more, gone, first)
    first = np.cumsum(first)
    event, events = np.empty(first[-1], dtype=np.int32), np.empty(first[-1], dtype=np.int32)
    merge(one, more, gone, first, event, events)
    return Named(first, event, events)


@entry
def count_cells(slot: Ints, event: Codes, codes: int, cells: NDArray[np.uint8], carried: Ints, filled: Ints) -> None:
    """Count a batch; `filled[0]` says how many numbers of `carried` are filled."""
    for i in range(len(slot)):
        cell = slot[i] * codes + event[i]
        cells[cell] += np.uint8(1)
        if cells[cell] == 0:
            carried[filled[0]] = cell
            filled[0] += 1


@entry
def count_filled(cells: NDArray[np.uint8], codes: int, carried: Ints, first: Ints) -> None:
    """`first[slot + 1]` becomes how many names the subject has."""
    at = 0
    for cell in range(len(cells)):
        is_carried = at < len(carried) and carried[at] == cell
        while at < len(carried) and carried[at] == cell:
            at += 1
        if is_carried or cells[cell] > 0:
            first[cell // codes + 1] += 1


@entry
def list_filled(cells: NDArray[np.uint8], codes: int, carried: Ints, event: Codes, events: Codes) -> None:
    """List names and how many there are of each."""
    at, filled = 0, 0
    for cell in range(len(cells)):
        found = int(cells[cell])
        while at < len(carried) and carried[at] == cell:
            found += MORE
            at += 1
        if found > 0:
            event[filled] = cell % codes
            events[filled] = found
            filled += 1


@entry
def count_merged(one: Named, more: Named, gone: Bools, first: Ints) -> None:
    """`first[slot + 1]` becomes how many names the subject has in both."""
    for slot in range(len(first) - 1):
        i, end = _range(one, slot)
        j, end_of_more = _range(more, slot)
        if slot < len(gone) and gone[slot]:
            i = end
        while i < end or j < end_of_more:
            is_one = j == end_of_more or (i < end and one.event[i] <= more.event[j])
            is_more = i == end or (j < end_of_more and more.event[j] <= one.event[i])
            i += 1 if is_one else 0
            j += 1 if is_more else 0
            first[slot + 1] += 1


@entry
def merge(one: Named, more: Named, gone: Bools, first: Ints, event: Codes, events: Codes) -> None:
    """Write both, subject after subject."""
    for slot in range(len(first) - 1):
        i, end = _range(one, slot)
        j, end_of_more = _range(more, slot)
        if slot < len(gone) and gone[slot]:
            i = end
        at = first[slot]
        while i < end or j < end_of_more:
            is_one = j == end_of_more or (i < end and one.event[i] <= more.event[j])
            is_more = i == end or (j < end_of_more and more.event[j] <= one.event[i])
            event[at] = one.event[i] if is_one else more.event[j]
            events[at] = (one.events[i] if is_one else 0) + (more.events[j] if is_more else 0)
            i += 1 if is_one else 0
            j += 1 if is_more else 0
            at += 1


@compiled
def _range(named: Named, slot: int) -> tuple[int, int]:
    if slot + 1 < len(named.first):
        return int(named.first[slot]), int(named.first[slot + 1])
    return 0, 0


@entry
def tell(named: Named, touches: Entries, place: Codes, group: Codes, beyond: int, matched: Ints, told: Told) -> None:
    """Add up by group, which is -1 for who is out of scope. `place`: of a slot among the subjects that have touches, or -1.

    `matched` has a zero for each event code, before and after.
    """
    for slot in range(len(named.first) - 1):
        its_group = group[slot] if slot < len(group) else beyond
        if its_group < 0:
            continue
        owner = place[slot] if slot < len(place) else -1
        low, high = (touches.first[owner], touches.first[owner + 1]) if owner >= 0 else (0, 0)
        for i in range(low, high):
            if i == low or touches.arrival[i] != touches.arrival[i - 1]:
                matched[touches.event[i]] += 1
        for j in range(named.first[slot], named.first[slot + 1]):
            code, events = named.event[j], named.events[j]
            told.events[its_group, code] += events
            if events > matched[code]:
                told.unmatched[its_group, code] += events - matched[code]
                told.subjects[its_group, code] += 1
                told.is_ad_hoc[slot] = True
        for i in range(low, high):
            matched[touches.event[i]] = 0

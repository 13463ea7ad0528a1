"""Events by name, counted in one scan: coverage, ghosts, and who did something that the map does not know."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from wayline.bindings.conditions import Names, event_codes
from wayline.bindings.match import Bound
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Counts, count_covered, count_events, count_subjects, mark_matched
from wayline.paths.fold.scan import asks_of_the_event, batches, nothing, slot_of, with_room
from wayline.paths.fold.shape import Bools, Codes, Ints

MOST_WORDS = 1 << 27  # of 64 bits each: 1 GiB


class TooManyError(Exception):
    """More subjects times event names than the memory should hold."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Group of each subject that has touches, by place; -1 = out of scope. `beyond`: that of all other subjects."""

    by_place: Codes
    slots: Ints
    beyond: int
    kept: Ints | None
    number: int

    def by_slot(self) -> Codes:
        """Group by slot, as far as any is known."""
        others = self.slots if self.kept is None else np.concatenate([self.slots, self.kept])
        found = np.full(int(others.max(initial=-1)) + 1, self.beyond, dtype=np.int32)
        if self.kept is not None:
            found[self.kept] = 0
        found[self.slots] = self.by_place
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the map the count of events must know."""

    unit: str
    bounds: tuple[Bound, ...]
    names: Names
    steps: int


@dataclass(frozen=True, slots=True)
class EventTally:
    """By group and event code; `subjects` counts those with an unmatched event, `is_ad_hoc` tells them by slot."""

    events: Ints
    covered: Ints
    ambiguous: Ints
    unmatched: Ints
    subjects: Ints
    is_ad_hoc: Bools


def tally_events(con: duckdb.DuckDBPyConnection, asked: Asked, touches: Entries, groups: Groups) -> EventTally:
    """Count every event that is walked, by name. Raises TooManyError before it is too late."""
    counts = _no_counts(asked, touches, groups.number)
    by_slot = groups.by_slot()
    arrival = "arrival" if counts.is_partial.any() else ""
    sql = f"SELECT {slot_of(asked.unit)}, event{arrival and ', arrival'} FROM walked WHERE subject IS NOT NULL"
    slots = len(by_slot)
    for batch in batches(con, sql):
        slots = max(slots, int(batch[0].max()) + 1)
        if slots * counts.words > MOST_WORDS:
            raise TooManyError
        counts = counts._replace(seen=with_room(counts.seen, slots * counts.words))
        count_events(batch[0], batch[1], batch[2] if arrival else nothing(np.int64), by_slot, groups.beyond, counts)
    counts = counts._replace(seen=with_room(counts.seen, slots * counts.words))
    count_covered(touches, groups.by_place, asked.steps, counts)
    subjects = np.zeros((groups.number, counts.words * 64), dtype=np.int64)
    is_ad_hoc = np.zeros(slots, dtype=np.bool_)
    count_subjects(by_slot, groups.beyond, counts, subjects, is_ad_hoc)
    named = np.where(counts.bit >= 0, subjects[:, counts.bit], 0)
    return EventTally(counts.events, counts.covered, counts.ambiguous, counts.unmatched, named, is_ad_hoc)


def _no_counts(asked: Asked, touches: Entries, groups: int) -> Counts:
    names = asked.names
    codes = 1 + max(names.codes.get("event", {}).values(), default=-1)
    is_whole, is_partial = np.zeros(codes, dtype=np.bool_), np.zeros(codes, dtype=np.bool_)
    for bound in asked.bounds:
        found = list(event_codes(bound.selector, names))
        only_named = (
            bound.selector.nth is None and bound.selector.within is None and not asks_of_the_event(bound, names)
        )
        (is_whole if only_named else is_partial)[found] = True
    is_partial &= ~is_whole
    bit = np.where(is_whole, -1, np.cumsum(~is_whole) - 1)
    words = max(1, -(-int((~is_whole).sum()) // 64))
    arrivals = touches.arrival if is_partial.any() else touches.arrival[:0]
    matched = np.zeros((int(np.abs(arrivals).max(initial=-1)) >> 3) + 1, dtype=np.uint8)
    mark_matched(arrivals, matched)
    events, unmatched, covered, ambiguous = np.zeros((4, groups, codes), dtype=np.int64)
    seen = np.zeros(0, dtype=np.uint64)
    return Counts(events, unmatched, covered, ambiguous, seen, words, bit.astype(np.int64), is_partial, matched)

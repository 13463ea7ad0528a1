"""One scan for everything, where a log is in order and a map asks of its events their names alone: touches, counts of events, and what lies between."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import numpy as np

from wayline.bindings.conditions import Names, event_codes
from wayline.bindings.match import Bound
from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Words
from wayline.paths.fold.scan import Columns, asks_of_the_event, batches, nothing, slot_of
from wayline.paths.fold.shape import Codes, Ints, Records, records

MOST_NAMES = 62  # that nothing matches: a bit each
MOST_SLOTS = 1 << 24  # half a gigabyte of state
Also = Callable[[Ints, Codes], None]
SUBJECT = np.dtype([("at", np.int64), ("arrival", np.int64), ("pending", np.uint64), ("seen", np.uint64)])


class Found(NamedTuple):
    """Events that a selector lets through, with the names of those that lie between each and the one before it, a bit a name."""

    slot: Ints
    at: Ints
    arrival: Ints
    event: Codes
    between: Words


@dataclass(frozen=True, slots=True)
class Swept:
    """What a scan has found. `bit`: event code → its bit, -1 where events of the name are matched. `events` by code.

    `is_in_order`: only then is `between` right, and the `pending` of a subject, which lies after its last matched event.
    """

    found: list[Found]
    subjects: Records
    bit: Ints
    events: Ints
    is_in_order: bool

    def columns(self) -> list[Columns]:
        """What is found, as `scan.candidates` gives it."""
        return [(each.slot, each.at, each.arrival, each.event, nothing(np.int32)) for each in self.found]


def sweep(
    con: duckdb.DuckDBPyConnection, unit: str, bounds: tuple[Bound, ...], names: Names, also: Also | None = None
) -> Swept | None:
    """Scan the events, None where that does not tell everything: selectors that ask for more than names, too many names or subjects.

    `also` is given the slots and names of every batch.
    """
    if unit == "session" or any(
        bound.selector.nth is not None or bound.selector.within is not None or asks_of_the_event(bound, names)
        for bound in bounds
    ):
        return None
    bit = _bits(bounds, names)
    if bit.max(initial=0) >= MOST_NAMES:
        return None
    found: list[Found] = []
    subjects, events, seen = records(0, SUBJECT), np.zeros(len(bit), np.int64), np.zeros(2, np.int64)
    sql = f"SELECT {slot_of(unit)}, occurred_at, arrival, event FROM walked WHERE subject IS NOT NULL"
    for slot, at, arrival, event in batches(con, sql):
        slots = int(slot.max()) + 1
        if slots > MOST_SLOTS:
            return None
        if slots > len(subjects):
            longer = records(max(slots, 2 * len(subjects)), SUBJECT)
            longer[: len(subjects)] = subjects
            subjects = longer
        into = _room(len(slot))
        sweep_events(slot, at, arrival, event, bit, subjects, events, into, seen)
        found.append(Found._make(column[: seen[0]].copy() for column in into))
        if also is not None:
            also(slot, event)
    return Swept(found, subjects, bit, events, is_in_order=bool(seen[1] == 0))


def _bits(bounds: tuple[Bound, ...], names: Names) -> Ints:
    codes = 1 + max(names.codes.get("event", {}).values(), default=-1)
    is_matched = np.zeros(codes, dtype=np.bool_)
    for bound in bounds:
        is_matched[list(event_codes(bound.selector, names))] = True
    return np.where(is_matched, -1, np.cumsum(~is_matched) - 1).astype(np.int64)


def _room(rows: int) -> Found:
    return Found._make(np.empty(rows, dtype=kind) for kind in (np.int64, np.int64, np.int64, np.int32, np.uint64))


def between(swept: Swept, touches: Entries, slots: Ints) -> Words:
    """By gap between touches (a subject has one more than touches), the bits of the events that lie there."""
    masks = np.zeros(len(touches.at) + len(slots), dtype=np.uint64)
    cursor = np.zeros(int(slots.max(initial=-1)) + 1, dtype=np.int64)
    cursor[slots] = touches.first[:-1]
    owner = np.zeros(len(cursor), dtype=np.int64)
    owner[slots] = np.arange(len(slots))
    for each in swept.found:
        place_between(each.slot, each.between, owner, touches, cursor, masks)
    masks[touches.first[1:] + np.arange(len(slots))] = swept.subjects["pending"][slots]
    return masks


@entry
def sweep_events(
    slot: Ints,
    at: Ints,
    arrival: Ints,
    event: Codes,
    bit: Ints,
    subjects: Records,
    events: Ints,
    into: Found,
    seen: Ints,
) -> None:
    """Sweep a batch. `seen[0]` becomes the number of events in `into`; `seen[1]` counts those that are earlier than the one before."""
    n = 0
    for i in range(len(slot)):
        code = event[i]
        subject = subjects[slot[i]]
        events[code] += 1
        seen[1] += _is_early(at[i], arrival[i], subject.at, subject.arrival)
        subject.at = at[i]
        subject.arrival = arrival[i]
        if bit[code] >= 0:
            subject.pending |= np.uint64(1) << np.uint64(bit[code])
            continue
        into.slot[n] = slot[i]
        into.at[n] = at[i]
        into.arrival[n] = arrival[i]
        into.event[n] = code
        into.between[n] = subject.pending
        n += 1
        subject.seen |= subject.pending
        subject.pending = np.uint64(0)
    seen[0] = n


@compiled
def _is_early(at: int, arrival: int, last_at: int, last_arrival: int) -> int:
    return 1 if at < last_at or (at == last_at and arrival < last_arrival) else 0


@entry
def place_between(slot: Ints, mask: Words, owner: Ints, touches: Entries, cursor: Ints, masks: Words) -> None:
    """Put the bits of each found event before its first touch. `cursor` by slot: the first touch of the next event."""
    for i in range(len(slot)):
        to = cursor[slot[i]]
        end = touches.first[owner[slot[i]] + 1]
        masks[to + owner[slot[i]]] = mask[i]
        arrival = touches.arrival[to]
        while to < end and touches.arrival[to] == arrival:
            to += 1
        cursor[slot[i]] = to

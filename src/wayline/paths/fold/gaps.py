"""Which names of events lie in which gap between two touches of a subject: marked once, kept, and marked on with newer events."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Words
from wayline.paths.fold.shape import Bools, Codes, Ints

MOST_MARKED = 62  # names: a bit each in a whole number with a sign


class Gaps(NamedTuple):
    """A mask for each gap: before, between and after the touches of the subjects at `slots`, whose touches are `first[i]:first[i + 1]`.

    `waiting`: by slot, the names of who has no touch as yet.
    """

    slots: Ints
    first: Ints
    masks: Words
    waiting: Words


def no_gaps(touches: Entries, slots: Ints, subjects: int) -> Gaps:
    """Nothing marked as yet. `subjects`: how many slots there are."""
    masks, waiting = np.zeros(len(touches.at) + len(slots), dtype=np.uint64), np.zeros(subjects, dtype=np.uint64)
    return Gaps(slots, touches.first, masks, waiting)


def taken_over(before: Gaps, now: Gaps, gone: Bools) -> None:
    """Copy what was marked, but of those who are `gone` (by slot). Whoever has more touches now has them at the end."""
    stays = np.flatnonzero(~gone[before.slots])
    owners = np.searchsorted(now.slots, before.slots[stays])
    lengths = np.diff(before.first)[stays] + 1
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    from_ = np.repeat(before.first[stays] + stays, lengths) + inside
    to = np.repeat(now.first[owners] + owners, lengths) + inside
    now.masks[to] = before.masks[from_]
    waited = np.flatnonzero(before.waiting)
    waited = waited[~gone[waited]]
    place = np.searchsorted(now.slots, waited)
    has_come = np.append(now.slots, -1)[place] == waited
    came = place[has_come]
    now.masks[now.first[came] + came] |= before.waiting[waited[has_come]]
    now.waiting[waited[~has_come]] = before.waiting[waited[~has_come]]


def places(slots: Ints) -> Codes:
    """By slot: the place in `slots`, -1 for others."""
    found = np.full(int(slots.max(initial=-1)) + 1, -1, dtype=np.int32)
    found[slots] = np.arange(len(slots))
    return found


def bits(codes: Sequence[int], events: int) -> Ints:
    """By event code: its bit, -1 where it has none."""
    found = np.full(events, -1, dtype=np.int64)
    found[list(codes)] = np.arange(len(codes))
    return found


@entry
def mark(
    slot: Ints,
    at: Ints,
    arrival: Ints,
    event: Codes,
    place: Codes,
    bit: Ints,
    touches: Entries,
    masks: Words,
    waiting: Words,
) -> None:
    """Set the bits of events that are no touches."""
    for i in range(len(slot)):
        owner = place[slot[i]] if slot[i] < len(place) else -1
        if bit[event[i]] < 0:
            continue
        if owner < 0:
            waiting[slot[i]] |= np.uint64(1) << np.uint64(bit[event[i]])
            continue
        mark_gap(owner, at[i], arrival[i], np.uint64(1) << np.uint64(bit[event[i]]), touches, masks)


@compiled
def mark_gap(owner: int, at: int, arrival: int, name: np.uint64, touches: Entries, masks: Words) -> None:
    """Set the bit `name` in the gap between two touches of a subject where an event lies that is none of them."""
    low, end = touches.first[owner], touches.first[owner + 1]
    high = end
    while low < high:
        middle = (low + high) // 2
        is_before = touches.at[middle] < at
        if is_before or (touches.at[middle] == at and touches.arrival[middle] < arrival):
            low = middle + 1
        else:
            high = middle
    if not (low < end and touches.at[low] == at and touches.arrival[low] == arrival):
        masks[low + owner] |= name

"""Kernels over entries, an event and a selector that lets it through: put by subject, in order, and settled to touches."""

# ruff: noqa: PLR0917, SIM110 - kernels are given arrays, not objects, and are plain loops

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.shape import Bools, Codes, Ints, Selectors


class Entries(NamedTuple):
    """Subject after subject, those of one at `first[i]:first[i + 1]`, each in order of (at, arrival).

    `what` is the selector before `settle` and the dense element after it.
    """

    first: Ints
    at: Ints
    arrival: Ints
    event: Codes
    what: Codes


@entry
def tally(slot: Ints, event: Codes, selector: Codes, asked: Selectors, counts: Ints) -> None:
    """Add how many entries each subject has. `selector` empty: every selector of the event lets it through."""
    given = len(selector) > 0
    for i in range(len(slot)):
        counts[slot[i]] += 1 if given else asked.first[event[i] + 1] - asked.first[event[i]]


@entry
def place(
    slot: Ints, at: Ints, arrival: Ints, event: Codes, selector: Codes, asked: Selectors, cursor: Ints, into: Entries
) -> None:
    """Put rows where their subject's entries are; `cursor[slot]` is the next free place."""
    given = len(selector) > 0
    for i in range(len(slot)):
        code = event[i]
        first, last = (0, 1) if given else (asked.first[code], asked.first[code + 1])
        for j in range(first, last):
            to = cursor[slot[i]]
            cursor[slot[i]] = to + 1
            into.at[to] = at[i]
            into.arrival[to] = arrival[i]
            into.event[to] = code
            into.what[to] = selector[i] if given else asked.of_event[j]


@entry
def find_disorder(entries: Entries, disordered: Bools) -> None:
    """Set for every subject whether its entries are out of the order of (at, arrival)."""
    for owner in range(len(disordered)):
        low, high = entries.first[owner], entries.first[owner + 1]
        disordered[owner] = not _in_order(entries.at[low:high], entries.arrival[low:high])


@compiled
def _in_order(at: Ints, arrival: Ints) -> bool:
    for i in range(1, len(at)):
        if at[i] < at[i - 1] or (at[i] == at[i - 1] and arrival[i] < arrival[i - 1]):
            return False
    return True


def put_in_order(entries: Entries) -> int:
    """Sort the entries of every subject that are not in order of (at, arrival); how many subjects that were."""
    disordered = np.empty(len(entries.first) - 1, dtype=np.bool_)
    find_disorder(entries, disordered)
    mended = int(disordered.sum())
    if mended:
        lengths = np.diff(entries.first)
        places = np.flatnonzero(np.repeat(disordered, lengths))
        owners = np.repeat(np.flatnonzero(disordered), lengths[disordered])
        order = places[np.lexsort((entries.arrival[places], entries.at[places], owners))]
        for column in entries[1:]:
            column[places] = column[order]
    return mended


def settle(entries: Entries, asked: Selectors, steps: int, touch_first: Ints) -> None:
    """Turn entries into touches, in place: `nth` and `within` asked, an event a touch of an element once.

    `touch_first` becomes the `first` of the touches.
    """
    longest = 0 if asked.plain else int(np.diff(entries.first).max(initial=0))
    matches, first_touch = np.zeros(len(asked.nth), dtype=np.int64), np.zeros(steps, dtype=np.int64)
    settle_all(entries, asked, np.ones(longest, dtype=np.bool_), matches, first_touch, touch_first)


@entry
def settle_all(
    entries: Entries, asked: Selectors, accepted: Bools, matches: Ints, first_touch: Ints, touch_first: Ints
) -> None:
    """As `settle`, given room for the longest path, for each selector and for each step."""
    written = 0
    for owner in range(len(entries.first) - 1):
        low, high = entries.first[owner], entries.first[owner + 1]
        touch_first[owner] = written
        if not asked.plain:
            _accept(entries, low, high, asked, accepted, matches, first_touch)
        written = _write(entries, low, high, asked, accepted, written)
    touch_first[len(entries.first) - 1] = written


@compiled
def _accept(
    entries: Entries,
    low: int,
    high: int,
    asked: Selectors,
    accepted: Bools,
    matches: Ints,
    first_touch: Ints,
) -> None:
    """Round by round: those of a round look at the first touches that the rounds before have settled."""
    matches[:] = 0
    first_touch[:] = -1
    for level in range(asked.levels):
        for i in range(low, high):
            selector = entries.what[i]
            if asked.level[selector] != level:
                continue
            is_in = _is_within(entries, i, asked.limit[selector], asked.within_of[selector], first_touch)
            if is_in and asked.nth[selector] > 0:
                matches[selector] += 1
                is_in = matches[selector] == asked.nth[selector]
            accepted[i - low] = is_in
        for i in range(low, high):
            selector = entries.what[i]
            element = asked.element[selector]
            is_step = element < len(first_touch)
            if asked.level[selector] == level and accepted[i - low] and is_step and first_touch[element] < 0:
                first_touch[element] = i


@compiled
def _is_within(entries: Entries, i: int, limit: int, of: int, first_touch: Ints) -> bool:
    if of < 0:
        return True
    j = first_touch[of]
    if j < 0 or entries.at[i] > entries.at[j] + limit:
        return False
    if entries.at[i] == entries.at[j]:
        return bool(entries.arrival[i] > entries.arrival[j])
    return bool(entries.at[i] > entries.at[j])


@compiled
def _write(entries: Entries, low: int, high: int, asked: Selectors, accepted: Bools, written: int) -> int:
    """Touches take the places of entries that have been read; how far they reach."""
    row = written  # where the touches of the current event begin
    for i in range(low, high):
        at, arrival = entries.at[i], entries.arrival[i]
        if row < written and (entries.at[row] != at or entries.arrival[row] != arrival):
            row = written
        if not asked.plain and not accepted[i - low]:
            continue
        element = asked.element[entries.what[i]]
        known = False
        for j in range(row, written):
            known = known or entries.what[j] == element
        if not known:
            entries.at[written] = at
            entries.arrival[written] = arrival
            entries.event[written] = entries.event[i]
            entries.what[written] = element
            written += 1
    return written

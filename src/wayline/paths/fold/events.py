"""Kernels that count events by name: all of them, and those that nothing on the map explains."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.shape import Bools, Codes, Ints

Words = NDArray[np.uint64]


class Counts(NamedTuple):
    """By group of subjects and event code. `seen`: 64 bits a word, by slot, one bit for each event name that may be unmatched.

    `bit`: event code → its bit, -1 where every event of the name is matched. `is_partial`: some are matched, those whose arrival is set in `matched`.
    """

    events: Ints
    unmatched: Ints
    covered: Ints
    ambiguous: Ints
    seen: Words
    words: int
    bit: Ints
    is_partial: Bools
    matched: NDArray[np.uint8]


@entry
def count_events(slot: Ints, event: Codes, arrival: Ints, group: Codes, beyond: int, counts: Counts) -> None:
    """Count a batch. `group` by slot, -1 = out of scope; slots past its end are of the group `beyond`."""
    for i in range(len(slot)):
        owner, code = slot[i], event[i]
        its_group = group[owner] if owner < len(group) else beyond
        if its_group < 0:
            continue
        counts.events[its_group, code] += 1
        bit = counts.bit[code]
        if bit < 0 or (counts.is_partial[code] and _is_matched(counts.matched, abs(arrival[i]))):
            continue
        counts.unmatched[its_group, code] += 1
        counts.seen[owner * counts.words + (bit >> 6)] |= np.uint64(1) << np.uint64(bit & 63)


@compiled
def _is_matched(matched: NDArray[np.uint8], arrival: int) -> bool:
    place = arrival >> 3
    return bool(place < len(matched) and (matched[place] >> (arrival & 7)) & 1)


def has_step(touches: Entries, steps: int) -> Bools:
    """Which subjects touch a step at any time."""
    found = np.zeros(len(touches.first) - 1, dtype=np.bool_)
    find_steps(touches, steps, found)
    return found


@entry
def find_steps(touches: Entries, steps: int, found: Bools) -> None:
    """Set `found` for the subjects that touch a step."""
    for owner in range(len(found)):
        for i in range(touches.first[owner], touches.first[owner + 1]):
            found[owner] = found[owner] or touches.what[i] < steps


@entry
def mark_matched(arrival: Ints, matched: NDArray[np.uint8]) -> None:
    """Set the bits of events that are touches, leaves or contacts."""
    for i in range(len(arrival)):
        place = abs(arrival[i])
        matched[place >> 3] |= np.uint8(1 << (place & 7))


@entry
def count_covered(touches: Entries, group: Codes, steps: int, counts: Counts) -> None:
    """Events that are touches of a step, and of several. `group` by subject."""
    for owner in range(len(touches.first) - 1):
        if group[owner] < 0:
            continue
        found = 0
        for i in range(touches.first[owner], touches.first[owner + 1]):
            new = i == touches.first[owner] or touches.arrival[i] != touches.arrival[i - 1]
            found = 0 if new else found
            if touches.what[i] < steps:
                found += 1
                counts.covered[group[owner], touches.event[i]] += 1 if found == 1 else 0
                counts.ambiguous[group[owner], touches.event[i]] += 1 if found == 2 else 0


@entry
def count_subjects(group: Codes, beyond: int, counts: Counts, subjects: Ints, is_ad_hoc: Bools) -> None:
    """Subjects with an unmatched event of each name, by group and bit; by slot whether there is any."""
    for slot in range(len(is_ad_hoc)):
        its_group = group[slot] if slot < len(group) else beyond
        for word in range(counts.words):
            bits = counts.seen[slot * counts.words + word]
            bit = word * 64
            while bits != 0:
                if bits & np.uint64(1):
                    is_ad_hoc[slot] = True
                    if its_group >= 0:
                        subjects[its_group, bit] += 1
                bits >>= np.uint64(1)
                bit += 1

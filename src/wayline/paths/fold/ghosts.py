"""Where events that nothing on the map explains stand among the touches of their subjects, in one scan."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa

from wayline.bindings.sql_text import one_of
from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import Words
from wayline.paths.fold.gaps import bits, mark_gap
from wayline.paths.fold.scan import batches, slot_of
from wayline.paths.fold.shape import Bools, Codes, Ints
from wayline.paths.sql import END, MOST_PLACED, START

assert MOST_PLACED <= 62  # a bit each in a whole number with a sign


def marked(
    con: duckdb.DuckDBPyConnection, unit: str, codes: Sequence[int], touches: Entries, slots: Ints, kept: Bools
) -> Words:
    """By gap between touches (a subject has one more than touches), which of these event codes lie there, a bit each: found by a scan."""
    place = np.full(int(slots.max(initial=-1)) + 1, -1, dtype=np.int32)
    place[slots[kept]] = np.flatnonzero(kept)
    ghost = bits(codes, max(codes, default=-1) + 1)
    masks = np.zeros(len(touches.at) + len(slots), dtype=np.uint64)
    if codes:
        columns = f"{slot_of(unit)}, occurred_at, arrival, event"
        sql = f"SELECT {columns} FROM walked WHERE {one_of('event', codes)} AND subject IS NOT NULL"
        for batch in batches(con, sql):
            mark_gaps(batch[0], batch[1], batch[2], batch[3], place, ghost, touches, masks)
    return masks


def ghost_table(codes: Sequence[int], bits: Ints, masks: Words, touches: Entries, kept: Bools, steps: int) -> pa.Table:
    """The table `ghost_places` of these event codes. `bits`: theirs in the `masks` of gaps; `kept`: which subjects are on the map."""
    counts = np.zeros((len(codes), steps + 1, steps + 1), dtype=np.int64)
    of = np.zeros(len(codes), dtype=np.int64)
    stamps = np.full((2, steps + 1, steps + 1), -1, dtype=np.int64)
    count_gaps(touches, kept, masks, bits, steps, stamps, counts, of)
    event, after, before = np.nonzero(counts)
    return pa.table(
        {
            "event": np.array(codes, dtype=np.int32)[event],
            "after": np.where(after == steps, START, after).astype(np.int32),
            "before": np.where(before == steps, END, before).astype(np.int32),
            "subjects": counts[event, after, before],
            "of": of[event],
        }
    )


@entry
def mark_gaps(
    slot: Ints, at: Ints, arrival: Ints, event: Codes, place: Codes, ghost: Ints, touches: Entries, masks: Words
) -> None:
    """Set in the gap between two touches, where an event lies, the bit of its name. A subject has a gap more than touches."""
    for i in range(len(slot)):
        owner = place[slot[i]] if slot[i] < len(place) else -1
        if owner < 0:
            continue
        mark_gap(owner, at[i], arrival[i], np.uint64(1) << np.uint64(ghost[event[i]]), touches, masks)


@entry
def count_gaps(
    touches: Entries, kept: Bools, masks: Words, bits: Ints, steps: int, stamps: Ints, counts: Ints, of: Ints
) -> None:
    """Count, for each name, the subjects with an event between two steps (START and END are `steps`), and with one at all.

    `bits`: those of the names in `masks`. `stamps[0]` says for which subject `stamps[1]` holds the names counted between two steps.
    """
    for owner in range(len(kept)):
        if not kept[owner]:
            continue
        first, end = touches.first[owner], touches.first[owner + 1]
        after, everything = steps, 0
        i, last = first, first
        while i <= end:
            mask = int(masks[i + owner])
            if mask:
                before = _arrives(touches, i, end, steps)
                known = stamps[1, after, before] if stamps[0, after, before] == owner else 0
                stamps[0, after, before] = owner
                stamps[1, after, before] = known | mask
                everything |= mask
                for name in range(len(of)):
                    counts[name, after, before] += ((mask & ~known) >> bits[name]) & 1
            if i < end and touches.what[i] < steps:
                same = after < steps and touches.arrival[i] == touches.arrival[last]
                after = max(after, touches.what[i]) if same else touches.what[i]
                last = i
            i += 1
        for name in range(len(of)):
            of[name] += (everything >> bits[name]) & 1


@compiled
def _arrives(touches: Entries, i: int, end: int, steps: int) -> int:
    """The first step, in map order, of the first event from place i on that touches any."""
    found = steps
    while i < end:
        if found < steps and touches.arrival[i] != touches.arrival[i - 1]:
            break
        if touches.what[i] < steps:
            found = min(found, touches.what[i])
        i += 1
    return int(found)

"""Where events that nothing on the map explains stand among the touches of their subjects, in one scan."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wayline.bindings.sql_text import one_of
from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.scan import batches, slot_of
from wayline.paths.fold.shape import Bools, Codes, Ints
from wayline.paths.sql import END, MOST_PLACED, START

Masks = NDArray[np.uint16]
assert MOST_PLACED <= 16


def ghost_table(
    con: duckdb.DuckDBPyConnection,
    unit: str,
    codes: Sequence[int],
    touches: Entries,
    slots: Ints,
    kept: Bools,
    steps: int,
) -> pa.Table:
    """The table `ghost_places` of these event codes. `kept`: which subjects are on the map."""
    place = np.full(int(slots.max(initial=-1)) + 1, -1, dtype=np.int32)
    place[slots[kept]] = np.flatnonzero(kept)
    ghost = np.full(max(codes, default=-1) + 1, -1, dtype=np.int64)
    ghost[list(codes)] = np.arange(len(codes))
    masks = np.zeros(len(touches.at) + len(slots), dtype=np.uint16)
    if codes:
        columns = f"{slot_of(unit)}, occurred_at, arrival, event"
        sql = f"SELECT {columns} FROM walked WHERE {one_of('event', codes)} AND subject IS NOT NULL"
        for batch in batches(con, sql):
            mark_gaps(batch[0], batch[1], batch[2], batch[3], place, ghost, touches, masks)
    counts = np.zeros((len(codes), steps + 1, steps + 1), dtype=np.int64)
    of = np.zeros(len(codes), dtype=np.int64)
    count_gaps(touches, kept, masks, steps, np.full((2, steps + 1, steps + 1), -1, dtype=np.int64), counts, of)
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
    slot: Ints, at: Ints, arrival: Ints, event: Codes, place: Codes, ghost: Ints, touches: Entries, masks: Masks
) -> None:
    """Set in the gap between two touches, where an event lies, the bit of its name. A subject has a gap more than touches."""
    for i in range(len(slot)):
        owner = place[slot[i]] if slot[i] < len(place) else -1
        if owner < 0:
            continue
        low, high = touches.first[owner], touches.first[owner + 1]
        end = high
        while low < high:
            middle = (low + high) // 2
            is_before = touches.at[middle] < at[i]
            if is_before or (touches.at[middle] == at[i] and touches.arrival[middle] < arrival[i]):
                low = middle + 1
            else:
                high = middle
        is_touch = low < end and touches.at[low] == at[i] and touches.arrival[low] == arrival[i]
        if not is_touch:
            masks[low + owner] |= np.uint16(1 << ghost[event[i]])


@entry
def count_gaps(touches: Entries, kept: Bools, masks: Masks, steps: int, stamps: Ints, counts: Ints, of: Ints) -> None:
    """Count, for each name, the subjects with an event between two steps (START and END are `steps`), and with one at all.

    `stamps[0]` says for which subject `stamps[1]` holds the names counted between two steps.
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
                    counts[name, after, before] += ((mask & ~known) >> name) & 1
            if i < end and touches.what[i] < steps:
                same = after < steps and touches.arrival[i] == touches.arrival[last]
                after = max(after, touches.what[i]) if same else touches.what[i]
                last = i
            i += 1
        for name in range(len(of)):
            of[name] += (everything >> name) & 1


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

"""Kernels for promises after a step: contact windows and handoffs."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from wayline.paths.fold.compiled import compiled
from wayline.paths.fold.rows import HANDOFFS, WINDOWS
from wayline.paths.fold.shape import Ints, Records, Shape
from wayline.paths.fold.walk import Walk, after, is_at_once


@compiled
def fold_windows(walk: Walk, shape: Shape, at: Ints, step: int, owner: int, rows: Records, fill: Ints) -> None:
    """One row for each window that the first touch of this step opens."""
    start = walk.places[walk.element[step].first]
    k, moment = walk.k[start], at[start]
    for w in range(shape.step[step].window_first, shape.step[step].window_end):
        contact = shape.windows[w].contact
        last = walk.element[contact].end
        opens, closes = moment + shape.windows[w].opens, moment + shape.windows[w].closes
        next_ = after(walk, contact, walk.k, k)
        inside = max(next_, after(walk, contact, at, opens - 1))
        hit = inside < last and at[walk.places[inside]] <= closes
        closed = shape.as_of >= closes
        later = after(walk, contact, at, moment)
        inside_later = later < last and at[walk.places[later]] <= closes
        row = rows[fill[WINDOWS]]
        fill[WINDOWS] += 1
        row.owner = owner
        row.key = contact
        row.hit = hit
        row.early = not hit and closed and next_ < last and at[walk.places[next_]] < opens
        row.late = not hit and closed and next_ < last and at[walk.places[next_]] > closes
        row.missed = not hit and closed and next_ == last
        row.pending = not hit and not closed
        at_once = is_at_once(walk, contact, at, k, moment)
        row.tied = shape.windows[w].opens == 0 and at_once and not inside_later


@compiled
def fold_handoffs(
    walk: Walk, shape: Shape, at: Ints, arrival: Ints, step: int, owner: int, rows: Records, fill: Ints
) -> None:
    """One row for each handoff that the first touch of this step calls for."""
    start = walk.places[walk.element[step].first]
    k, moment = walk.k[start], at[start]
    for h in range(shape.step[step].handoff_first, shape.step[step].handoff_end):
        contact = shape.handoffs[h].contact
        last = walk.element[contact].end
        due = moment + shape.handoffs[h].within
        done = after(walk, contact, walk.k, k)
        later = after(walk, contact, at, moment)
        row = rows[fill[HANDOFFS]]
        fill[HANDOFFS] += 1
        row.owner = owner
        row.key = contact
        is_done = done < last
        if is_done:
            row.arrival = arrival[walk.places[done]]
        row.on_time = is_done and at[walk.places[done]] <= due
        row.late = is_done and at[walk.places[done]] > due
        row.missing = not is_done and shape.as_of >= due
        row.pending = not is_done and shape.as_of < due
        in_time = later < last and at[walk.places[later]] <= due
        row.tied = is_at_once(walk, contact, at, k, moment) and not in_time

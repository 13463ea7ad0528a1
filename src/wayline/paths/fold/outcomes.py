"""Kernels for what followed the first touch of a step or stage: onward, a leave, or nothing yet."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from typing import NamedTuple

from wayline.paths.fold.compiled import compiled
from wayline.paths.fold.shape import Codes, Ints, Records, Shape
from wayline.paths.fold.walk import Walk, after, is_at_once, is_later

MICRO = 1_000_000


class Next(NamedTuple):
    """The first touch after another one: rank and time (k = 0: there is none), and what equal times leave open."""

    k: int
    at: int
    at_once: bool
    surely: bool
    again_at_once: bool


@compiled
def onward(walk: Walk, at: Ints, step: int, targets: Ints) -> Next:
    """The first touch of one of the target steps after the first touch of `step`."""
    start = walk.places[walk.element[step].first]
    k, moment = walk.k[start], at[start]
    best = len(at)
    at_once, surely, again = False, False, False
    for target in targets:
        j = after(walk, target, walk.k, k)
        if j < walk.element[target].end:
            best = min(best, walk.places[j])
        once = is_at_once(walk, target, at, k, moment)
        at_once = at_once or once
        again = again or (once and target == step)
        surely = surely or is_later(walk, target, at, moment)
        surely = surely or (target == step and walk.k[walk.places[walk.element[step].end - 1]] > k)
    if best == len(at):
        return Next(0, 0, at_once, surely, again)
    return Next(walk.k[best], at[best], at_once, surely, again)


@compiled
def leave_after(walk: Walk, at: Ints, leave: int, k: int, moment: int) -> Next:
    """The first leave after a touch of rank k."""
    at_once = is_at_once(walk, leave, at, k, moment)
    surely = is_later(walk, leave, at, moment)
    j = after(walk, leave, walk.k, k)
    if j == walk.element[leave].end:
        return Next(0, 0, at_once, surely, False)
    found = walk.places[j]
    return Next(walk.k[found], at[found], at_once, surely, False)


@compiled
def later_stage(walk: Walk, at: Ints, what: Codes, shape: Shape, stage: int) -> Next:
    """The first touch of a later stage after entering a stage."""
    start = walk.stage[stage].first
    k, moment = walk.k[start], at[start]
    at_once, surely = False, False
    for later in range(stage + 1, shape.stages):
        surely = surely or (walk.stage[later].first >= 0 and walk.stage[later].last_at > moment)
    i = start - 1
    while i >= 0 and at[i] == moment and not at_once:
        at_once = _is_of_later(what[i], shape, stage) and walk.k[i] != k
        i -= 1
    i = start + 1
    while i < len(at):
        if _is_of_later(what[i], shape, stage) and walk.k[i] > k:
            return Next(walk.k[i], at[i], at_once or at[i] == moment, surely, False)
        if not surely and at[i] > moment:
            break
        i += 1
    return Next(0, 0, at_once, surely, False)


@compiled
def _is_of_later(element: int, shape: Shape, stage: int) -> bool:
    return bool(element < shape.steps and shape.step[element].stage > stage)


@compiled
def write_outcome(rows: Records, n: int, start: int, o: Next, leave: Next, as_of: int) -> None:
    """Put down in row n what followed a first touch at `start`."""
    row = rows[n]
    converted, has_left = o.k > 0, leave.k > 0
    row.converted = converted
    row.has_left = not converted and has_left
    row.is_open = not converted and not has_left
    row.tied_onward = o.at_once and not o.surely
    row.tied_wait = o.at_once and not o.again_at_once
    may_leave = leave.surely or leave.at_once
    row.tied_leave = not o.surely and may_leave and not (not o.at_once and leave.surely)
    row.tied_open = not o.surely and not leave.surely and (o.at_once or leave.at_once)
    end = leave.at if has_left else as_of
    row.seconds = ((o.at if converted else end) - start) / MICRO
    is_first = converted and (not has_left or o.k <= leave.k)
    row.first_end = 1 if is_first else (2 if has_left else 0)
    row.first_end_seconds = ((o.at if is_first else end) - start) / MICRO

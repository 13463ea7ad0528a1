"""The kernel that folds touches, subject after subject, into path facts: what `paths.sql` defines, row for row."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from typing import Any

import numpy as np

from wayline.paths.fold.compiled import compiled, entry
from wayline.paths.fold.contacts import fold_handoffs, fold_windows
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.outcomes import MICRO, later_stage, leave_after, onward, write_outcome
from wayline.paths.fold.rows import AIMS, HANDOFFS, KINDS, MOVES, PATHS, SKIPS, STAGES, STEPS, VALUES, WINDOWS, Rows
from wayline.paths.fold.shape import Bools, Codes, Ints, Records, Shape
from wayline.paths.fold.walk import (
    Walk,
    after,
    has_returned,
    path_events,
    set_out,
    stand,
    stand_no_more,
    tidy_up,
)


@compiled
def is_counted(at: Ints, what: Codes, shape: Shape) -> bool:
    """Whether a path begins in the window: with its first touch of a step ever."""
    for i in range(len(at)):
        if what[i] < shape.steps:
            return bool(shape.since <= at[i] < shape.until)
    return False


def count_rows(touches: Entries, kept: Bools, shape: Shape, begin: int, end: int) -> Ints:
    """How many rows of each kind the paths of some subjects will make. `kept` by subject; those not on the map become False in it."""
    sizes = np.zeros(KINDS, dtype=np.int64)
    step_seen, stage_seen = np.full(shape.steps, -1, np.int64), np.full(shape.stages, -1, np.int64)
    count_paths(touches, kept, shape, begin, end, step_seen, stage_seen, sizes)
    return sizes


@entry
def count_paths(
    touches: Entries, kept: Bools, shape: Shape, begin: int, end: int, step_seen: Ints, stage_seen: Ints, sizes: Ints
) -> None:
    """As `count_rows`, given room for the last subject seen in each step and stage, and for the sizes."""
    for owner in range(begin, end):
        low, high = touches.first[owner], touches.first[owner + 1]
        at, what = touches.at[low:high], touches.what[low:high]
        kept[owner] = kept[owner] and is_counted(at, what, shape)
        if kept[owner]:
            _count_path(at, touches.arrival[low:high], what, shape, owner, step_seen, stage_seen, sizes)


@compiled
def _count_path(
    at: Ints, arrival: Ints, what: Codes, shape: Shape, owner: int, step_seen: Ints, stage_seen: Ints, sizes: Ints
) -> None:
    before, highest = -1, 0
    sizes[PATHS] += 1
    sizes[MOVES] += 1
    sizes[VALUES] += len(shape.milestones)
    for i in range(len(at)):
        step = what[i]
        if step >= shape.steps:
            continue
        if before < 0 or at[i] != at[before] or (arrival[i] != arrival[before] and not shape.strict):
            sizes[MOVES] += 1
        before = i
        if step_seen[step] == owner:
            continue
        step_seen[step] = owner
        highest = max(highest, step)
        sizes[STEPS] += 1
        sizes[AIMS] += shape.step[step].aim_end - shape.step[step].aim_first
        sizes[WINDOWS] += shape.step[step].window_end - shape.step[step].window_first
        sizes[HANDOFFS] += shape.step[step].handoff_end - shape.step[step].handoff_first
        if stage_seen[shape.step[step].stage] != owner:
            stage_seen[shape.step[step].stage] = owner
            sizes[STAGES] += 1
    sizes[SKIPS] += highest


@entry
def fold_subjects(touches: Entries, kept: Bools, shape: Shape, begin: int, end: int, walk: Walk, rows: Rows) -> None:
    """Write the rows of every path that is kept among some subjects, from where `rows.fill` says on."""
    owner, fill = rows.fill[PATHS], rows.fill
    for subject in range(begin, end):
        if not kept[subject]:
            continue
        low, high = touches.first[subject], touches.first[subject + 1]
        at, arrival, what = touches.at[low:high], touches.arrival[low:high], touches.what[low:high]
        found = set_out(walk, at, arrival, what, shape.steps, shape.strict)
        events = path_events(walk, what, shape.steps)
        path = rows.paths[owner]
        path.subject = subject
        fold_last(walk, shape, at, arrival, events, path)
        candidates = 0
        if not path.surely_left:
            candidates, may_finish, may_stand = stand(walk, shape, at, events)
            path.tied_finish = may_finish and (may_stand or path.left_at_once)
        for j in range(found):
            step = walk.element[j].seen
            if step < shape.steps:
                fold_step(walk, shape, at, step, owner, candidates, path, rows.steps, rows.firsts, fill)
                fold_aims(walk, shape, at, step, owner, rows.aims, fill)
                fold_windows(walk, shape, at, step, owner, rows.windows, fill)
                fold_handoffs(walk, shape, at, arrival, step, owner, rows.handoffs, fill)
        fold_stages(walk, shape, at, what, found, owner, candidates, path, rows.stages, fill)
        if candidates > 0:
            stand_no_more(walk, shape, at, events)
        fold_skips(walk, shape, at, found, owner, rows.skips, fill)
        fold_moves(walk, shape, at, events, owner, path, rows.moves, fill)
        fold_values(walk, shape, at, owner, rows.values, fill)
        tidy_up(walk, found)
        owner += 1
    fill[PATHS] = owner


@compiled
def fold_last(walk: Walk, shape: Shape, at: Ints, arrival: Ints, events: int, path: Any) -> None:
    """Where the path begins and stands, and whether a leave came after."""
    start, end = walk.events[0].place, walk.events[events - 1].place
    leave = shape.steps
    path.start_at = at[start]
    path.start_arrival = arrival[start]
    path.step = walk.events[events - 1].goes_on
    path.k = walk.k[end]
    path.at = at[end]
    path.at_end = shape.step[walk.events[events - 1].goes_on].is_last
    if walk.element[leave].end > walk.element[leave].first:
        last = walk.places[walk.element[leave].end - 1]
        path.has_left = walk.k[last] > walk.k[end]
        path.surely_left = at[last] > at[end]
        path.left_at_once = at[last] == at[end] and walk.k[last] != walk.k[end]


@compiled
def fold_step(
    walk: Walk,
    shape: Shape,
    at: Ints,
    step: int,
    owner: int,
    candidates: int,
    path: Any,
    rows: Records,
    firsts: Records,
    fill: Ints,
) -> None:
    """The first touch of a step, and what followed."""
    n = fill[STEPS]
    fill[STEPS] = n + 1
    first, last = walk.places[walk.element[step].first], walk.places[walk.element[step].end - 1]
    k, moment, last_k = walk.k[first], at[first], walk.k[last]
    touched = firsts[n]
    touched.k, touched.at = k, moment
    touched.last_k, touched.last_at = last_k, at[last]
    touched.touches = walk.element[step].end - walk.element[step].first
    touched.returned, touched.tied_return = has_returned(walk, step, at, k, last_k)
    row, about = rows[n], shape.step[step]
    row.owner, row.key, row.aim = owner, step, -1
    row.stands_here = path.step == step and not about.is_last and not path.has_left
    row.tied_here = walk.element[step].candidate and not about.is_last and (candidates > 1 or path.left_at_once)
    leave = leave_after(walk, at, shape.steps, k, moment)
    ahead = onward(walk, at, step, shape.targets[about.next_first : about.next_end])
    write_outcome(rows, n, moment, ahead, leave, shape.as_of)


@compiled
def fold_aims(walk: Walk, shape: Shape, at: Ints, step: int, owner: int, rows: Records, fill: Ints) -> None:
    """What followed the first touch of a step, for each step named in its times."""
    first = walk.places[walk.element[step].first]
    for a in range(shape.step[step].aim_first, shape.step[step].aim_end):
        n = fill[AIMS]
        fill[AIMS] = n + 1
        rows[n].owner, rows[n].key, rows[n].aim = owner, step, shape.targets[a]
        leave = leave_after(walk, at, shape.steps, walk.k[first], at[first])
        ahead = onward(walk, at, step, shape.targets[a : a + 1])
        write_outcome(rows, n, at[first], ahead, leave, shape.as_of)


@compiled
def enter_stages(walk: Walk, shape: Shape, at: Ints, found: int) -> None:
    """Set where each stage is touched first, and when last."""
    for j in range(found):
        step = walk.element[j].seen
        if step < shape.steps:
            stage = walk.stage[shape.step[step].stage]
            first, last_at = walk.places[walk.element[step].first], at[walk.places[walk.element[step].end - 1]]
            stage.last_at = last_at if stage.first < 0 else max(stage.last_at, last_at)
            stage.first = first if stage.first < 0 else min(stage.first, first)


@compiled
def fold_stages(
    walk: Walk,
    shape: Shape,
    at: Ints,
    what: Codes,
    found: int,
    owner: int,
    candidates: int,
    path: Any,
    rows: Records,
    fill: Ints,
) -> None:
    """For each stage entered what followed."""
    enter_stages(walk, shape, at, found)
    here = shape.step[path.step].stage
    stands = not path.at_end and not path.has_left
    for number in range(shape.stages):
        start = walk.stage[number].first
        if start < 0:
            continue
        n = fill[STAGES]
        fill[STAGES] = n + 1
        row, standing = rows[n], walk.stage[number].standing
        row.owner, row.key, row.aim = owner, number, -1
        row.stands_here = here == number and stands
        row.tied_here = standing > 0 and (candidates > standing or path.left_at_once)
        leave = leave_after(walk, at, shape.steps, walk.k[start], at[start])
        ahead = later_stage(walk, at, what, shape, number)
        write_outcome(rows, n, at[start], ahead, leave, shape.as_of)
    for number in range(shape.stages):
        walk.stage[number].first = -1


@compiled
def fold_skips(walk: Walk, shape: Shape, at: Ints, found: int, owner: int, rows: Records, fill: Ints) -> None:
    """For each step before the highest: whether it was touched before the first touch of a later one."""
    highest = 0
    for j in range(found):
        if walk.element[j].seen < shape.steps:
            highest = walk.element[j].seen
    later = walk.places[walk.element[highest].first]
    n = fill[SKIPS] + highest
    fill[SKIPS] = n
    for step in range(highest - 1, -1, -1):
        n -= 1
        reached = walk.element[step].end > walk.element[step].first
        first = walk.places[walk.element[step].first] if reached else -1
        row = rows[n]
        row.owner, row.key = owner, step
        row.skipped = not reached or walk.k[first] >= walk.k[later]
        row.skipped_for_good = not reached
        row.tied = reached and at[first] == at[later] and walk.k[first] != walk.k[later]
        if reached and first < later:
            later = first


@compiled
def fold_moves(
    walk: Walk, shape: Shape, at: Ints, events: int, owner: int, path: Any, rows: Records, fill: Ints
) -> None:
    """Transitions from START to END, and what they say of the path."""
    planned, planned_within, repeats, other = True, True, False, False
    for p in range(events + 1):
        origin = walk.events[p - 1].goes_on if p > 0 else shape.steps
        target = walk.events[p].arrives if p < events else shape.steps
        is_planned = shape.planned[origin, target]
        row = rows[fill[MOVES] + p]
        row.owner, row.origin, row.target = owner, origin, target
        row.planned = is_planned
        row.seconds = np.nan
        if 0 < p < events:
            row.seconds = (at[walk.events[p].place] - at[walk.events[p - 1].place]) / MICRO
        planned = planned and is_planned
        planned_within = planned_within and (is_planned or p == events)
        repeats = repeats or (not is_planned and origin == target)
        other = other or (not is_planned and origin != target)
    fill[MOVES] += events + 1
    path.planned = planned
    path.planned_so_far = planned or (planned_within and not path.has_left)
    path.repeats = repeats
    path.order_or_missing = other


@compiled
def fold_values(walk: Walk, shape: Shape, at: Ints, owner: int, rows: Records, fill: Ints) -> None:
    """From the start of the path to each milestone."""
    start, leave = walk.events[0].place, shape.steps
    j = after(walk, leave, walk.k, walk.k[start])
    leaves = j < walk.element[leave].end
    end = at[walk.places[j]] if leaves else shape.as_of
    for step in shape.milestones:
        row = rows[fill[VALUES]]
        fill[VALUES] += 1
        reached = walk.element[step].end > walk.element[step].first
        row.owner, row.key = owner, step
        row.converted = reached
        row.is_open = not reached and not leaves
        row.seconds = ((at[walk.places[walk.element[step].first]] if reached else end) - at[start]) / MICRO

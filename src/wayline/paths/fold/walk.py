"""One subject's touches as kernels look at them: what is after what, at once with what, and where the path stands."""

# ruff: noqa: PLR0917 - kernels are given arrays, not objects

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wayline.paths.fold.compiled import compiled
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.shape import Codes, Ints, Records, Shape, records

ELEMENT = np.dtype([("first", np.int64), ("end", np.int64), ("seen", np.int64), ("candidate", np.bool_)], align=True)
STAGE = np.dtype([("first", np.int64), ("last_at", np.int64), ("standing", np.int64)])
EVENT = np.dtype([("place", np.int64), ("arrives", np.int64), ("goes_on", np.int64)])


class Walk(NamedTuple):
    """Room for the touches of one subject at a time, in order of time.

    `k`: the rank of the touch's event; `steps_to[i]`: how many touches before place i are of steps. The touches of element e
    are at `places[element[e].first:element[e].end]`; `element[j].seen` lists the elements there are. `events`: the path; the place
    of a touch, the first and the last step in map order.
    """

    k: Ints
    steps_to: Ints
    places: Ints
    element: Records
    stage: Records
    events: Records


def room(touches: Entries, elements: int, stages: int) -> Walk:
    """Room for the longest path."""
    longest = int(np.diff(touches.first).max(initial=0))
    stage = records(stages, STAGE)
    stage["first"] = -1
    return Walk(
        np.empty(longest, np.int64),
        np.zeros(longest + 1, np.int64),
        np.empty(longest, np.int64),
        records(elements, ELEMENT),
        stage,
        records(longest, EVENT),
    )


@compiled
def put_among(walk: Walk, found: int, element: int) -> None:
    """Put an element in its place among the sorted ones that have been found."""
    j = found
    while j > 0 and walk.element[j - 1].seen > element:
        walk.element[j].seen = walk.element[j - 1].seen
        j -= 1
    walk.element[j].seen = element


@compiled
def set_out(walk: Walk, at: Ints, arrival: Ints, what: Codes, steps: int, strict: bool) -> int:
    """Rank the events of a subject and list its touches by element; how many elements there are."""
    found = 0
    for i in range(len(at)):
        if i == 0:
            walk.k[i] = 1
            walk.steps_to[i] = 0
        else:
            same = at[i] == at[i - 1] and (strict or arrival[i] == arrival[i - 1])
            walk.k[i] = walk.k[i - 1] + (0 if same else 1)
        walk.steps_to[i + 1] = walk.steps_to[i] + (1 if what[i] < steps else 0)
        if walk.element[what[i]].end == 0:
            put_among(walk, found, what[i])
            found += 1
        walk.element[what[i]].end += 1
    begin = 0
    for j in range(found):
        element = walk.element[j].seen
        length = walk.element[element].end
        walk.element[element].first = begin
        walk.element[element].end = begin
        begin += length
    for i in range(len(at)):
        walk.places[walk.element[what[i]].end] = i
        walk.element[what[i]].end += 1
    return found


@compiled
def tidy_up(walk: Walk, found: int) -> None:
    """Forget the subject: only what it had is wiped, a map may have many more elements."""
    for j in range(found):
        walk.element[walk.element[j].seen].first = 0
        walk.element[walk.element[j].seen].end = 0


@compiled
def after(walk: Walk, element: int, key: Ints, value: int) -> int:
    """Where in the element's list the first touch is whose `key` is greater than `value`; the list's end if none is."""
    low, high = walk.element[element].first, walk.element[element].end
    while low < high:
        middle = (low + high) // 2
        if key[walk.places[middle]] > value:
            high = middle
        else:
            low = middle + 1
    return int(low)


@compiled
def count_at(walk: Walk, element: int, key: Ints, value: int) -> int:
    """How many touches of the element have this `key`."""
    return after(walk, element, key, value) - after(walk, element, key, value - 1)


@compiled
def place_after(key: Ints, length: int, value: int) -> int:
    """The first place whose `key` is greater than `value`."""
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        if key[middle] > value:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def is_at_once(walk: Walk, element: int, at: Ints, k: int, moment: int) -> bool:
    """Whether another event at this moment touches the element."""
    return count_at(walk, element, at, moment) > count_at(walk, element, walk.k, k)


@compiled
def is_later(walk: Walk, element: int, at: Ints, moment: int) -> bool:
    """Whether the element is touched after this moment."""
    first, last = walk.element[element].first, walk.element[element].end
    return bool(last > first and at[walk.places[last - 1]] > moment)


@compiled
def path_events(walk: Walk, what: Codes, steps: int) -> int:
    """Touches of steps as a path, one place an event; how many there are."""
    events = 0
    for i in range(len(what)):
        if what[i] >= steps:
            continue
        last = events - 1
        if events > 0 and walk.k[walk.events[last].place] == walk.k[i]:
            walk.events[last].arrives = min(walk.events[last].arrives, what[i])
            walk.events[last].goes_on = max(walk.events[last].goes_on, what[i])
        else:
            walk.events[events].arrives = what[i]
            walk.events[events].goes_on = what[i]
            walk.events[events].place = i
            events += 1
    return events


@compiled
def has_returned(walk: Walk, step: int, at: Ints, k: int, last_k: int) -> tuple[bool, bool]:
    """Whether another step's touch lies between the first and the last of this one, and whether that rests on equal times."""
    if last_k == k:
        return False, False
    first, last = walk.places[walk.element[step].first], walk.places[walk.element[step].end - 1]
    m = len(at)
    own = walk.element[step].end - walk.element[step].first
    own_first, own_last = count_at(walk, step, walk.k, k), count_at(walk, step, walk.k, last_k)
    low, high = place_after(walk.k, m, k), place_after(walk.k, m, last_k - 1)
    between = walk.steps_to[high] - walk.steps_to[low] - (own - own_first - own_last) if high > low else 0
    from_, to = place_after(at, m, at[first] - 1), place_after(at, m, at[last])
    others = walk.steps_to[to] - walk.steps_to[from_] - own
    others -= _steps_of(walk, m, k) - own_first + _steps_of(walk, m, last_k) - own_last
    inside_from, inside_to = place_after(at, m, at[first]), place_after(at, m, at[last] - 1)
    surely = 0
    if inside_to > inside_from:
        mine = after(walk, step, at, at[last] - 1) - after(walk, step, at, at[first])
        surely = walk.steps_to[inside_to] - walk.steps_to[inside_from] - mine
    return between > 0, others > 0 and surely == 0


@compiled
def _steps_of(walk: Walk, m: int, k: int) -> int:
    """How many touches of steps an event has."""
    return int(walk.steps_to[place_after(walk.k, m, k)] - walk.steps_to[place_after(walk.k, m, k - 1)])


@compiled
def stand(walk: Walk, shape: Shape, at: Ints, events: int) -> tuple[int, bool, bool]:
    """Where the path may stand under some order of its last touches: sets `candidate` and `standing`.

    How many steps that are, whether one of them is a last step, whether one is not.
    """
    moment = at[walk.events[events - 1].place]
    found, may_finish, may_stand = 0, False, False
    for p in range(events - 1, -1, -1):
        if at[walk.events[p].place] != moment:
            break
        step = walk.events[p].goes_on
        if not walk.element[step].candidate:
            walk.element[step].candidate = True
            found += 1
            may_finish = may_finish or shape.step[step].is_last
            may_stand = may_stand or not shape.step[step].is_last
            walk.stage[shape.step[step].stage].standing += 0 if shape.step[step].is_last else 1
    return found, may_finish, may_stand


@compiled
def stand_no_more(walk: Walk, shape: Shape, at: Ints, events: int) -> None:
    """Wipe what `stand` has set."""
    moment = at[walk.events[events - 1].place]
    for p in range(events - 1, -1, -1):
        if at[walk.events[p].place] != moment:
            break
        walk.element[walk.events[p].goes_on].candidate = False
        walk.stage[shape.step[walk.events[p].goes_on].stage].standing = 0

"""Decision states: last step, milestones so far, effort so far, and the bucket of idle time; which path entered which, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayline.measures.decisions.question import MOST_EFFORT, AskedSteps
from wayline.measures.decisions.walks import DAY, Bools, Ints, Walks

UNSTOPPED = -2


@dataclass(frozen=True, slots=True)
class State:
    """`last`: number of the step; `milestones`: numbers of those reached so far; `effort`: touches of effort steps, capped at 4."""

    last: int
    milestones: tuple[int, ...]
    effort: int
    idle: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Every state that a path entered, once, in the order of the path: `path`, number of the `state`, `entered` (age, µs).

    `final`: the state belongs to the last touch of the walk. `end`: the age at which each path ended, or was last looked at.
    `last_touch`: the age of its last touch. `stopped_by`: the element whose touch stopped the walk, or `UNSTOPPED`.
    """

    states: tuple[State, ...]
    path: Ints
    state: Ints
    entered: Ints
    final: Bools
    end: Ints
    last_touch: Ints
    stopped_by: Ints


@dataclass(frozen=True, slots=True)
class _Stops:
    """Touches of steps before the walk stops, one row an event."""

    path: Ints
    age: Ints
    last: Ints
    held: Ints
    effort: Ints


def entries(walks: Walks, steps: AskedSteps, idle_days: tuple[float, ...], disguised: tuple[int, ...] = ()) -> Entries:
    """The states that paths entered. A touch enters the bucket of no idle time, and every further one if the
    next touch, or the end, comes no earlier.

    Walks stop before a touch of the outcome, of a leave, or of a step that is the outcome in disguise (`disguised`).
    """
    stops = _whole_events(walks, walks.stops | np.isin(walks.element, [*steps.disguises, *disguised]))
    end = np.minimum(walks.due, walks.seen)
    ends_at = np.flatnonzero(stops)[::-1]
    stopped_by = np.full(len(end), UNSTOPPED)
    end[walks.path[ends_at]] = walks.age[ends_at]
    stopped_by[walks.path[ends_at]] = walks.element[ends_at]
    before = _so_far(stops, walks.path) == 0
    events = _events(walks, before, steps)
    edges = _edges(idle_days, events.age)
    following = np.append(events.path[1:] == events.path[:-1], False)
    following_age = np.append(events.age[1:], 0)
    gap = np.where(following, following_age, end[events.path]) - events.age
    buckets = np.maximum(np.searchsorted(edges, gap, side="right"), 1)
    row = np.repeat(np.arange(len(gap)), buckets)
    idle = np.arange(len(row)) - np.repeat(np.cumsum(buckets) - buckets, buckets)
    last_touch = np.zeros(len(end), dtype=np.int64)
    last_touch[events.path] = events.age
    states, code = _coded(events, row, idle, steps.milestones, edges)
    first = _first_of_each(events.path[row], code, len(states))
    row, idle, code = row[first], idle[first], code[first]
    return Entries(
        states, events.path[row], code, events.age[row] + edges[idle], ~following[row], end, last_touch, stopped_by
    )


def _begins(walks: Walks) -> Ints:
    """The first row of each event: one event may touch several steps."""
    path, k = walks.path, walks.k
    return np.flatnonzero(np.append(True, (path[1:] != path[:-1]) | (k[1:] != k[:-1]))[: len(path)])


def _whole_events(walks: Walks, flags: Bools) -> Bools:
    """A flag of one row holds for all rows of its event."""
    begins = _begins(walks)
    if not len(begins):
        return flags
    return np.repeat(np.logical_or.reduceat(flags, begins), np.diff(np.append(begins, len(flags))))


def _so_far(flags: Bools, path: Ints) -> Ints:
    """How many flags stand in the same path up to and with each row."""
    total = np.cumsum(flags)
    begins = np.flatnonzero(np.append(True, path[1:] != path[:-1])) if len(path) else np.zeros(0, dtype=np.int64)
    before = np.append(0, total)[begins]
    lengths = np.diff(np.append(begins, len(path)))
    return np.asarray(total - np.repeat(before, lengths), dtype=np.int64)


def _events(walks: Walks, before: Bools, steps: AskedSteps) -> _Stops:
    path, age, element, k = (column[before] for column in (walks.path, walks.age, walks.element, walks.k))
    if not len(path):
        none = np.zeros(0, dtype=np.int64)
        return _Stops(none, none, none, none, none)
    begins = np.flatnonzero(np.append(True, (path[1:] != path[:-1]) | (k[1:] != k[:-1])))
    own = path[begins]
    held = np.zeros(len(begins), dtype=np.int64)
    for bit, step in enumerate(steps.milestones):
        held |= (_so_far(np.logical_or.reduceat(element == step, begins), own) > 0).astype(np.int64) << bit
    effort = _so_far(np.logical_or.reduceat(np.isin(element, steps.effort), begins), own)
    # the row of the step from which the path goes on comes last
    ends = np.append(begins[1:], len(path)) - 1
    return _Stops(own, age[begins], element[ends], held, np.minimum(effort, MOST_EFFORT))


def _edges(idle_days: tuple[float, ...], ages: Ints) -> Ints:
    """The edges in microseconds. Where all times are whole days, edges below one would tell nothing apart."""
    edges = np.array([round(days * DAY) for days in idle_days], dtype=np.int64)
    whole = len(ages) > 0 and not (ages % DAY).any()
    return edges[(edges == 0) | (edges >= DAY)] if whole else edges


def _coded(
    events: _Stops, row: Ints, idle: Ints, milestones: tuple[int, ...], edges: Ints
) -> tuple[tuple[State, ...], Ints]:
    sets, held = np.unique(events.held, return_inverse=True)
    whole = (events.last * (len(sets) or 1) + held) * (MOST_EFFORT + 1) + events.effort
    found, first, code = np.unique(whole[row] * len(edges) + idle, return_index=True, return_inverse=True)
    made = []
    for place in first[: len(found)]:
        at = row[place]
        so_far = tuple(step for bit, step in enumerate(milestones) if int(events.held[at]) >> bit & 1)
        made.append(State(int(events.last[at]), so_far, int(events.effort[at]), int(edges[idle[place]])))
    return tuple(made), np.asarray(code, dtype=np.int64)


def _first_of_each(path: Ints, code: Ints, states: int) -> Ints:
    """The rows at which a path enters a state for the first time, in order."""
    _, first = np.unique(path * (states or 1) + code, return_index=True)
    return np.sort(first)

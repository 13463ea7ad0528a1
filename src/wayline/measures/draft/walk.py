"""Paths as two columns of numbers: the form in which a draft looks at a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[Any]]
# a table of all paths and acts of at most so many cells is filled, where a larger one is sorted
MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Walk:
    """Events in order. `path` grows from 0, by the start of the paths; `act` is a number below `kinds`; `at` in microseconds.

    `paths` also counts paths of which no event is left.
    """

    path: Ints
    act: Ints
    at: Ints
    kinds: int
    paths: int

    @cached_property
    def firsts(self) -> Ints:
        """Whether an event is the first of its path."""
        return np.concatenate(([True], self.path[1:] != self.path[:-1])) if len(self.path) else np.zeros(0, bool)

    @cached_property
    def lasts(self) -> Ints:
        """Whether an event is the last of its path."""
        return np.concatenate((self.path[1:] != self.path[:-1], [True])) if len(self.path) else np.zeros(0, bool)

    @cached_property
    def seen(self) -> Portrait:
        """What is known of each act, counted once."""
        return _portrait(self)

    def until(self, paths: int) -> Walk:
        """The first so many paths."""
        end = int(np.searchsorted(self.path, paths))
        return Walk(self.path[:end], self.act[:end], self.at[:end], self.kinds, min(paths, self.paths))

    def without(self, paths: Ints) -> Walk:
        """The events of all paths but these; paths keep their numbers."""
        kept = ~np.isin(self.path, paths)
        return Walk(self.path[kept], self.act[kept], self.at[kept], self.kinds, self.paths)

    def told_as(self, act_of: Ints, kinds: int) -> Walk:
        """The same paths with other acts: `act_of[act]` is the new number, -1 leaves the event out."""
        act = act_of[self.act]
        kept = act >= 0
        return Walk(self.path[kept], act[kept], self.at[kept], kinds, self.paths)

    def lengths(self) -> Ints:
        """Events of each path."""
        return np.bincount(self.path, minlength=self.paths)

    def places(self) -> Ints:
        """Where in its path an event stands: 0 = the first, 1 = the last; 0 in a path of one event."""
        starts = np.flatnonzero(self.firsts)
        lengths = np.diff(np.append(starts, len(self.path)))
        inside = np.arange(len(self.path)) - np.repeat(starts, lengths)
        found: Ints = inside / np.maximum(np.repeat(lengths, lengths) - 1, 1)
        return found

    def first_touches(self) -> Ints:
        """The indices of the first event of each act in each path, by path and act."""
        cell = self.path.astype(np.int64) * self.kinds + self.act
        if self.paths * self.kinds > MOST_CELLS:
            _, index = np.unique(cell, return_index=True)
            return index
        first = np.full(self.paths * self.kinds, -1)
        first[cell[::-1]] = np.arange(len(cell))[::-1]
        return first[first >= 0]

    def successions(self) -> Ints:
        """`counts[a, b]`: how often b follows a directly."""
        same = ~self.firsts[1:]
        pair = self.act[:-1][same].astype(np.int64) * self.kinds + self.act[1:][same]
        return np.bincount(pair, minlength=self.kinds**2).reshape(self.kinds, self.kinds)


@dataclass(frozen=True)
class Portrait:
    """What is known of each act, as arrays by act. `paths`: that have it; `place`: median place of the first touch; `spread`:
    standard deviation of the places of all touches (0.29 where an act may stand anywhere)."""

    events: Ints
    paths: Ints
    place: Ints
    spread: Ints
    begins: Ints
    ends: Ints


def portrait(walk: Walk) -> Portrait:
    """A portrait of every act of a walk."""
    return walk.seen


def _portrait(walk: Walk) -> Portrait:
    places, touches, kinds = walk.places(), walk.first_touches(), walk.kinds
    events = np.bincount(walk.act, minlength=kinds)
    mean = _by_act(walk.act, places, kinds) / np.maximum(events, 1)
    square = _by_act(walk.act, places**2, kinds) / np.maximum(events, 1)
    return Portrait(
        events=events,
        paths=np.bincount(walk.act[touches], minlength=kinds),
        place=_medians(walk.act[touches], places[touches], kinds),
        spread=np.sqrt(np.maximum(square - mean**2, 0)),
        begins=np.bincount(walk.act[walk.firsts], minlength=kinds),
        ends=np.bincount(walk.act[walk.lasts], minlength=kinds),
    )


def _by_act(act: Ints, weight: Ints, kinds: int) -> Ints:
    return np.bincount(act, weights=weight, minlength=kinds)


def _medians(act: Ints, value: Ints, kinds: int) -> Ints:
    order = np.lexsort((value, act))
    counts = np.bincount(act, minlength=kinds)
    ends = np.cumsum(counts)
    low, high = ends - counts + (counts - 1) // 2, ends - counts + counts // 2
    held = value[order]
    found = np.zeros(kinds)
    there = counts > 0
    found[there] = (held[low[there]] + held[high[there]]) / 2
    return found


def share(count: Any, n: int) -> float:
    """A share, 0 of nothing."""
    return float(count) / n if n else 0.0


def listed(numbers: Ints) -> Sequence[int]:
    """Plain integers."""
    return [int(number) for number in numbers]

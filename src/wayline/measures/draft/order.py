"""Steps from left to right, and where one stage ends: by what comes first in the paths that have both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayline.measures.draft.walk import Ints, Walk, portrait

_NEVER = np.iinfo(np.int64).max
# steps → stages
_STAGES = ((1, 1), (5, 2), (8, 3), (10, 4))


def in_order(walk: Walk) -> list[int]:
    """The acts of a walk so that as few pairs as can be stand against the order of most paths; where paths begin stands first."""
    before = precedence(walk)
    seen = portrait(walk)
    order = sorted(range(walk.kinds), key=lambda n: (seen.place[n], n))
    changed = True
    while changed:
        changed = False
        for i in range(len(order)):
            for j in range(len(order)):
                moved = order[:i] + order[i + 1 :]
                moved.insert(j, order[i])
                if _forward(before, moved) > _forward(before, order):
                    order, changed = moved, True
    door = int(np.argmax(seen.begins))
    return [door, *(n for n in order if n != door)]


def precedence(walk: Walk) -> Ints:
    """`before[a, b]`: paths whose first touch of a is before that of b."""
    touches = walk.first_touches()
    first = np.full((walk.kinds, walk.paths), _NEVER)
    first[walk.act[touches], walk.path[touches]] = touches
    before = np.zeros((walk.kinds, walk.kinds), dtype=np.int64)
    for a in range(walk.kinds):
        for b in range(walk.kinds):
            before[a, b] = ((first[a] < first[b]) & (first[b] != _NEVER)).sum()
    return before


def _forward(before: Ints, order: Sequence[int]) -> int:
    ranked = before[np.ix_(order, order)]
    return int(np.triu(ranked, 1).sum())


def stage_ends(walk: Walk, order: Sequence[int]) -> list[int]:
    """Where a stage ends: numbers of steps, the last of them all steps. Cuts lie at the widest gaps of place and time."""
    count = next((stages for steps, stages in _STAGES if len(order) <= steps), 5)
    gaps = _gaps(walk, order)
    ends: list[int] = []
    for cut in sorted(range(1, len(order)), key=lambda n: -gaps[n - 1]):
        if len(ends) < count - 1 and all(abs(cut - end) > 1 for end in [0, *ends, len(order)]):
            ends.append(cut)
    for cut in sorted(range(1, len(order)), key=lambda n: -gaps[n - 1]):
        if len(ends) < min(count, 2) - 1 and cut not in ends:
            ends.append(cut)
    return [*sorted(ends), len(order)]


def _gaps(walk: Walk, order: Sequence[int]) -> list[float]:
    """How far each step stands from the next: in place, and in the typical time since the start, each as a part of the whole."""
    touches = walk.first_touches()
    starts = np.zeros(walk.paths, dtype=np.int64)
    starts[walk.path[walk.firsts]] = walk.at[walk.firsts]
    since = np.log1p((walk.at[touches] - starts[walk.path[touches]]) / 1e6)
    act = walk.act[touches]
    times = np.array([float(np.median(since[act == n])) if (act == n).any() else 0.0 for n in order])
    place = portrait(walk).place[list(order)]
    return [float(gap) for gap in _of_whole(np.diff(place)) + _of_whole(np.diff(times))]


def _of_whole(steps: Ints) -> Ints:
    forward = np.maximum(steps, 0)
    return forward / forward.sum() if forward.sum() else forward

"""Which acts keep an order among each other: what is left of a process when all that may come anywhere is taken away."""

from __future__ import annotations

import numpy as np

from wayline.measures.draft.walk import Ints, Walk

# how strongly an act of the backbone must be ordered against its others, 0 … 1
ORDERED = 0.75
FEWEST_JOINT = 10
MOST_PATHS = 20_000
_NEVER = np.iinfo(np.int64).max


def strengths(walk: Walk) -> Ints:
    """`strength[a, b]`: how far one of two acts is the first in the paths that have both, 0 … 1; NaN where too few have.

    The first touches must say the same as the last touches: what is frequent comes first and last, and has no order by that.
    """
    first, last = _extremes(walk)
    kinds = walk.kinds
    found = np.full((kinds, kinds), np.nan)
    for a in range(kinds):
        for b in range(a):
            both = (first[a] != _NEVER) & (first[b] != _NEVER)
            n = int(both.sum())
            if n >= FEWEST_JOINT:
                ways = [2 * float((end[a] < end[b])[both].sum()) / n - 1 for end in (first, last)]
                agree = ways[0] * ways[1] > 0
                found[a, b] = found[b, a] = min(map(abs, ways)) if agree else 0.0
    return found


def _extremes(walk: Walk) -> tuple[Ints, Ints]:
    """Index of the first and of the last touch by act and path, in at most MOST_PATHS paths that lie evenly."""
    every = max(walk.paths // MOST_PATHS, 1)
    index = np.flatnonzero(walk.path % every == 0)
    shape = (walk.kinds, (walk.paths - 1) // every + 1)
    cell = walk.act[index].astype(np.int64) * shape[1] + walk.path[index] // every
    order = np.argsort(cell, kind="stable")
    begins = np.flatnonzero(np.diff(cell[order], prepend=-1))
    ends = np.append(begins[1:], len(order)) - 1
    first, last = np.full(shape, _NEVER), np.full(shape, _NEVER)
    first.flat[cell[order[begins]]] = index[order[begins]]
    last.flat[cell[order[begins]]] = index[order[ends]]
    return first, last


def backbone(strength: Ints) -> list[int]:
    """The acts that are left when the least ordered one is taken away again and again, until all that stay are ordered."""
    kept = [n for n in range(len(strength)) if not np.isnan(strength[n]).all()]
    while len(kept) > 2:
        means = order_with(strength, kept)[kept]
        weakest = int(np.argmin(means))
        if means[weakest] >= ORDERED:
            return kept
        kept.pop(weakest)
    return []


def order_with(strength: Ints, kept: list[int]) -> Ints:
    """How strongly each act is ordered against some, in the middle of those; 0 where it meets none of them."""
    part = strength[:, kept]
    there = ~np.isnan(part)
    found: Ints = np.nansum(part, axis=1) / np.maximum(there.sum(axis=1), 1)
    return found

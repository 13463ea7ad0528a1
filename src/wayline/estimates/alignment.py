"""How well paths fit a model of allowed successions, by optimal alignment (Adriansyah 2014), and how much more the model allows (Muñoz-Gama and Carmona 2010).

A map allows what may follow what, so the cheapest alignment of a path is a shortest way through path and steps: exact, and in
time proportional to the path. What a general Petri net would take minutes for is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Counts = NDArray[np.int64]
Bools = NDArray[np.bool_]
# a path of more touches is not aligned: each touch is one round of work, however few such paths there are
LONGEST = 10_000
_FAR = 1 << 29
_AT_A_TIME = 1 << 15


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a model allows: `begins[a]`, `ends[a]`: a path may begin, end with step a; `follows[a, b]`: b may follow a directly."""

    begins: Bools
    follows: Bools
    ends: Bools

    @property
    def steps(self) -> int:
        return len(self.begins)

    def ending_anywhere(self) -> Allowed:
        """The same, and a path may end with any step."""
        return Allowed(self.begins, self.follows, np.ones(self.steps, dtype=bool))


@dataclass(frozen=True, slots=True)
class Variants:
    """Distinct paths, one after the other. `starts[v]`: where variant v begins among the touches; the last entry is their number.

    A touch of several steps `arrives` at the first of them and `goes_on` from the last; of one step, both are that step.
    """

    starts: Counts
    arrives: Counts
    goes_on: Counts

    @property
    def lengths(self) -> Counts:
        found: Counts = np.diff(self.starts)
        return found


@dataclass(frozen=True, slots=True)
class Aligned:
    """By variant: `cost` = the fewest touches to pass over and steps to put in; `worst` = all touches passed over and the shortest
    way from the beginning to an end put in. Both are -1 for a path of more than LONGEST touches."""

    cost: Counts
    worst: Counts

    @property
    def fitness(self) -> NDArray[np.float64]:
        """1 - cost / worst; NaN where a path was too long."""
        found = 1 - self.cost / np.where(self.worst > 0, self.worst, 1)
        found[self.worst < 0] = np.nan
        return found


def align(model: Allowed, paths: Variants) -> Aligned | None:
    """Align every path at cost 1 for a touch passed over and 1 for a step put in. None where the model leads from no beginning to an end."""
    far = _distances(model)
    to_end = _to_end(model, far)
    if to_end[-1] >= _FAR:
        return None
    lengths = paths.lengths
    cost, worst = np.full(len(lengths), -1, dtype=np.int64), lengths + int(to_end[-1])
    worst[lengths > LONGEST] = -1
    for block in _blocks(lengths):
        cost[block] = _aligned(model, paths, block, far, to_end)
    return Aligned(cost, worst)


def _distances(model: Allowed) -> Ints:
    """`far[a, b]`: steps to put in on the way from a to b, b included; the last row and column is the beginning of paths."""
    steps = model.steps
    far = np.full((steps + 1, steps + 1), _FAR, dtype=np.int32)
    far[:steps, :steps][model.follows] = 1
    far[steps, :steps][model.begins] = 1
    np.fill_diagonal(far, 0)
    for via in range(steps):
        np.minimum(far, far[:, via, None] + far[None, via], out=far)
    return np.minimum(far, _FAR)


def _to_end(model: Allowed, far: Ints) -> Ints:
    """Steps to put in from each step, and from the beginning, to a step with which paths may end."""
    found: Ints = np.where(np.append(model.ends, False), far, _FAR).min(axis=1)
    return found


def _blocks(lengths: Counts) -> Iterator[Counts]:
    """Variants that are not too long, the longest first, some at a time."""
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] <= LONGEST]
    for start in range(0, len(order), _AT_A_TIME):
        yield order[start : start + _AT_A_TIME]


def _aligned(model: Allowed, paths: Variants, block: Counts, far: Ints, to_end: Ints) -> Counts:
    """The cost of each path of a block, sorted by falling length: touch by touch, the least cost to stand at each step."""
    starts, lengths = paths.starts[block], paths.lengths[block]
    beside = np.where(np.vstack((model.follows, model.begins)), 0, _FAR).astype(np.int32).T
    here = np.tile(far[-1], (len(block), 1))
    for k in range(int(lengths[0]) if len(lengths) else 0):
        alive = int(np.searchsorted(-lengths, -k, side="left"))
        index = starts[:alive] + k
        both = (here[:alive] + beside[paths.arrives[index]]).min(axis=1)
        here[:alive] = np.minimum(here[:alive] + 1, both[:, None] + far[paths.goes_on[index]])
        np.minimum(here[:alive], _FAR, out=here[:alive])
    found: Counts = (here + to_end).min(axis=1).astype(np.int64)
    return found


@dataclass(frozen=True, slots=True)
class Escaping:
    """Over all beginnings of paths that the model allows, each as often as it occurs: the steps that may follow, and how many of these do in some path."""

    allowed: int
    used: int

    @property
    def precision(self) -> float | None:
        """1 where the model allows nothing that nobody did; None where it allows nothing at all."""
        return self.used / self.allowed if self.allowed else None


def escaping(model: Allowed, paths: Variants, counts: Counts) -> Escaping:
    """How much of what the model allows is used, `counts[v]` paths having gone the way of variant v.

    Only what follows within paths is looked at, as the definition has it: beginnings of paths, not their ends. A path counts up to
    its first succession that the model does not allow, and up to LONGEST touches.
    """
    rows = np.flatnonzero(counts > 0)
    group, last = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), model.steps, dtype=np.int64)
    may = np.vstack((model.follows, model.begins))
    allowed = used = 0
    for k in range(LONGEST):
        there = paths.lengths[rows] > k
        rows, group, last = rows[there], group[there], last[there]
        if not len(rows):
            break
        index = paths.starts[rows] + k
        arrives, goes_on = paths.arrives[index], paths.goes_on[index]
        fine = may[last, arrives]
        weight = np.bincount(group, weights=counts[rows]).astype(np.int64)
        allowed += int((counts[rows] * may.sum(axis=1)[last]).sum())
        seen = np.unique(group[fine] * model.steps + arrives[fine]) // model.steps
        used += int(weight[seen].sum())
        rows, last = rows[fine], goes_on[fine]
        cell = (group[fine] * model.steps + arrives[fine]) * model.steps + last
        _, group = np.unique(cell, return_inverse=True)
    return Escaping(allowed, used)

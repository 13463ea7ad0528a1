"""Which acts are steps: those that many paths have at a place of their own, and that join up into paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.acts import Act
from wayline.measures.draft.walk import Ints, Portrait, Walk, portrait, share
from wayline.measures.draft.words import tells_leaving

MOST_STEPS = 12
# a further step is worth its place if it is in so many paths, or explains so many events more
WORTH_PATHS = 0.10
WORTH_EVENTS = 0.02
# an act that may stand anywhere has this spread of places
ANYWHERE = 0.289
ENDS_PATHS = 0.5
BOT_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """Acts sorted out: steps in the order of choice, leaves, noise; `next` is the act that would be chosen next, with what it buys."""

    steps: tuple[int, ...]
    leaves: tuple[int, ...]
    noise: tuple[int, ...]
    next: tuple[tuple[int, float], ...]


def long_paths(walk: Walk) -> Ints:
    """Paths far longer than the others, as robots and test accounts leave them: nothing is learned from these."""
    lengths = walk.lengths()
    there = lengths[lengths > 0]
    if len(there) < 20:
        return np.zeros(0, dtype=int)
    limit = max(BOT_LENGTH * float(np.percentile(there, 95)), 50.0)
    return np.flatnonzero(lengths > limit)


def choose(walk: Walk, acts: Sequence[Act], most: int | None) -> Choice:
    """Sort the acts of a walk. `most` steps at most; without it the number is where the next buys too little, 12 at most."""
    seen = portrait(walk)
    leaves = tuple(n for n in range(len(acts)) if _is_leave(acts[n], seen, n))
    follows = walk.successions()
    noise = _noise(seen, follows, leaves)
    open_to = [n for n in range(len(acts)) if n not in leaves and n not in noise and seen.paths[n]]
    order = _ranked(walk, seen, follows, open_to, (most or MOST_STEPS) + 3)
    steps = order[:most] if most else order[: _enough(walk, seen, order)]
    rest = [n for n in order if n not in steps][:3]
    return Choice(tuple(steps), leaves, noise, tuple((n, share(seen.events[n], len(walk.act))) for n in rest))


def _is_leave(act: Act, seen: Portrait, n: int) -> bool:
    """A name that tells of leaving, after which most paths have nothing more."""
    return tells_leaving(act.name) and share(seen.ends[n], int(seen.paths[n])) >= ENDS_PATHS


def _noise(seen: Portrait, follows: Ints, leaves: Sequence[int]) -> tuple[int, ...]:
    """Acts that stand anywhere and next to anything, in a log where the others do not."""
    kinds = len(seen.events)
    if kinds < 4:
        return ()
    apart = np.array([_apart(follows, n) for n in range(kinds)])
    many = seen.events >= max(20, 0.005 * seen.events.sum())
    others = apart[many & (seen.spread < 0.9 * ANYWHERE)]
    if len(others) < 2 or float(np.median(others)) < 0.35:
        return ()
    found = many & (seen.spread >= 0.75 * ANYWHERE) & (apart < 0.2)
    return tuple(n for n in range(kinds) if found[n] and n not in leaves)


def _apart(follows: Ints, n: int) -> float:
    """How far the neighbours of an act differ from those of all acts: total variation, the smaller of before and after."""
    around = np.delete(np.arange(len(follows)), n)
    usual = follows[np.ix_(around, around)]
    sides = ((follows[around, n], usual.sum(axis=1)), (follows[n, around], usual.sum(axis=0)))
    return min(float(np.abs(_parts(mine) - _parts(all_of)).sum() / 2) for mine, all_of in sides)


def _parts(counts: Ints) -> Ints:
    return counts / counts.sum() if counts.sum() else np.zeros(len(counts))


def _ranked(walk: Walk, seen: Portrait, follows: Ints, open_to: list[int], most: int) -> list[int]:
    """Acts in the order in which each adds most: paths that have it at a place of its own, and transitions to acts that are there."""
    total = max(int(follows.sum()), 1)
    stays = np.clip(1 - seen.spread / ANYWHERE, 0, 1)
    own = seen.paths / max(walk.paths, 1) * (0.5 + stays) + (seen.begins + seen.ends) / max(2 * walk.paths, 1)
    chosen: list[int] = []
    while open_to and len(chosen) < most:
        gains = [
            own[n] + (follows[n, chosen].sum() + follows[chosen, n].sum() + follows[n, n]) / total for n in open_to
        ]
        chosen.append(open_to.pop(int(np.argmax(gains))))
    return chosen


def _enough(walk: Walk, seen: Portrait, order: Sequence[int]) -> int:
    """How many of the ranked acts are worth a place."""
    for number, act in enumerate(order[:MOST_STEPS]):
        few_paths = seen.paths[act] < WORTH_PATHS * walk.paths
        if number >= 2 and few_paths and seen.events[act] < WORTH_EVENTS * len(walk.act):
            return number
    return min(len(order), MOST_STEPS)

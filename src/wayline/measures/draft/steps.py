"""Which acts are steps: those that many paths have at a place of their own, and that join up into paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.acts import Act
from wayline.measures.draft.backbone import backbone, order_with, strengths
from wayline.measures.draft.connections import needs
from wayline.measures.draft.plan import MOST_A_STEP
from wayline.measures.draft.walk import Ints, Portrait, Walk, portrait, share
from wayline.measures.draft.words import tells_leaving, tells_success

MOST_STEPS = 12
# a further step is worth its place if it is in so many paths, or explains so many events more
WORTH_PATHS = 0.10
WORTH_EVENTS = 0.03
OWN_PLACE = 0.9
# what tells success or keeps its order is worth a place in so few paths
FEWEST_AIMS = 0.03
# an act that may stand anywhere has this spread of places
ANYWHERE = 0.289
ENDS_PATHS = 0.5
BOT_LENGTH = 10
# noise: no order with the backbone, no place, neighbours that differ little from those of all acts
FEWEST_BONES = 3
NO_ORDER = 0.7
NO_PLACE = 0.6
NOISE_APART = 0.1
# an exchange of two acts must buy so much of paths and transitions together
LEAST_GAIN = 0.002
MOST_LOOKED_AT = 2000


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
    strength = strengths(walk)
    strength[list(leaves)] = strength[:, list(leaves)] = np.nan
    bones = backbone(strength)
    ordered = order_with(strength, bones) if bones else np.clip(1 - seen.spread / ANYWHERE, 0, 1)
    noise = _noise(seen, _with_edges(follows, seen), ordered, {*bones}, leaves)
    open_to = [n for n in range(len(acts)) if n not in leaves and n not in noise and seen.paths[n]]
    order = _ranked(_own_worth(walk, seen, ordered), follows, open_to, (most or 2 * MOST_STEPS) + 3)
    steps = order[:most] if most else _worth(walk, acts, seen, order, {*bones})
    rest = [n for n in order if n not in steps][:3]
    return Choice(tuple(steps), leaves, noise, tuple((n, share(seen.events[n], len(walk.act))) for n in rest))


def _is_leave(act: Act, seen: Portrait, n: int) -> bool:
    """A name that tells of leaving, after which most paths have nothing more."""
    return tells_leaving(act.name) and share(seen.ends[n], int(seen.paths[n])) >= ENDS_PATHS


def _noise(seen: Portrait, follows: Ints, ordered: Ints, bones: set[int], leaves: Sequence[int]) -> tuple[int, ...]:
    """Acts that stand anywhere and next to anything, in a log where others keep an order."""
    if len(bones) < FEWEST_BONES:
        return ()
    # a sample of n from k neighbours differs from its own source by about so much
    limit = NOISE_APART + 0.4 * np.sqrt(len(follows) / np.maximum(seen.events, 1))
    return tuple(
        n
        for n in range(len(seen.events))
        if n not in bones
        and n not in leaves
        and ordered[n] < NO_ORDER
        and seen.spread[n] >= NO_PLACE * ANYWHERE
        and _apart(follows, n) < limit[n]
    )


def _with_edges(follows: Ints, seen: Portrait) -> Ints:
    """Successions with one more act, last, that stands before the first and after the last event of each path."""
    inner = np.column_stack((follows, seen.ends))
    return np.vstack((inner, np.append(seen.begins, 0)))


def _apart(follows: Ints, n: int) -> float:
    """How far the neighbours of an act differ from those of all acts: total variation, the smaller of before and after."""
    around = np.delete(np.arange(len(follows)), n)
    usual = follows[np.ix_(around, around)]
    sides = ((follows[around, n], usual.sum(axis=1)), (follows[n, around], usual.sum(axis=0)))
    return min(float(np.abs(_parts(mine) - _parts(all_of)).sum() / 2) for mine, all_of in sides)


def _parts(counts: Ints) -> Ints:
    return counts / counts.sum() if counts.sum() else np.zeros(len(counts))


def _ranked(own: Ints, follows: Ints, open_to: list[int], most: int) -> list[int]:
    """Acts in the order in which each adds most: what it is worth on its `own`, and transitions to acts that are there."""
    total = max(int(follows.sum()), 1)
    chosen: list[int] = []
    while open_to and len(chosen) < most:
        gains = [
            own[n] + (follows[n, chosen].sum() + follows[chosen, n].sum() + follows[n, n]) / total for n in open_to
        ]
        chosen.append(open_to.pop(int(np.argmax(gains))))
    return chosen


def _own_worth(walk: Walk, seen: Portrait, ordered: Ints) -> Ints:
    """What acts are worth alone: the paths that have them, more where these are in order, and the paths that begin or end there."""
    return (seen.paths * (0.5 + ordered) + (seen.begins + seen.ends) / 2) / max(walk.paths, 1)


def _worth(walk: Walk, acts: Sequence[Act], seen: Portrait, order: Sequence[int], bones: set[int]) -> list[int]:
    """The ranked acts that are worth a place: many paths have them at a place of their own, or they are many events; two in any case."""
    found: list[int] = []
    aims: set[int] = set()
    for act in order:
        at_its_place = seen.paths[act] >= WORTH_PATHS * walk.paths and seen.spread[act] < OWN_PLACE * ANYWHERE
        is_aim = seen.paths[act] >= FEWEST_AIMS * walk.paths and (act in bones or tells_success(acts[act].name))
        if is_aim:
            aims.add(act)
        if len(found) < 2 or at_its_place or is_aim or seen.events[act] >= WORTH_EVENTS * len(walk.act):
            found.append(act)
    kept, rest = found[:MOST_STEPS], found[MOST_STEPS:]
    return _exchanged(walk, kept, rest, aims | {int(np.argmax(seen.begins))}) if rest else kept


def _exchanged(walk: Walk, kept: list[int], rest: list[int], fixed: set[int]) -> list[int]:
    """The kept acts, of which one is given for one of the rest while the map would explain more with as many lines."""
    follows = walk.successions()
    same = np.flatnonzero(
        (walk.path[1:] == walk.path[:-1]) & (walk.path[1:] % max(walk.paths // MOST_LOOKED_AT, 1) == 0)
    )
    pairs = walk.act[same].astype(np.int64) * walk.kinds + walk.act[same + 1]
    kinds, kind = np.unique(pairs, return_inverse=True)
    known = needs(walk.path[same], kind, len(kinds))

    def explained(acts: list[int]) -> float:
        """Transitions and paths, if the most frequent transitions between these acts are drawn."""
        inner = np.zeros_like(follows)
        inner[np.ix_(acts, acts)] = follows[np.ix_(acts, acts)]
        drawn = np.argsort(-inner, axis=None, kind="stable")[: MOST_A_STEP * len(acts)]
        return known.covered(np.isin(kinds, drawn)) + share(inner.flat[drawn].sum(), int(follows.sum()))

    worth = explained(kept)
    for _ in range(MOST_STEPS):
        ways = [[*(n for n in kept if n != out), act] for out in kept if out not in fixed for act in rest]
        ways = [way for way in ways if way[-1] not in kept]
        best = max(ways, key=explained, default=kept)
        if explained(best) < worth + LEAST_GAIN:
            break
        rest = [*(n for n in rest if n != best[-1]), *(n for n in kept if n not in best)]
        kept, worth = best, explained(best)
    return kept

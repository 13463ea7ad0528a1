"""Which transitions to draw: chosen one by one by the paths that they complete or bring nearer to complete, then exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.walk import Ints

# a path that lacks d transitions counts for NEARER^d of one that lacks none
NEARER = 0.5
# what a transition's own share of all transitions counts beside the paths
USED = 0.5
EXCHANGES = 12
MOST_SETS = 20_000


@dataclass(frozen=True, slots=True)
class Needs:
    """What paths need: `needed[r, k]` = the paths of row r have a transition of kind k; `paths[r]` = how many paths these are.

    `used[k]`: how often kind k occurs, as a share of all transitions.
    """

    needed: Ints
    paths: Ints
    used: Ints

    def covered(self, chosen: Ints) -> float:
        """The share of paths all of whose transitions are chosen."""
        complete = ~(self.needed & ~chosen).any(axis=1)
        return float(self.paths[complete].sum()) / max(float(self.paths.sum()), 1.0)


def needs(path: Ints, kind: Ints, kinds: int, lost: Ints | None = None) -> Needs:
    """What paths need, from one row a transition: its path and its kind. Paths in `lost` can never be complete: only their transitions count."""
    used = np.bincount(kind, minlength=kinds) / max(len(kind), 1)
    if lost is not None and len(lost):
        kept = ~np.isin(path, lost)
        path, kind = path[kept], kind[kept]
    pairs = np.unique(path.astype(np.int64) * kinds + kind)
    _, row = np.unique(pairs // kinds, return_inverse=True)
    rows = int(row[-1]) + 1 if len(row) else 0
    packed = np.zeros((rows, kinds), dtype=bool)
    packed[row, pairs % kinds] = True
    return Needs(*_distinct(packed), used)


def _distinct(rows: Ints) -> tuple[Ints, Ints]:
    """Equal rows once, with their number; the most frequent where there are very many."""
    if not len(rows):
        return rows, np.zeros(0, dtype=np.int64)
    width = rows.shape[1]
    bits = np.ascontiguousarray(np.packbits(rows, axis=1))
    seen = bits.view(np.dtype((np.void, bits.shape[1]))).ravel()
    values, counts = np.unique(seen, return_counts=True)
    top = np.argsort(-counts, kind="stable")[:MOST_SETS]
    unpacked = np.unpackbits(values[top].view(np.uint8).reshape(len(top), -1), axis=1, count=width).astype(bool)
    return unpacked, counts[top]


class Chooser:
    """A set of chosen kinds that can grow and exchange; `missing[r]` = kinds that the paths of row r still need."""

    def __init__(self, known: Needs, allowed: Ints, *, nearer: float = NEARER, used: float = USED) -> None:
        self.known, self.allowed, self.nearer = known, allowed, nearer
        self.chosen = np.zeros(len(known.used), dtype=bool)
        self._weight = known.paths / max(float(known.paths.sum()), 1.0)
        self._needed = known.needed.astype(np.float32)
        self._use = used * known.used
        self.missing = known.needed.sum(axis=1)

    def worth(self) -> float:
        """What the chosen kinds are worth: complete paths, paths nearer to complete, transitions."""
        return float(self._weight @ self.nearer**self.missing + self._use[self.chosen].sum())

    def gains(self) -> Ints:
        """What each kind would add; -1 where it is chosen or may not be."""
        short = self._weight * self.nearer ** (self.missing - 1.0) * (1 - self.nearer)
        short[self.missing == 0] = 0
        found = short.astype(np.float32) @ self._needed + self._use
        found[self.chosen | ~self.allowed] = -1
        return found

    def take(self, kind: int) -> None:
        self.chosen[kind] = True
        self.missing = self.missing - self.known.needed[:, kind]

    def put_back(self, kind: int) -> None:
        self.chosen[kind] = False
        self.missing = self.missing + self.known.needed[:, kind]

    def grow(self) -> int | None:
        """Choose the kind that adds most; None where none adds anything."""
        gains = self.gains()
        best = int(np.argmax(gains)) if len(gains) else -1
        if best < 0 or gains[best] <= 0:
            return None
        self.take(best)
        return best

    def exchange(self, fixed: Ints) -> bool:
        """Put back one chosen kind that is not fixed for a better one; False where no exchange is better."""
        was = self.worth()
        best: tuple[float, int, int] = (was + 1e-9, -1, -1)
        for kind in np.flatnonzero(self.chosen & ~fixed):
            self.put_back(int(kind))
            gains = self.gains()
            gains[kind] = -1
            other = int(np.argmax(gains))
            worth = self.worth() + float(gains[other])
            if gains[other] > 0 and worth > best[0]:
                best = (worth, int(kind), other)
            self.take(int(kind))
        if best[1] < 0:
            return False
        self.put_back(best[1])
        self.take(best[2])
        return True


def choose_kinds(known: Needs, budget: int, *, allowed: Ints | None = None, fixed: Sequence[int] = ()) -> Ints:
    """The numbers of at most `budget` kinds that explain most, `fixed` ones first."""
    kinds = len(known.used)
    chooser = Chooser(known, np.ones(kinds, dtype=bool) if allowed is None else allowed)
    held = np.zeros(kinds, dtype=bool)
    for kind in fixed:
        chooser.take(kind)
        held[kind] = True
    while chooser.chosen.sum() < budget and chooser.grow() is not None:
        pass
    for _ in range(EXCHANGES):
        if chooser.chosen.sum() < budget or not chooser.exchange(held):
            break
    return np.flatnonzero(chooser.chosen)

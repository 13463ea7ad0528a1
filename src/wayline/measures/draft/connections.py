"""Which transitions to draw: chosen one by one by the paths that they complete or bring nearer to complete, then exchanged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.walk import Ints

# a path that lacks d transitions counts for NEARER^d of one that lacks none
NEARER = 0.5
# what a transition's own share of all transitions counts beside the paths
USED = 0.5
# (NEARER, USED) that are tried
WEIGHTS = ((0.5, 0.5), (0.5, 0.0), (0.3, 0.1))
EXCHANGES = 12
MOST_SETS = 20_000
_AT_A_TIME = 50_000


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


def needs(path: Ints, kind: Ints, kinds: int) -> Needs:
    """What paths need, from one row a transition: its path and its kind."""
    used = np.bincount(kind, minlength=kinds) / max(len(kind), 1)
    pairs = np.unique(path.astype(np.int64) * kinds + kind)
    _, row = np.unique(pairs // kinds, return_inverse=True)
    return Needs(*_distinct(row, pairs % kinds, kinds), used)


def _distinct(row: Ints, kind: Ints, kinds: int) -> tuple[Ints, Ints]:
    """The sets of kinds that rows have, each once with how many have it; the most frequent where there are very many."""
    rows = int(row[-1]) + 1 if len(row) else 0
    if not rows:
        return np.zeros((0, kinds), dtype=bool), np.zeros(0, dtype=np.int64)
    parts = []
    for start in range(0, rows, _AT_A_TIME):
        a, b = np.searchsorted(row, (start, start + _AT_A_TIME))
        flags = np.zeros((min(_AT_A_TIME, rows - start), kinds), dtype=bool)
        flags[row[a:b] - start, kind[a:b]] = True
        parts.append(np.packbits(flags, axis=1))
    bits = np.ascontiguousarray(np.concatenate(parts))
    values, counts = np.unique(bits.view(np.dtype((np.void, bits.shape[1]))).ravel(), return_counts=True)
    top = np.argsort(-counts, kind="stable")[:MOST_SETS]
    unpacked = np.unpackbits(values[top].view(np.uint8).reshape(len(top), -1), axis=1, count=kinds).astype(bool)
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
        found: Ints = short.astype(np.float32) @ self._needed + self._use
        found[self.chosen | ~self.allowed] = -1
        return np.asarray(found)

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

    def exchange(self) -> bool:
        """Put back one chosen kind for a better one; False where no exchange is better."""
        was = self.worth()
        best: tuple[float, int, int] = (was + 1e-9, -1, -1)
        for kind in np.flatnonzero(self.chosen):
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


def choose_kinds(known: Needs, budget: int, *, allowed: Ints | None = None) -> Ints:
    """The numbers of at most `budget` kinds that explain most; `allowed[k]`: kind k may be chosen.

    Chosen with several weights of the ways; what counts in the end are complete paths and, half as much, transitions.
    """
    may = np.ones(len(known.used), dtype=bool) if allowed is None else allowed
    found = [_chosen(Chooser(known, may, nearer=nearer, used=used), budget) for nearer, used in WEIGHTS]
    return np.flatnonzero(max(found, key=lambda chosen: known.covered(chosen) + USED * float(known.used[chosen].sum())))


def _chosen(chooser: Chooser, budget: int) -> Ints:
    while chooser.chosen.sum() < budget and chooser.grow() is not None:
        pass
    for _ in range(EXCHANGES):
        if chooser.chosen.sum() < budget or not chooser.exchange():
            break
    return chooser.chosen

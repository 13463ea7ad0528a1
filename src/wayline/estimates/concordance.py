"""Harrell's c: of the pairs of which it is known who came first, in how many the higher risk did."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def concordance(durations: NDArray[Any], observed: NDArray[Any], risk: NDArray[Any]) -> float | None:
    """Harrell's c-index of `risk` (higher is sooner) from durations (n) and whether the event came (n); None without any pair.

    A pair counts where the event of one came before the other's event, or no later than the other was last seen. Equal risks count one half.
    """
    durations, observed = np.asarray(durations), np.asarray(observed, dtype=bool)
    _, rank = np.unique(np.asarray(risk, dtype=np.float64), return_inverse=True)
    later = _Counts(int(rank.max()) + 1 if len(rank) else 0)
    right, pairs = 0.0, 0
    order = np.argsort(-durations, kind="stable")
    cuts = np.flatnonzero(np.diff(durations[order])) + 1
    for here in np.split(order, cuts):
        came = observed[here]
        for place in rank[here[~came]]:
            later.add(int(place))
        for place in rank[here[came]]:
            below, up_to = later.below(int(place)), later.below(int(place) + 1)
            right += below + 0.5 * (up_to - below)
            pairs += later.total
        for place in rank[here[came]]:
            later.add(int(place))
    return right / pairs if pairs else None


class _Counts:
    """How many of the ranks added so far lie below one: a Fenwick tree."""

    def __init__(self, size: int) -> None:
        self.total = 0
        self._sums = [0] * (size + 1)

    def add(self, rank: int) -> None:
        self.total += 1
        place = rank + 1
        while place < len(self._sums):
            self._sums[place] += 1
            place += place & -place

    def below(self, rank: int) -> int:
        found = 0
        while rank:
            found += self._sums[rank]
            rank &= rank - 1
        return found

"""Whether two groups of paths differ in any transition at all: a permutation test of the largest difference.

For each transition e that a path uses more than `least` times on the average, T_e = |mean of the first − mean of the second| / sd over both. The largest
T_e is set against the largest of as many random divisions of the same paths: Westfall and Young, Resampling-Based Multiple
Testing (1993), single step. So one p-value covers all transitions, however many there are and however they hang together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 199
LEAST_USED = 0.01
ALPHA = 0.05
_AT_ONCE = 4_000_000  # cells of the divisions held in memory together


@dataclass(frozen=True, slots=True)
class ShiftGate:
    """`p` of the largest difference; `largest` is the column it is in, `changed` are all columns whose own p, adjusted for the number of columns, is at most α.

    `changed` stands in order of the differences; `p_of` has the adjusted p of each of them. Without a column to test, p is 1.
    """

    p: float
    largest: int | None
    changed: tuple[int, ...]
    p_of: tuple[float, ...]


def shift_gate(
    first: NDArray[Any],
    second: NDArray[Any],
    *,
    permutations: int = PERMUTATIONS,
    least: float = LEAST_USED,
    alpha: float = ALPHA,
    random: np.random.Generator | int = 0,
) -> ShiftGate:
    """Test two groups, each a matrix of counts: one row a path, one column a transition. `random` is a generator or its seed."""
    draw = np.random.default_rng(random)
    both = np.concatenate((first, second)).astype(np.float64)
    n, size = len(both), len(first)
    if not (0 < size < n):
        return ShiftGate(1.0, None, (), ())
    spread = both.std(axis=0)
    tested = np.flatnonzero((both.mean(axis=0) > least) & (spread > 0))
    if not len(tested):
        return ShiftGate(1.0, None, (), ())
    both, spread = both[:, tested], spread[tested]
    total = both.sum(axis=0)

    def differences(sums: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.abs(sums / size - (total - sums) / (n - size)) / spread)

    seen = differences(both[:size].sum(axis=0))
    chance = np.concatenate([differences(sums).max(axis=1) for sums in _divided(both, size, permutations, draw)])
    # sums of the same counts in another order differ by rounding: a tie is a tie
    p_of = (1 + (chance[:, None] >= seen - 1e-9).sum(axis=0)) / (permutations + 1)
    order = np.argsort(-seen, kind="stable")
    changed = [place for place in order if p_of[place] <= alpha]
    return ShiftGate(
        float(p_of.min()),
        int(tested[order[0]]),
        tuple(int(tested[place]) for place in changed),
        tuple(float(p_of[place]) for place in changed),
    )


def _divided(both: NDArray[Any], size: int, permutations: int, draw: np.random.Generator) -> list[NDArray[Any]]:
    """Sums of the first group under random divisions of the paths, a few at a time."""
    n = len(both)
    step = max(1, _AT_ONCE // n)
    found = []
    for start in range(0, permutations, step):
        inside = np.zeros((min(step, permutations - start), n))
        for row in inside:
            row[draw.permutation(n)[:size]] = 1.0
        found.append(inside @ both)
    return found

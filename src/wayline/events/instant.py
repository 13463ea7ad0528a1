"""Identical rows among events that come in order: equal rows have equal times, so only the rows of one instant are compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

MOST_ROWS = 500_000
"""So many different rows of one instant are held; beyond, DuckDB compares them, which can spill."""


class CrowdedInstantError(Exception):
    """More different rows at one time than are held in memory."""


@dataclass
class Instant:
    """The last time so far, and how often each row (its hash) occurred at it."""

    at: int | None = None
    rows: Counter[str] = field(default_factory=Counter)

    def repeats(self, times: NDArray[np.int64], hashes: pa.Array) -> dict[int, int]:
        """Place → k (from 2) of the rows that repeat an earlier identical one; `times` do not fall. Raises CrowdedInstantError."""
        starts = np.flatnonzero(np.diff(times, prepend=times[0] - 1))
        goes_on = int(starts[1]) if len(starts) > 1 else len(times)
        found: dict[int, int] = {}
        if self.at != times[0]:
            self.at, self.rows, goes_on = int(times[0]), Counter(), 0
        self._go_on(hashes.slice(0, goes_on), 0, found)
        last = int(starts[-1])
        if last >= goes_on:
            found |= _inside(times[goes_on:last], hashes.slice(goes_on, last - goes_on), goes_on)
            self.at, self.rows = int(times[-1]), Counter()
            self._go_on(hashes.slice(last), last, found)
        return found

    def _go_on(self, hashes: pa.Array, first: int, found: dict[int, int]) -> None:
        """Rows of the instant that was reached."""
        for place, row in enumerate(hashes.to_pylist(), first):
            self.rows[row] += 1
            if self.rows[row] > 1:
                found[place] = self.rows[row]
        if len(self.rows) > MOST_ROWS:
            raise CrowdedInstantError


def _inside(times: NDArray[np.int64], hashes: pa.Array, first: int) -> dict[int, int]:
    """As `repeats`, of instants that lie wholly in these rows."""
    same = np.zeros(len(times) + 1, np.bool_)
    same[1:-1] = times[1:] == times[:-1]
    tied = np.flatnonzero(same[:-1] | same[1:])
    if not len(tied):
        return {}
    coded = pc.dictionary_encode(hashes.take(pa.array(tied)))
    if len(coded.dictionary) == len(tied):
        return {}
    codes = coded.indices.to_numpy()
    several = np.flatnonzero(np.bincount(codes)[codes] > 1)
    counts: Counter[tuple[int, int]] = Counter()
    found: dict[int, int] = {}
    for index in several.tolist():
        key = int(times[tied[index]]), int(codes[index])
        counts[key] += 1
        if counts[key] > 1:
            found[first + int(tied[index])] = counts[key]
    return found

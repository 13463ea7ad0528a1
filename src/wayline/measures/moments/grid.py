"""What is tried as a milestone: something done so many times within so many days of the start, for every count and span of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

WINDOWS = (1.0, 3.0, 7.0, 14.0, 30.0, 60.0)
THRESHOLDS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Grid:
    """Spans in days, rising, and counts. A span never reaches beyond the landmark: exposure and outcome cannot overlap."""

    windows: tuple[float, ...]
    thresholds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """`what` at least `at_least` times within `within_days` of the start of the path."""

    what: str
    at_least: int
    within_days: float

    @property
    def id(self) -> str:
        return f"{self.what}:{self.at_least}:{self.within_days:g}d"


@dataclass(frozen=True, slots=True)
class Doings:
    """How often those at `places` of the population did something: `counts` has a column a span; `by_landmark` all of it.

    Who is not among the places did it never.
    """

    what: str
    places: Whole
    counts: Whole
    by_landmark: Whole


def grid_to(landmark: float, windows: Sequence[float] = (), thresholds: Sequence[int] = ()) -> Grid:
    """The grid up to a landmark in days: the spans asked for, else the usual ones and the landmark itself.

    Raises InputError for a span beyond the landmark, and for a span or count of nothing.
    """
    for window in windows:
        if window > landmark:
            raise InputError(
                f"exposure counted over {window:g} days would overlap the outcome, which counts from day {landmark:g}",
                hint="Choose spans up to the landmark, or a later landmark",
            )
        if not window > 0:
            raise InputError(f"a span of {window:g} days holds nothing")
    for threshold in thresholds:
        if threshold < 1:
            raise InputError(f"a milestone of {threshold} times is none")
    usual = (*(window for window in WINDOWS if window < landmark), landmark)
    return Grid(tuple(sorted(set(windows or usual))), tuple(sorted(set(thresholds or THRESHOLDS))))


def milestones(doings: Doings, grid: Grid, population: int) -> Iterator[tuple[Milestone, Bools]]:
    """Every combination of the grid and who reached it. Combinations that the same subjects reached are one, the first."""
    seen: set[bytes] = set()
    for column, window in enumerate(grid.windows):
        for threshold in grid.thresholds:
            reached = np.zeros(population, dtype=bool)
            reached[doings.places[doings.counts[:, column] >= threshold]] = True
            key = np.packbits(reached).tobytes()
            if key not in seen:
                seen.add(key)
                yield Milestone(doings.what, threshold, window), reached


def others(doings: Doings, events: Whole) -> Whole:
    """The events of each subject by the landmark other than these doings."""
    left = events.copy()
    left[doings.places] -= doings.by_landmark
    return np.maximum(left, 0)

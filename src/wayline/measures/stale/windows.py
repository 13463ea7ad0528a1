"""Windows of paths by their start: equally many paths each, or equally long."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wayline.measures.stale.path_table import Whole

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """Paths `start` to before `stop` in order of their starts; `since` and `last` (µs) are the starts of the first and the last."""

    start: int
    stop: int
    since: int
    last: int

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)


def equal_counts(starts: Whole, windows: int) -> list[Window]:
    """As many windows, of equally many paths each; the first ones take what is left over."""
    return [
        _window(starts, int(part[0]), int(part[-1]) + 1)
        for part in np.array_split(np.arange(len(starts)), windows)
        if len(part)
    ]


def equal_spans(starts: Whole, seconds: float) -> list[Window]:
    """Windows of so many seconds from the first start on; empty ones and a last one that is not over are left out."""
    if not len(starts):
        return []
    length = round(seconds * MICRO)
    edges = np.arange(starts[0], starts[-1] + 1, length)
    bounds = np.searchsorted(starts, edges, side="left")
    return [_window(starts, int(a), int(b)) for a, b in pairwise(bounds) if a < b]


def _window(starts: Whole, first: int, stop: int) -> Window:
    return Window(first, stop, int(starts[first]), int(starts[stop - 1]))

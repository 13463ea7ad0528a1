"""From batches of candidates to the touches of every subject, in order of time."""

from __future__ import annotations

import numpy as np

from wayline.paths.fold.entries import Entries, place, put_in_order, settle, tally
from wayline.paths.fold.scan import Columns
from wayline.paths.fold.shape import Ints, Selectors


def gathered(read: list[Columns], asked: Selectors) -> tuple[Entries, Ints]:
    """The touches of each subject, and the subjects' slots. Empties `read`: a batch is let go as soon as it is copied."""
    counts = np.zeros(1 + max((int(batch[0].max(initial=-1)) for batch in read), default=-1), dtype=np.int64)
    for slot, _, _, event, selector in read:
        tally(slot, event, selector, asked, counts)
    slots = np.flatnonzero(counts)
    found = _placed(read, counts, slots, asked)
    put_in_order(found)
    first = np.empty(len(found.first), dtype=np.int64)
    settle(found, asked, _steps(asked), first)
    end = int(first[-1])
    return Entries(first, found.at[:end], found.arrival[:end], found.event[:end], found.what[:end]), slots


def _steps(asked: Selectors) -> int:
    """As many places as any `within` may look at."""
    return int(max(asked.within_of.max(initial=-1), asked.element.max(initial=-1))) + 1


def _placed(read: list[Columns], counts: Ints, slots: Ints, asked: Selectors) -> Entries:
    first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts[slots])])
    length = int(first[-1])
    into = Entries(
        first,
        np.empty(length, dtype=np.int64),
        np.empty(length, dtype=np.int64),
        np.empty(length, dtype=np.int32),
        np.empty(length, dtype=np.int32),
    )
    counts[slots] = first[:-1]
    read.reverse()
    while read:  # a batch is let go as soon as it is copied
        slot, at, arrival, event, selector = read.pop()
        place(slot, at, arrival, event, selector, asked, counts, into)
    return into

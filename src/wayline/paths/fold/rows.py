"""The rows that the kernels write: one array of records a kind, made as long as they have been counted to be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wayline.paths.fold.shape import Ints, Records, records

# what flags say, kind by kind
WALKED = ("converted", "has_left", "is_open", "tied_onward", "tied_wait", "tied_leave", "tied_open")
STANDING = ("at_end", "has_left", "surely_left", "left_at_once")
JUDGED = ("tied_finish", "planned", "planned_so_far", "repeats", "order_or_missing")
WINDOW_FLAGS = ("hit", "early", "late", "missed", "pending", "tied")
HANDOFF_FLAGS = ("on_time", "late", "missing", "pending", "tied")
SKIP_FLAGS = ("skipped", "skipped_for_good", "tied")


def _record(
    whole: tuple[str, ...], real: tuple[str, ...], short: tuple[str, ...], flags: tuple[str, ...]
) -> np.dtype[np.void]:
    return np.dtype(
        [
            *((name, np.int64) for name in whole),
            *((name, np.float64) for name in real),
            *((name, np.int32) for name in short),
            *((name, np.bool_) for name in flags),
        ],
        align=True,
    )


# `subject`: place among all that have touches; `owner`: place among the paths; `key`: a dense element or a stage
PATH = _record(("subject", "start_at", "start_arrival", "k", "at"), (), ("step",), STANDING + JUDGED)
FIRST = _record(("k", "at", "last_k", "last_at", "touches"), (), (), ("returned", "tied_return"))
OUTCOME = _record(
    (), ("seconds", "first_end_seconds"), ("owner", "key", "aim", "first_end"), (*WALKED, "stands_here", "tied_here")
)
SKIP = _record((), (), ("owner", "key"), SKIP_FLAGS)
MOVE = _record((), ("seconds",), ("owner", "origin", "target"), ("planned",))  # seconds are NaN from START and to END
VALUE = _record((), ("seconds",), ("owner", "key"), ("converted", "is_open"))
WINDOW_ROW = _record((), (), ("owner", "key"), WINDOW_FLAGS)
HANDOFF_ROW = _record(("arrival",), (), ("owner", "key"), HANDOFF_FLAGS)
PATHS, STEPS, STAGES, AIMS, SKIPS, MOVES, VALUES, WINDOWS, HANDOFFS = range(9)
KINDS = 9


class Rows(NamedTuple):
    """All that comes out of a fold; `firsts` row for row with `steps`. `fill` counts the rows written of each kind."""

    paths: Records
    steps: Records
    stages: Records
    aims: Records
    skips: Records
    moves: Records
    values: Records
    windows: Records
    handoffs: Records
    firsts: Records
    fill: Ints


def empty_rows(sizes: Ints) -> Rows:
    """Room for as many rows of each kind as `sizes` says."""
    kinds = (PATH, OUTCOME, OUTCOME, OUTCOME, SKIP, MOVE, VALUE, WINDOW_ROW, HANDOFF_ROW)
    made = [records(int(size), kind) for size, kind in zip(sizes, kinds, strict=True)]
    paths, steps, stages, aims, skips, moves, values, windows, handoffs = made
    firsts, fill = records(int(sizes[STEPS]), FIRST), np.zeros(KINDS, np.int64)
    return Rows(paths, steps, stages, aims, skips, moves, values, windows, handoffs, firsts, fill)

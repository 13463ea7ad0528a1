"""The stale-map alarm: a gate, which says whether anything changed, and materiality, which says whether it matters. A gate alone never alarms.

Windows of paths are compared, each with the one before. The gate is `estimates.shift_gate`. What changed matters where path coverage was lost, or a share of
the changed steps (or of what the map calls success) shifted beyond a setting with the whole interval of the difference, or more
subjects than a setting took another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.difference import Difference, share_difference
from wayline.estimates.estimate import NORMAL_FROM
from wayline.estimates.shift_gate import ALPHA, ShiftGate, shift_gate
from wayline.estimates.span_scan import strongest_stretch
from wayline.measures.stale.path_table import Counted, Flags, PathTable
from wayline.measures.stale.settings import StaleSettings
from wayline.measures.stale.windows import Window

COVERAGE, METRIC, AFFECTED = "coverage", "metric", "affected"
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A share in both windows as (count, n), and the second less the first."""

    before: tuple[int, int]
    after: tuple[int, int]
    difference: Difference

    def plain(self) -> dict[str, Any]:
        (a, n), (b, m) = self.before, self.after
        found = self.difference
        return {
            "before": {"value": a / n, "count": a, "n": n},
            "after": {"value": b / m, "count": b, "n": m},
            "difference": found.value,
            "low": found.low,
            "high": found.high,
        }


@dataclass(frozen=True, slots=True)
class ChangedTransition:
    """A transition whose use changed; `share` are the paths that took it."""

    origin: int
    target: int
    p: float
    share: Moved


@dataclass(frozen=True, slots=True)
class Shift:
    """A share on the map that shifted beyond the setting."""

    element: str
    measure: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class Change:
    """Two neighbouring windows. `carried_by` is empty where only the p-value speaks, or not even that: then there is no alarm.

    `since` and `until` (µs) date an alarm by what carries it; `until` is None where the change still holds.
    """

    first: Window
    second: Window
    gate: ShiftGate
    transitions: tuple[ChangedTransition, ...] = ()
    coverage: Moved | None = None
    affected: Moved | None = None
    shifts: tuple[Shift, ...] = ()
    carried_by: Names = ()
    since: int | None = None
    until: int | None = None

    @property
    def is_alarm(self) -> bool:
        return bool(self.carried_by)


def changes(
    table: PathTable, windows: list[Window], settings: StaleSettings, *, named: Names, shown: Names
) -> Iterator[Change]:
    """Every pair of neighbouring windows with at least 30 paths each.

    `named` are the ids of the steps in the order of the facts, `shown` those whose shares count wherever paths changed.
    """
    # one seed for all: what one pair shows must not hang on how many came before it
    for first, second in zip(windows, windows[1:], strict=False):
        if min(len(first), len(second)) < NORMAL_FROM:
            continue
        gate = shift_gate(table.counts[first.rows], table.counts[second.rows], random=0)
        yield (
            _judged(table, first, second, gate, settings, named, shown)
            if gate.p <= ALPHA
            else Change(first, second, gate)
        )


def _judged(
    table: PathTable,
    first: Window,
    second: Window,
    gate: ShiftGate,
    settings: StaleSettings,
    named: Names,
    shown: Names,
) -> Change:
    used = table.counts > 0
    transitions = tuple(
        ChangedTransition(*table.pairs[column], p, _moved(used[first.rows, column], used[second.rows, column]))
        for column, p in zip(gate.changed, gate.p_of, strict=True)
    )
    coverage = _moved(table.planned[: first.stop], table.planned[second.rows])
    affected = _affected(used[first.rows], used[second.rows], gate.changed)
    touched = {named[step] for one in transitions for step in (one.origin, one.target) if step >= 0} | set(shown)
    shifts = tuple(
        sorted(
            (
                Shift(element, measure, moved)
                for (element, measure), counted in table.shares.items()
                if element in touched and (moved := _share_moved(counted, first, second)) is not None
                if _lies_beyond(moved.difference, settings.metric)
            ),
            key=lambda shift: -abs(shift.moved.difference.value),
        )
    )
    carried = []
    if coverage.before[0] >= settings.covers * coverage.before[1] and _is_lost(
        coverage.difference, settings.coverage_lost
    ):
        carried.append(COVERAGE)
    if shifts:
        carried.append(METRIC)
    if settings.affected is not None and _lies_beyond(affected.difference, settings.affected):
        carried.append(AFFECTED)
    since, until = _dated(table, first, second, _series(table, gate, shifts, carried)) if carried else (None, None)
    return Change(first, second, gate, transitions, coverage, affected, shifts, tuple(carried), since, until)


def _moved(first: NDArray[Any], second: NDArray[Any]) -> Moved:
    before, after = (int(first.sum()), len(first)), (int(second.sum()), len(second))
    return Moved(before, after, share_difference(before, after))


def _share_moved(share: Counted, first: Window, second: Window) -> Moved | None:
    """The share in both windows; None where fewer than 30 stand behind one of them."""
    sides = [share.counted[window.rows][share.among[window.rows]] for window in (first, second)]
    return None if min(map(len, sides)) < NORMAL_FROM else _moved(*sides)


def _affected(first: NDArray[Any], second: NDArray[Any], changed: tuple[int, ...]) -> Moved:
    """How many more take a transition that rose, or no more take one that fell: at least so many went another way."""
    columns = np.array(changed, dtype=np.int64)
    rose = second[:, columns].mean(axis=0) > first[:, columns].mean(axis=0)
    found = []
    for chosen in (columns[rose], columns[~rose]):
        if len(chosen):
            found.append(_moved(first[:, chosen].any(axis=1), second[:, chosen].any(axis=1)))
    return max(found, key=lambda moved: abs(moved.difference.value))


def _lies_beyond(difference: Difference, setting: float) -> bool:
    assert difference.low is not None and difference.high is not None
    return difference.low >= setting or difference.high <= -setting


def _is_lost(difference: Difference, setting: float) -> bool:
    assert difference.high is not None
    return difference.value <= -setting and difference.high < 0


def _series(table: PathTable, gate: ShiftGate, shifts: tuple[Shift, ...], carried: list[str]) -> tuple[Flags, Flags]:
    """What dates the alarm is what carries it: (paths that count, what is seen of them)."""
    everybody = np.ones(len(table), dtype=np.bool_)
    if METRIC in carried:
        share = table.shares[shifts[0].element, shifts[0].measure]
        return share.among, share.counted
    if COVERAGE in carried:
        return everybody, table.planned
    assert gate.largest is not None
    return everybody, table.counts[:, gate.largest] > 0


def _dated(table: PathTable, first: Window, second: Window, series: tuple[Flags, Flags]) -> tuple[int, int | None]:
    """When the change began, and when it ceased."""
    among, seen = series
    for stop in (len(table), second.stop):
        places = first.start + np.flatnonzero(among[first.start : stop])
        found = strongest_stretch(seen[places])
        if found is None:
            continue
        start, last = int(places[found.start]), int(places[found.stop - 1])
        if start < second.stop and last >= second.start:
            is_over = found.stop < len(places) and len(table) - last > NORMAL_FROM
            return int(table.starts[start]), int(table.starts[places[found.stop]]) if is_over and stop == len(
                table
            ) else None
    return int(table.starts[second.start]), None

"""The stale-map alarm: a gate, which says whether anything changed, and materiality, which says whether it matters. A gate alone never alarms.

Windows of paths are compared, each with the one before. The gate is `estimates.shift_gate`. What changed matters where path coverage was lost, or a share of
the changed steps (or of what the map calls success) shifted beyond a setting with the whole interval of the difference, or more
subjects than a setting took another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
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
    for first, second in pairwise(windows):
        if min(len(first), len(second)) < NORMAL_FROM:
            continue
        # one seed for all: what one pair shows must not hang on how many came before it
        gate = shift_gate(table.counts[first.rows], table.counts[second.rows], random=0)
        pair = _Pair(table, first, second, gate)
        yield pair.judged(settings, named, shown) if gate.p <= ALPHA else Change(first, second, gate)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two windows whose paths differ by more than chance."""

    table: PathTable
    first: Window
    second: Window
    gate: ShiftGate

    def judged(self, settings: StaleSettings, named: Names, shown: Names) -> Change:
        transitions = self._transitions()
        touched = {named[step] for one in transitions for step in (one.origin, one.target) if step >= 0} | set(shown)
        coverage = _moved(self.table.planned[: self.first.stop], self.table.planned[self.second.rows])
        affected = self._affected()
        shifts = self._shifts(touched, settings.metric)
        carried = []
        if _covers(coverage.before, settings.covers) and _is_lost(coverage.difference, settings.coverage_lost):
            carried.append(COVERAGE)
        if shifts:
            carried.append(METRIC)
        if settings.affected is not None and _lies_beyond(affected.difference, settings.affected):
            carried.append(AFFECTED)
        since, until = self._dated(*self._series(shifts, carried)) if carried else (None, None)
        return Change(
            self.first,
            self.second,
            self.gate,
            transitions,
            coverage,
            affected,
            shifts,
            tuple(carried),
            since,
            until,
        )

    def _used(self, columns: tuple[int, ...]) -> tuple[Flags, Flags]:
        used = self.table.counts[:, columns] > 0
        return used[self.first.rows], used[self.second.rows]

    def _transitions(self) -> tuple[ChangedTransition, ...]:
        first, second = self._used(self.gate.changed)
        return tuple(
            ChangedTransition(*self.table.pairs[column], p, _moved(first[:, n], second[:, n]))
            for n, (column, p) in enumerate(zip(self.gate.changed, self.gate.p_of, strict=True))
        )

    def _shifts(self, touched: set[str], setting: float) -> tuple[Shift, ...]:
        """Shares of these steps that shifted beyond the setting, the farthest first."""
        found = []
        for (element, measure), share in self.table.shares.items():
            moved = _share_moved(share, self.first, self.second) if element in touched else None
            if moved is not None and _lies_beyond(moved.difference, setting):
                found.append(Shift(element, measure, moved))
        return tuple(sorted(found, key=lambda shift: -abs(shift.moved.difference.value)))

    def _affected(self) -> Moved:
        """How many more take a transition that rose, or no more take one that fell: at least so many went another way."""
        first, second = self._used(self.gate.changed)
        rose = second.mean(axis=0) > first.mean(axis=0)
        found = [
            _moved(np.asarray(first[:, chosen].any(axis=1)), np.asarray(second[:, chosen].any(axis=1)))
            for chosen in (rose, ~rose)
            if chosen.any()
        ]
        return max(found, key=lambda moved: abs(moved.difference.value))

    def _series(self, shifts: tuple[Shift, ...], carried: list[str]) -> tuple[Flags, Flags]:
        """What dates the alarm is what carries it: (paths that count, what is seen of them)."""
        everybody = np.ones(len(self.table), dtype=np.bool_)
        if METRIC in carried:
            share = self.table.shares[shifts[0].element, shifts[0].measure]
            return share.among, share.counted
        if COVERAGE in carried:
            return everybody, self.table.planned
        assert self.gate.largest is not None
        return everybody, self.table.counts[:, self.gate.largest] > 0

    def _dated(self, among: Flags, seen: Flags) -> tuple[int, int | None]:
        """When the change began, and when it ceased."""
        starts, paths = self.table.starts, len(self.table)
        for stop in (paths, self.second.stop):
            places = self.first.start + np.flatnonzero(among[self.first.start : stop])
            found = strongest_stretch(seen[places])
            if found is None:
                continue
            start, last = int(places[found.start]), int(places[found.stop - 1])
            if start < self.second.stop and last >= self.second.start:
                is_over = stop == paths and found.stop < len(places) and paths - last > NORMAL_FROM
                return int(starts[start]), int(starts[places[found.stop]]) if is_over else None
        return int(starts[self.second.start]), None


def _moved(first: NDArray[Any], second: NDArray[Any]) -> Moved:
    before, after = (int(first.sum()), len(first)), (int(second.sum()), len(second))
    return Moved(before, after, share_difference(before, after))


def _share_moved(share: Counted, first: Window, second: Window) -> Moved | None:
    """The share in both windows; None where fewer than 30 stand behind one of them."""
    sides = [share.counted[window.rows][share.among[window.rows]] for window in (first, second)]
    return None if min(map(len, sides)) < NORMAL_FROM else _moved(*sides)


def _covers(before: tuple[int, int], setting: float) -> bool:
    return before[0] >= setting * before[1]


def _lies_beyond(difference: Difference, setting: float) -> bool:
    assert difference.low is not None
    assert difference.high is not None
    return difference.low >= setting or difference.high <= -setting


def _is_lost(difference: Difference, setting: float) -> bool:
    assert difference.high is not None
    return difference.value <= -setting and difference.high < 0

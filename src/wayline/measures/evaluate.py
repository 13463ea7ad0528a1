"""Path facts → estimates: every measure of every element, for all subjects and for each level of the segment, in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.match import FIRST_HANDOFF, FIRST_WINDOW
from wayline.estimates.aalen_johansen import aalen_johansen
from wayline.estimates.counts import count_of
from wayline.estimates.estimate import LEVEL, Estimate, refuse, show_for
from wayline.estimates.kaplan_meier import survival_median
from wayline.estimates.order_statistics import METHOD as ORDER_STATISTICS
from wayline.estimates.order_statistics import median
from wayline.estimates.wilson import share
from wayline.maps.duration import seconds as seconds_of
from wayline.maps.model import JourneyMap
from wayline.measures.kinds import NO_SUBJECTS, NOT_BOUND, Counted, Duration, Facts, Incidence, Measure, refusal
from wayline.measures.registry import MEASURES
from wayline.paths.facts import PathFacts

Number = Estimate | dict[str, Any]
ALL: str | None = None
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Element:
    """Something on the map that is measured. `key` is its number in the facts, `place` its place among its kind."""

    id: str
    kind: str
    place: int
    key: int


def elements(journey: JourneyMap) -> tuple[Element, ...]:
    """Everything measured, stages with their steps first, then windows and handoffs, in map order."""
    found, places = [], count()
    for number, stage in enumerate(journey.stages):
        found.append(Element(stage.id, "stage", number, number))
        found += [Element(step.id, "step", n, n) for step, n in ((step, next(places)) for step in stage.steps)]
    found += [Element(w.id, "window", n, FIRST_WINDOW + n) for n, w in enumerate(journey.windows)]
    found += [Element(h.id, "handoff", n, FIRST_HANDOFF + n) for n, h in enumerate(journey.handoffs)]
    return tuple(found)


def applies(measure: Measure, element: Element, journey: JourneyMap) -> bool:
    """Whether the measure is one of this element."""
    if element.kind not in measure.facts:
        return False
    if isinstance(measure, Duration) and element.kind == "step":
        step = journey.steps[element.place]
        return bool((not measure.milestones or step.milestone is not None) and (not measure.aims or step.times))
    return True


def evaluate(
    facts: PathFacts, levels: Iterable[str | None], measures: Sequence[Measure] = MEASURES
) -> dict[str | None, dict[str, dict[str, Number]]]:
    """Level (None = all) → element id → measure → number."""
    wanted = list(levels)
    read = _Read(facts, _Counts(facts, segmented=any(level is not ALL for level in wanted)), _Waits(facts, wanted))
    found: dict[str | None, dict[str, dict[str, Number]]] = {level: {} for level in wanted}
    for element in elements(facts.journey):
        for measure in measures:
            if not applies(measure, element, facts.journey):
                continue
            reason = refusal(measure, facts.journey, element.kind, element.place, timeless=facts.timeless)
            for level in wanted:
                number = (
                    _refused(measure, element, facts.journey, reason)
                    if reason
                    else _number(measure, element, level, read)
                )
                found[level].setdefault(element.id, {})[measure.name] = number
    return found


def _number(measure: Measure, element: Element, level: str | None, read: _Read) -> Number:
    journey, waits = read.facts.journey, read.waits
    if isinstance(measure, Counted):
        return read.counts.number(measure, element, level)
    where = measure.facts[element.kind]
    if isinstance(measure, Incidence):
        return _incidence(waits.rows(where, element.key, level), measure, _marks(journey, element))
    if measure.aims:
        steps = [step.id for step in journey.steps]
        targets = dict.fromkeys(journey.steps[element.place].times)
        unbound = refuse(NOT_BOUND, unit="seconds", method=ORDER_STATISTICS, extra=_no_wait(0)).plain()
        return {
            target: _wait(waits.rows(where, element.key, level, steps.index(target))).plain()
            if journey.steps[steps.index(target)].bind
            else unbound
            for target in targets
        }
    return _wait(waits.rows(where, element.key, level))


def _marks(journey: JourneyMap, element: Element) -> list[str]:
    """Spans of time that the map itself names: the element's target, and how long its promises of conversion have."""
    owner = journey.steps[element.place] if element.kind == "step" else journey.stages[element.place]
    return [owner.target, *(promise.within for promise in owner.expect if promise.measure == "converted")]


def _refused(measure: Measure, element: Element, journey: JourneyMap, reason: str) -> Number:
    if isinstance(measure, Incidence):
        return {"at": {}, "count": 0, **_beside(0, 0), "refused": reason}
    if isinstance(measure, Duration):
        refused = refuse(reason, unit="seconds", method=ORDER_STATISTICS, extra=_no_wait(0))
        return dict.fromkeys(journey.steps[element.place].times, refused.plain()) if measure.aims else refused
    unit = "share" if measure.is_share else measure.unit
    return refuse(
        reason, unit=unit, method="wilson" if measure.is_share else "count", extra=dict.fromkeys(measure.extras)
    )


def _no_wait(censored: int) -> dict[str, Any]:
    return {"q25": None, "q75": None, "p90": None, "censored": censored, "survival_median": None}


class _Counts:
    """Counts of every counted measure, read from the facts with one query a table."""

    def __init__(self, facts: PathFacts, *, segmented: bool) -> None:
        self._found: dict[tuple[str, str], dict[tuple[int, str | None], dict[str, int]]] = {}
        self._subjects: dict[str | None, int] = defaultdict(int)
        for level, number in facts.rows(f"SELECT level, count(*) FROM {facts.table('subject_facts')} GROUP BY level"):
            self._subjects[ALL] += _whole(number)
            if segmented:
                self._subjects[str(level)] += _whole(number)
        for where in dict.fromkeys(w for m in MEASURES if isinstance(m, Counted) for w in m.facts.values()):
            self._found[where.table, where.key] = self._read(facts, where, segmented=segmented)

    def _read(self, facts: PathFacts, where: Facts, *, segmented: bool) -> dict[tuple[int, str | None], dict[str, int]]:
        columns, table = _columns(where), facts.table(where.table)
        listed = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(columns.values()))
        found: dict[tuple[int, str | None], dict[str, int]] = {}
        for level in ("NULL", "level") if segmented else ("NULL",):
            by = f"{where.key}, level" if level == "level" else where.key
            for row in facts.rows(f"SELECT {where.key}, {level}, {listed} FROM {table} GROUP BY {by}"):
                key = (_whole(row[0]), None if row[1] is None else str(row[1]))
                found[key] = {name: _whole(cell) for name, cell in zip(columns, row[2:], strict=True)}
        return found

    def number(self, measure: Counted, element: Element, level: str | None) -> Estimate:
        where = measure.facts[element.kind]
        row = self._found[where.table, where.key].get((element.key, level), {})
        count = row.get(f"{measure.name}.count", 0)
        n = self._subjects[level] if measure.of_all else row.get(f"{measure.name}.n", 0)
        tied = row.get(f"{measure.name}.tied", 0)
        extra = {name: row.get(f"{measure.name}.{name}", 0) for name in measure.extras}
        if measure.is_share:
            return share(count, n, tied=tied, extra=extra)
        return count_of(count, n=n, unit=measure.unit, tied=tied, extra=extra)


def _columns(where: Facts) -> dict[str, str]:
    columns = {}
    for measure in MEASURES:
        if isinstance(measure, Counted) and where in measure.facts.values():
            columns[f"{measure.name}.count"] = counting(measure)
            columns[f"{measure.name}.n"] = f"count(*) FILTER ({measure.among})"
            columns[f"{measure.name}.tied"] = f"count(*) FILTER (({measure.among}) AND ({measure.tied}))"
            columns |= {f"{measure.name}.{name}": f"count(*) FILTER ({sql})" for name, sql in measure.extras.items()}
    return columns


def counting(measure: Counted) -> str:
    """The SQL aggregate that counts a measure over its facts table."""
    if measure.sums:
        return f"coalesce(CAST(sum({measure.sums}) AS BIGINT), 0)"
    return f"count(*) FILTER (({measure.among}) AND ({measure.counted}))"


def _whole(cell: object) -> int:
    assert isinstance(cell, int)
    return cell


@dataclass(frozen=True, slots=True)
class _Read:
    """The facts, with what has been read of them."""

    facts: PathFacts
    counts: _Counts
    waits: _Waits


Rows = Mapping[str, NDArray[Any]]


class _Waits:
    """Durations of one facts table at a time, in an order in which an element, and a level within it, is a slice."""

    def __init__(self, facts: PathFacts, levels: Iterable[str | None]) -> None:
        self._facts = facts
        self._levels = [level for level in levels if level is not ALL]
        self._turns = {level: turn for turn, level in enumerate(self._levels, 1)}
        self._tables: dict[Facts, dict[tuple[int, int], Rows]] = {}

    def rows(self, where: Facts, element: int, level: str | None, aim: int = -1) -> Rows:
        if where not in self._tables:
            self._tables[where] = self._read(where)
        rows = self._tables[where].get((element, aim), {})
        if level is ALL or not rows:
            return rows
        start, stop = np.searchsorted(rows["level"], [self._turns[level], self._turns[level] + 1])
        return {name: column[start:stop] for name, column in rows.items()}

    def _read(self, where: Facts) -> dict[tuple[int, int], Rows]:
        aim = "aim" if where.table == "aim_facts" else "-1"
        ends = ", first_end, first_end_seconds" if where.table in ("step_facts", "stage_facts") else ""
        # levels as their places among those wanted: numbers sort faster than texts
        level = "list_position(?, level)" if self._levels else "0"
        found = self._facts.con.execute(
            f"SELECT {where.key} AS element, {aim} AS aim, {level} AS level, seconds, converted, is_open, tied_wait AS tied{ends} "
            f"FROM {self._facts.table(where.table)}",
            [self._levels] if self._levels else [],
        ).fetchnumpy()
        columns = {name: np.asarray(column) for name, column in found.items()}
        keys = [_narrow(columns[name]) for name in ("level", "aim", "element")]
        order = np.lexsort([key for key in keys if key.any()] or keys)  # zeros alone order nothing
        columns = {name: column[order] for name, column in columns.items()}
        changes = np.diff(columns["element"]).astype(bool) | np.diff(columns["aim"]).astype(bool)
        bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(order)]
        return {
            (int(columns["element"][start]), int(columns["aim"][start])): {n: c[start:stop] for n, c in columns.items()}
            for start, stop in pairwise(bounds)
            if start < stop
        }


def _narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """The same order in 16 bits where that is enough: numpy sorts those in linear time."""
    lowest = numbers.min(initial=0)
    fits = numbers.max(initial=0) - lowest < 1 << 16
    return np.asarray(numbers - lowest, dtype=np.uint16 if fits else np.int64)


def _wait(rows: Rows) -> Estimate:
    if not rows or len(rows["seconds"]) == 0:
        return refuse(NO_SUBJECTS, unit="seconds", method=ORDER_STATISTICS, extra=_no_wait(0))
    seconds = rows["seconds"].astype(np.float64)
    converted = rows["converted"].astype(bool)
    extra = {
        "censored": int(rows["is_open"].astype(bool).sum()),
        "survival_median": survival_median(seconds, converted),
    }
    return median(seconds[converted], tied=int(rows["tied"].astype(bool).sum()), extra=extra)


def _incidence(rows: Rows, measure: Incidence, marks: Iterable[str]) -> dict[str, Any]:
    if not rows or len(rows["seconds"]) == 0:
        return {"at": {}, "count": 0, **_beside(0, 0), "refused": NO_SUBJECTS}
    curve = aalen_johansen(
        rows["first_end_seconds"].astype(np.float64), rows["first_end"].astype(np.int64), causes=(1, 2), only=(1,)
    )
    times = {f"{day}d": float(day * DAY) for day in measure.days}
    times |= {mark: seconds_of(mark) for mark in marks if mark}
    at = {name: curve.at(when, 1).plain() for name, when in sorted(times.items(), key=lambda item: item[1])}
    tied = int(rows["tied"].astype(bool).sum())
    count = int((rows["first_end"] == 1).sum())
    return {"at": at, "count": count, **_beside(len(rows["seconds"]), tied), "refused": None}


def _beside(n: int, tied: int) -> dict[str, Any]:
    return {
        "n": n,
        "level": LEVEL,
        "method": "aalen-johansen",
        "unit": "share",
        "basis": "measured",
        "missing": 0,
        "tied": tied,
        "show": show_for(n),
    }

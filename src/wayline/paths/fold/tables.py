"""From the arrays of a fold to the tables of facts, as `paths.sql` names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wayline.paths.fold.entries import Entries
from wayline.paths.fold.rows import FIRST, JUDGED, STANDING
from wayline.paths.fold.shape import Bools, Codes, Ints, Records
from wayline.paths.fold.tally import EventTally
from wayline.paths.sql import END, START

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each path, as a place in `names`."""

    codes: Codes
    names: Sequence[str]

    def of(self, owners: Codes) -> pa.DictionaryArray:
        return self._named(self._short[owners])

    def of_all(self) -> pa.DictionaryArray:
        return self._named(self._short)

    @property
    def _short(self) -> NDArray[Any]:
        return self.codes.astype(np.int8) if len(self.names) < 1 << 7 else self.codes

    def _named(self, codes: NDArray[Any]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.names, pa.string()))


def touch_table(touches: Entries, codes: Ints, numbers: Codes) -> pa.Table:
    """The table `touch_rows`. `codes` of the subjects, `numbers` of the dense elements."""
    return pa.table(
        {
            "subject": np.repeat(narrow(codes), np.diff(touches.first)),
            "occurred_at": touches.at,
            "arrival": touches.arrival,
            "event": touches.event,
            "element": numbers[touches.what],
        }
    )


def fact_tables(rows: dict[str, Records], subjects: Ints, levels: Levels, numbers: Codes) -> dict[str, pa.Table]:
    """Name → table, of what is about steps, stages and promises. `subjects`: the codes of the paths; `numbers` of the dense elements.

    Empties `rows` (the fields of `Rows`) on its way: the memory would hold everything twice.
    """
    who = _Who(narrow(subjects), levels)
    firsts = _columns(rows.pop("firsts"), FIRST.names or ())
    firsts["occurred_at"] = firsts.pop("at")
    steps = who.of(rows.pop("steps"), "step")
    about_steps = {name: firsts[name] for name in ("k", "occurred_at", "touches", "returned", "tied_return")}
    values = who.of(rows.pop("values"), "step")
    owned = {name: steps[name] for name in ("subject", "step")}
    found: dict[str, Columns] = {
        "step_firsts": {
            **owned,
            **{name: firsts[name] for name in ("k", "occurred_at", "last_k", "last_at", "touches")},
        },
        "step_facts": {**steps, **about_steps},
        "stage_facts": who.of(rows.pop("stages"), "stage"),
        "aim_facts": who.of(rows.pop("aims"), "step"),
        "skip_facts": who.of(rows.pop("skips"), "step"),
        "value_facts": {**values, "tied_wait": np.zeros(len(values["seconds"]), np.bool_)},
        "transition_facts": _moves(who.of(rows.pop("moves"), ""), int((numbers >= 0).argmin())),
        "window_facts": _contacts(who.of(rows.pop("windows"), "element"), numbers),
        "handoff_facts": _handoffs(_contacts(who.of(rows.pop("handoffs"), "element"), numbers)),
    }
    return {name: pa.table(columns) for name, columns in found.items()}


def path_tables(paths: Records, subjects: Ints, levels: Levels, is_ad_hoc: Bools) -> dict[str, pa.Table]:
    """Name → table, of what has one row a path."""
    everyone: Columns = {"subject": subjects, "level": levels.of_all(), "start_at": _column(paths, "start_at")}
    placed = _places(paths["start_at"], paths["start_arrival"], levels)
    judged = _columns(paths, ("at_end", "has_left", *JUDGED))
    last = {"subject": subjects, "occurred_at": _column(paths, "at"), **_columns(paths, ("k", "step", *STANDING))}
    found: dict[str, Columns] = {
        "subjects": {**everyone, "start_arrival": _column(paths, "start_arrival"), **placed},
        "subject_facts": {**everyone, **placed, "last_step": _column(paths, "step"), **judged, "ad_hoc": is_ad_hoc},
        "last_touch": last,
    }
    return {name: pa.table(columns) for name, columns in found.items()}


@dataclass(frozen=True, slots=True)
class _Who:
    """Codes and levels of the paths."""

    subjects: NDArray[Any]
    levels: Levels

    def of(self, rows: Records, key: str) -> Columns:
        """The columns of rows, their owner as subject and level, their key under its name."""
        columns = _columns(rows, rows.dtype.names or ())
        owner = columns.pop("owner")
        if key:
            columns[key] = columns.pop("key")
        return {"subject": self.subjects[owner], "level": self.levels.of(owner), **columns}


def narrow(codes: Ints) -> NDArray[Any]:
    """The same codes in 32 bits where that is enough."""
    fits = len(codes) == 0 or (codes.min() > -(1 << 31) and codes.max() < 1 << 31)
    return codes.astype(np.int32) if fits else codes


def _column(rows: Records, name: str) -> NDArray[Any]:
    return np.ascontiguousarray(rows[name])


def _columns(rows: Records, names: Sequence[str]) -> Columns:
    return {name: _column(rows, name) for name in names}


def _contacts(columns: Columns, numbers: Codes) -> Columns:
    return {**columns, "element": numbers[columns["element"]]}


def _handoffs(columns: Columns) -> Columns:
    arrival = columns.pop("arrival")
    return {**columns, "done_arrival": pa.array(arrival, mask=~(columns["on_time"] | columns["late"]))}


def _moves(columns: Columns, steps: int) -> Columns:
    return {
        **columns,
        "origin": np.where(columns["origin"] == steps, np.int32(START), columns["origin"]),
        "target": np.where(columns["target"] == steps, np.int32(END), columns["target"]),
        "seconds": pa.array(columns["seconds"], from_pandas=True),
    }


def _places(at: Ints, arrival: Ints, levels: Levels) -> Columns:
    """The place of each path by its start, among all and among those of its level."""
    n = len(at)
    order = np.lexsort((arrival, at))
    place_of_all = np.empty(n, dtype=np.int64)
    place_of_all[order] = np.arange(1, n + 1)
    by_level = order[np.argsort(levels.codes[order], kind="stable")]
    sizes = np.bincount(levels.codes, minlength=len(levels.names))
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    place = np.empty(n, dtype=np.int64)
    place[by_level] = np.arange(1, n + 1) - begins[levels.codes[by_level]]
    return {
        "place": place,
        "place_of_all": place_of_all,
        "places": sizes[levels.codes],
        "places_of_all": np.full(n, n, dtype=np.int64),
    }


def event_table(found: EventTally, groups: Sequence[str | None]) -> pa.Table:
    """The table `event_facts`. `groups`: the level of each group, None for subjects off the map."""
    group, event = np.nonzero(found.events)
    counted: Mapping[str, Ints] = {
        "events": found.events,
        "covered": found.covered,
        "ambiguous": found.ambiguous,
        "unmatched": found.unmatched,
        "unmatched_subjects": found.subjects,
    }
    return pa.table(
        {
            "event": event.astype(np.int32),
            "level": pa.array([groups[each] for each in group.tolist()], pa.string()),
            **{name: numbers[group, event] for name, numbers in counted.items()},
        }
    )

"""The jobs in Wayline, as a user asks what no command prints: over the coded event log, through the Python API, with numpy.

    python -m benchmarks.jobs.by_wayline a WORKSPACE WORKSPACE

`import` has coded and ordered the log; a survival curve is the one that measures use. Times are whole milliseconds here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import wayline
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import (
    ASKED_DAYS,
    DAY_MS,
    DIGITS,
    MOST_FREQUENT,
    NUMBERS,
    OBSERVED_UNTIL_MS,
    QUIET_MS,
    Answer,
)
from benchmarks.milestones import MILESTONES
from wayline.estimates.survival import kaplan_meier

Ints = NDArray[np.int64]
GAP_BITS = 40  # of a gap in ms: 34 years
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Walks:
    """The events by person and time. `event` counts from 0 through `names`; `segments`: person → segment."""

    person: NDArray[np.int32]
    event: NDArray[np.int32]
    ms: Ints
    names: list[str]
    segments: dict[int, str]

    @property
    def goes_on(self) -> NDArray[np.bool_]:
        """Whether the next row is of the same person; one entry fewer than rows."""
        return self.person[1:] == self.person[:-1]

    def milestones(self) -> tuple[Ints, Ints, Ints]:
        """Person, number of the milestone and time of the milestones alone."""
        number = np.array([NUMBERS.get(name, -1) for name in self.names])[self.event]
        kept = np.flatnonzero(number >= 0)
        return self.person[kept].astype(np.int64), number[kept], self.ms[kept]


@cache
def walks(workspace: str) -> Walks:
    """The walks of a workspace."""
    snapshot = wayline.open_workspace(workspace).log.snapshot()
    with snapshot.connect() as con:
        names = dict(con.execute(f"SELECT no, name FROM {snapshot.relation('names')} WHERE kind = 'event'").fetchall())
        traits = f"SELECT no, value FROM {snapshot.relation('traits')} WHERE kind = 'person' AND trait = 'segment'"
        segments = dict(con.execute(traits).fetchall())
        rows = con.execute(f"SELECT person, event, occurred_at FROM {snapshot.current('events')}").fetchnumpy()
    person, ms = np.asarray(rows["person"]), np.asarray(rows["occurred_at"]) // 1000
    order = _by_person(person, ms)
    numbers = np.full(max(names) + 1, -1, dtype=np.int32)
    numbers[list(names)] = range(len(names))
    return Walks(person[order], numbers[np.asarray(rows["event"])[order]], ms[order], list(names.values()), segments)


def _by_person(person: NDArray[np.int32], ms: Ints) -> Ints:
    """The order by person and time; rows of equal times keep theirs."""
    by_time = None if np.all(ms[1:] >= ms[:-1]) else np.argsort(ms, kind="stable")
    owner = person if by_time is None else person[by_time]
    keys = (owner.astype(np.int64) << 32) | np.arange(len(owner))
    keys.sort()
    keys &= (1 << 32) - 1
    return keys if by_time is None else by_time[keys]


def medians(keys: Ints, gaps: Ints) -> tuple[Ints, Ints, Ints]:
    """Each key, how often it occurs, and the median of its gaps in half milliseconds."""
    packed = (keys << GAP_BITS) | gaps
    packed.sort()
    found = packed >> GAP_BITS
    heads = np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1]])) if len(found) else np.zeros(0, int)
    counts = np.diff(np.append(heads, len(found)))
    value = packed & ((1 << GAP_BITS) - 1)
    return found[heads], counts, value[heads + (counts - 1) // 2] + value[heads + counts // 2]


def pairs(workspace: str, _: str) -> Answer:
    log = walks(workspace)
    here = np.flatnonzero(log.goes_on)
    keys = log.event[here].astype(np.int64) * len(log.names) + log.event[here + 1]
    found, counts, halves = medians(keys, log.ms[here + 1] - log.ms[here])
    names = [f"{log.names[key // len(log.names)]} {log.names[key % len(log.names)]}" for key in found.tolist()]
    return {
        "counts": dict(zip(names, counts.tolist(), strict=True)),
        "medians": dict(zip(names, halves.tolist(), strict=True)),
    }


def funnel(workspace: str, _: str) -> Answer:
    person, number, ms = walks(workspace).milestones()
    counted = np.full(int(person.max()) + 1, -1, dtype=np.int64)
    rows: list[tuple[int, Any]] = []
    for step in range(len(MILESTONES)):
        later = np.flatnonzero((number == step) & (ms > counted[person]))
        later = later[np.concatenate([[True], person[later][1:] != person[later][:-1]])[: len(later)]]
        owners, reached = person[later], ms[later]
        rows.append((len(later), _halves(reached - counted[owners]) if step else None))
        counted = np.full_like(counted, NEVER)
        counted[owners] = reached
    return definitions.funnel(rows)


def _halves(gaps: Ints) -> int:
    return int(medians(np.zeros_like(gaps), gaps)[2][0])


def first_times(workspace: str, _: str) -> Answer:
    person, number, ms = walks(workspace).milestones()
    _, firsts = np.unique(person * len(MILESTONES) + number, return_index=True)
    firsts.sort()
    person, number, ms = person[firsts], number[firsts], ms[firsts]
    closed = np.flatnonzero(person[1:] == person[:-1])
    gaps = ms[closed + 1] - ms[closed]
    found, counts, halves = medians(number[closed], gaps)
    by = dict.fromkeys([MILESTONES[step] for step in np.unique(number).tolist()], 0)
    by |= {MILESTONES[step]: count for step, count in zip(found.tolist(), counts.tolist(), strict=True)}
    return {
        "total": [len(firsts), len(closed), int(gaps.sum())],
        "closed": by,
        "medians": {MILESTONES[step]: half for step, half in zip(found.tolist(), halves.tolist(), strict=True)},
    }


def variants(workspace: str, _: str) -> Answer:
    log = walks(workspace)
    narrow = log.event.astype(np.uint8 if len(log.names) <= 256 else np.uint32)
    text, width = narrow.tobytes(), narrow.itemsize
    ends = np.append(np.flatnonzero(~log.goes_on) + 1, len(narrow)) * width
    starts = np.append(0, ends[:-1])
    counts = Counter(text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    return {"variants": len(counts), "top": [n for _, n in counts.most_common(MOST_FREQUENT)]}


def survival(workspace: str, _: str) -> Answer:
    log = walks(workspace)
    signups = np.flatnonzero(log.event == log.names.index("signup"))
    first = np.full(int(log.person.max()) + 1, NEVER, dtype=np.int64)
    first[log.person[signups][::-1]] = log.ms[signups][::-1]
    last = np.append(np.flatnonzero(~log.goes_on), len(log.ms) - 1)
    last = last[first[log.person[last]] < NEVER]
    owner, ended = log.person[last], OBSERVED_UNTIL_MS - log.ms[last] > QUIET_MS
    days = (log.ms[last] - first[owner]) // DAY_MS
    levels = np.array([log.segments.get(person, "") for person in owner.tolist()])
    found = {}
    for segment in sorted(set(log.segments.values())):
        mine = levels == segment
        curve = kaplan_meier(days[mine], ended[mine])
        found[segment] = [int(mine.sum()), *(round(curve.at(day).survival, DIGITS) for day in ASKED_DAYS)]
    return {"survival": found}


def by_event(workspace: str, _: str) -> Answer:
    log = walks(workspace)
    event, here = log.event, np.flatnonzero(log.goes_on)
    again = event[here] == event[here + 1]
    twice = here[np.flatnonzero(log.goes_on[1:][here[here < len(event) - 2]])]
    there_and_back = twice[(event[twice] == event[twice + 2]) & (event[twice] != event[twice + 1])]
    seen = np.zeros((int(log.person.max()) + 1, len(log.names)), dtype=np.bool_)
    seen[log.person, event] = True
    found, _, halves = medians(event[here].astype(np.int64), log.ms[here + 1] - log.ms[here])

    def counted(rows: NDArray[Any]) -> dict[str, int]:
        return dict(zip(log.names, np.bincount(rows, minlength=len(log.names)).tolist(), strict=True))

    return {
        "n": counted(event),
        "customers": dict(zip(log.names, seen.sum(axis=0).tolist(), strict=True)),
        "repeats": counted(event[here][again]),
        "back_again": counted(event[there_and_back]),
        "steps_back": _steps_back(log),
        "medians": {log.names[key]: half for key, half in zip(found.tolist(), halves.tolist(), strict=True)},
    }


def _steps_back(log: Walks) -> dict[str, int]:
    """How often each milestone comes below the highest so far. Persons ascend, so that one running maximum serves all."""
    person, number, _ = log.milestones()
    places = person * len(MILESTONES) + number
    counts = np.bincount(number[places < np.maximum.accumulate(places)], minlength=len(MILESTONES))
    return {name: int(counts[NUMBERS[name]]) if name in NUMBERS else 0 for name in log.names}


JOBS = {"a": pairs, "b": funnel, "c": first_times, "d": variants, "e": survival, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

"""The nearest things that pm4py has: a graph of what directly follows, its performance, variants, and counts of events.

python -m benchmarks.jobs.by_pm4py a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

import contextlib
import sys

import pandas as pd

from benchmarks.answers import halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import MOST_FREQUENT, Answer
from benchmarks.milestones import MILESTONES

with contextlib.redirect_stdout(sys.stderr):  # it greets on standard output
    import pm4py

NAMES = {"customer_id": "case:concept:name", "event": "concept:name", "ts": "time:timestamp"}


def read(events: str, *, firsts_only: bool = False) -> pd.DataFrame:
    log = pd.read_parquet(events, columns=list(NAMES)).rename(columns=NAMES)
    if firsts_only:
        chosen = log[log["concept:name"].isin(MILESTONES)]
        log = chosen.drop_duplicates(["case:concept:name", "concept:name"])
    return log


def pairs(events: str, _: str) -> Answer:
    log = read(events)
    counts, _, _ = pm4py.discover_dfg(log)
    times, _, _ = pm4py.discover_performance_dfg(log)
    return {
        "counts": {f"{event} {after}": int(n) for (event, after), n in counts.items()},
        "medians": {f"{event} {after}": halves(found["median"] * 1000) for (event, after), found in times.items()},
    }


def first_times(events: str, _: str) -> Answer:
    log = read(events, firsts_only=True)
    counts, _, ends = pm4py.discover_dfg(log)
    closed = dict.fromkeys([*ends, *(event for event, _ in counts)], 0)
    for (event, _), n in counts.items():
        closed[event] += int(n)
    pm4py.discover_performance_dfg(log)
    return {"closed": closed}


def variants(events: str, _: str) -> Answer:
    # variants are read off rows that must stand by case, which is what its own `format_dataframe` sees to
    log = pm4py.format_dataframe(
        read(events), case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    counts = sorted(pm4py.get_variants(log).values(), reverse=True)
    return {"variants": len(counts), "top": [int(n) for n in counts[:MOST_FREQUENT]]}


def by_event(events: str, _: str) -> Answer:
    log = read(events)
    counts, _, _ = pm4py.discover_dfg(log)
    n = {event: int(found) for event, found in pm4py.get_event_attribute_values(log, "concept:name").items()}
    customers_by = pm4py.get_event_attribute_values(log, "concept:name", count_once_per_case=True)
    return {
        "n": n,
        "customers": {event: int(found) for event, found in customers_by.items()},
        "repeats": {event: int(counts.get((event, event), 0)) for event in n},
    }


JOBS = {"a": pairs, "c": first_times, "d": variants, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

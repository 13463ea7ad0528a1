"""The nearest things that retentioneering has: a transition graph, a funnel, and counts of events.

    RETENTIONEERING_NO_TRACK=1 python -m benchmarks.jobs.by_retentioneering a EVENTS.parquet CUSTOMERS.parquet

Its median times are whole seconds, so that only counts can be compared; they are computed all the same, as a person would.
"""

from __future__ import annotations

import pandas as pd
from retentioneering import Eventstream

from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import Answer
from benchmarks.milestones import MILESTONES

SCHEMA = {"path_cols": ["customer_id"], "event_col": "event", "timestamp_col": "ts"}
EDGES = ("path_start", "path_end")


def read(events: str) -> pd.DataFrame:
    return pd.read_parquet(events, columns=["customer_id", "ts", "event"])


def counted(stream: Eventstream) -> dict[tuple[str, str], int]:
    """How often each pair follows; the median times are asked too, and thrown away."""
    counts = stream.transition_graph_data("count")
    stream.transition_graph_data("time_median")
    return {
        (event, after): int(n)
        for event, row in counts.iterrows()
        for after, n in row.items()
        if n and event not in EDGES and after not in EDGES
    }


def pairs(events: str, _: str) -> Answer:
    found = counted(Eventstream(read(events), SCHEMA))
    return {"counts": {f"{event} {after}": n for (event, after), n in found.items()}}


def funnel(events: str, _: str) -> Answer:
    found = Eventstream(read(events), SCHEMA).funnel_data(list(MILESTONES))["steps"]
    return {"counts": [int(step["unique_paths"]) for step in found]}


def first_times(events: str, _: str) -> Answer:
    log = read(events)
    log = log[log["event"].isin(MILESTONES)].drop_duplicates(["customer_id", "event"])
    closed = dict.fromkeys(MILESTONES, 0)
    for (event, _), n in counted(Eventstream(log, SCHEMA)).items():
        closed[event] += n
    present = set(log["event"])
    return {"closed": {event: n for event, n in closed.items() if event in present}}


def by_event(events: str, _: str) -> Answer:
    stream = Eventstream(read(events), SCHEMA)
    found = stream.get_event_counts()
    repeats = {event: n for (event, after), n in counted(stream).items() if event == after}
    n = {str(event): int(count) for event, count in found.items()}
    return {"n": n, "repeats": {event: repeats.get(event, 0) for event in n}}


JOBS = {"a": pairs, "b": funnel, "c": first_times, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

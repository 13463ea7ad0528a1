"""The nearest thing that retentioneering has: a funnel, and the transition graph of the milestones with median times.

    RETENTIONEERING_NO_TRACK=1 python -m benchmarks.answer_retentioneering EVENTS.parquet

Its funnel asks for the steps in strict order and its median times are whole seconds, so that only the numbers of
transitions can be compared.
"""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
from retentioneering import Eventstream

from benchmarks.answers import END, START, hand_back
from benchmarks.milestones import MILESTONES

NAMES = {"path_start": START, "path_end": END}


def answer(path: str) -> dict[str, Any]:
    log = pd.read_parquet(path, columns=["customer_id", "ts", "event"])
    schema = {"path_cols": ["customer_id"], "event_col": "event", "timestamp_col": "ts"}
    stream = Eventstream(log, schema).filter_events(keep={"event": list(MILESTONES)})
    stream.funnel_data(list(MILESTONES))
    stream.transition_graph_data("time_median")
    counts = stream.transition_graph_data("count")
    return {
        "transitions": {
            f"{NAMES.get(origin, origin)} {NAMES.get(target, target)}": int(count)
            for origin, row in counts.iterrows()
            for target, count in row.items()
            if count
        }
    }


if __name__ == "__main__":
    hand_back(answer(sys.argv[1]))

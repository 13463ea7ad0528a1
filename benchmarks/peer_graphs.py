"""The graphs that retentioneering and pm4py discover in a log, as JSON; it runs in an environment that has them.

    RETENTIONEERING_NO_TRACK=1 python benchmarks/peer_graphs.py EVENTS.csv

EVENTS.csv has the columns subject, event, ts (seconds), in order. The answer: for each tool a list of graphs, each a list of
[from, to, weight]; a graph with weights can be thresholded, one without is taken whole.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd

Edges = list[list[Any]]
STEPS = [n / 20 for n in range(21)]


def retentioneering(log: pd.DataFrame) -> list[Edges]:
    from retentioneering import Eventstream

    schema = {"path_cols": ["subject"], "event_col": "event", "timestamp_col": "ts"}
    counts = Eventstream(log, schema).transition_graph_data("count")
    rows = ((a, b, int(n)) for a, row in counts.iterrows() for b, n in row.items() if n)
    return [[[a, b, n] for a, b, n in rows if a != "path_start" and b != "path_end"]]


def pm4py_graphs(log: pd.DataFrame) -> dict[str, list[Edges]]:
    import pm4py
    from pm4py.algo.filtering.dfg import dfg_filtering

    named = log.rename(columns={"subject": "case:concept:name", "event": "concept:name", "ts": "time:timestamp"})
    named["case:concept:name"] = named["case:concept:name"].astype(str)
    dfg, starts, ends = pm4py.discover_dfg(named)
    counts = named["concept:name"].value_counts().to_dict()
    graphs = []
    for acts in STEPS:
        for paths in STEPS:
            kept = dfg_filtering.filter_dfg_on_activities_percentage(dict(dfg), dict(starts), dict(ends), dict(counts), acts)
            kept = dfg_filtering.filter_dfg_on_paths_percentage(*kept, paths)
            graphs.append([[a, b, 0] for a, b in kept[0]])
    heuristics = []
    for threshold in STEPS[:-1]:
        net = pm4py.discover_heuristics_net(named, dependency_threshold=threshold)
        heuristics.append([[n, o.node_name, 0] for n, node in net.nodes.items() for o in node.output_connections])
    return {"pm4py, filtered graph": graphs, "pm4py, heuristics net": heuristics}


def answer(path: str) -> dict[str, list[Edges]]:
    log = pd.read_csv(path, dtype={"subject": str, "event": str}, keep_default_na=False)
    # strictly increasing times: no tool can win by ordering ties otherwise
    log["ts"] = pd.to_datetime(range(len(log)), unit="s")
    return {"retentioneering": retentioneering(log), **pm4py_graphs(log)}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(answer(sys.argv[1])) + "\n")

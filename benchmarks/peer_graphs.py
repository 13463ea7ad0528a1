"""The graphs that retentioneering and pm4py discover in a log, as JSON; it runs in an environment that has them.

    RETENTIONEERING_NO_TRACK=1 python benchmarks/peer_graphs.py EVENTS.csv

EVENTS.csv has the columns subject, event, ts (seconds), in order. The answer: for each tool a list of graphs, each a list of
[from, to, weight], beginnings and ends of paths included; a graph with weights can be thresholded, one without is taken whole.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pandas as pd
import pm4py
from pm4py.algo.filtering.dfg import dfg_filtering
from retentioneering import Eventstream

# what stands for the beginning and the end of a path
EDGE = "\0edge"
Edges = list[list[Any]]
STEPS = [n / 20 for n in range(21)]
# with more names than this every fourth setting has to do: each takes seconds
MANY = 100


def retentioneering(log: pd.DataFrame) -> list[Edges]:
    schema = {"path_cols": ["subject"], "event_col": "event", "timestamp_col": "ts"}
    counts = Eventstream(log, schema).transition_graph_data("count")
    spelt = {"path_start": EDGE, "path_end": EDGE}
    return [[[spelt.get(a, a), spelt.get(b, b), int(n)] for a, row in counts.iterrows() for b, n in row.items() if n]]


def pm4py_graphs(log: pd.DataFrame) -> dict[str, list[Edges]]:
    named = log.rename(columns={"subject": "case:concept:name", "event": "concept:name", "ts": "time:timestamp"})
    named["case:concept:name"] = named["case:concept:name"].astype(str)
    dfg, starts, ends = pm4py.discover_dfg(named)
    counts = named["concept:name"].value_counts().to_dict()
    steps = STEPS if len(counts) <= MANY else STEPS[::4]
    graphs = []
    for acts in steps:
        for paths in steps:
            kept = dfg_filtering.filter_dfg_on_activities_percentage(
                dict(dfg), dict(starts), dict(ends), dict(counts), acts
            )
            kept = dfg_filtering.filter_dfg_on_paths_percentage(*kept, paths)
            ends_drawn = [[EDGE, a, 0] for a in kept[1]] + [[a, EDGE, 0] for a in kept[2]]
            graphs.append([[a, b, 0] for a, b in kept[0]] + ends_drawn)
    heuristics = []
    for threshold in steps[:-1]:
        net = pm4py.discover_heuristics_net(named, dependency_threshold=threshold)
        drawn = [[n, o.node_name, 0] for n, node in net.nodes.items() for o in node.output_connections]
        heuristics.append(
            drawn + [[EDGE, n, 0] for n in starts if n in net.nodes] + [[n, EDGE, 0] for n in ends if n in net.nodes]
        )
    return {"pm4py, filtered graph": graphs, "pm4py, heuristics net": heuristics}


def answer(path: str) -> dict[str, list[Edges]]:
    log = pd.read_csv(path, dtype={"subject": str, "event": str}, keep_default_na=False)
    # strictly increasing times: no tool can win by ordering ties otherwise
    log["ts"] = pd.to_datetime(range(len(log)), unit="s")
    return {"retentioneering": retentioneering(log), **pm4py_graphs(log)}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(answer(sys.argv[1])) + "\n")

"""Job a in Wayline's own terms: `measure` of a map with a step for each event name. It computes every measure besides.

python -m benchmarks.jobs.by_wayline_measure a WORKSPACE WORKSPACE
"""

from __future__ import annotations

import wayline
from benchmarks.answers import END, START, halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import Answer
from benchmarks.milestones import ALL_EVENTS_ID, EVENTS, step_id

NAMES = {step_id(event): event for event in EVENTS}


def pairs(workspace: str, _: str) -> Answer:
    found = wayline.measure(wayline.open_workspace(workspace), ALL_EVENTS_ID).plain()
    inner = [flow for flow in found["flows"] if flow["from"] != START and flow["to"] != END]
    named = {f"{NAMES[flow['from']]} {NAMES[flow['to']]}": flow for flow in inner}
    return {
        "counts": {name: flow["count"] for name, flow in named.items()},
        "medians": {name: halves(flow["median_seconds"] * 1000) for name, flow in named.items()},
    }


JOBS = {"a": pairs}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

"""The question answered by Wayline: one measuring of the map, with every measure that there is.

python -m benchmarks.answer_wayline WORKSPACE [MAP [SEGMENT]]
"""

from __future__ import annotations

import sys
from typing import Any

import wayline
from benchmarks.answers import END, START, halves, hand_back
from benchmarks.milestones import EVENTS, MAP_ID, step_id

NAMES = {step_id(event): event for event in EVENTS} | {START: START, END: END}


def answer(found: dict[str, Any]) -> dict[str, Any]:
    """The parts of a measurement that the other tools compute too."""
    flows = {f"{NAMES[flow['from']]} {NAMES[flow['to']]}": flow for flow in found["flows"]}
    gaps = {name: halves(f["median_seconds"] * 1000) for name, f in flows.items() if f["median_seconds"] is not None}
    coverage = found["coverage"]
    return {
        "steps": {NAMES[name]: _step(element) for name, element in found["elements"].items() if name in NAMES},
        "transitions": {name: flow["count"] for name, flow in flows.items()},
        "gaps": gaps,
        "coverage": [[coverage[name]["count"], coverage[name]["n"]] for name in ("transitions", "events")],
        "ghosts": {ghost["event"]: [ghost["subjects"], ghost["events"]] for ghost in coverage["ghosts"]},
    }


def _step(element: dict[str, Any]) -> list[int]:
    counts = [element[name]["count"] or 0 for name in ("reached", "converted", "left", "open", "repeats", "returns")]
    wait = element["time_to_next"]["value"]
    return [*counts, -1 if wait is None else halves(wait * 1000)]


def main(workspace: str, name: str = MAP_ID, segment: str = "") -> None:
    found = answer(wayline.measure(wayline.open_workspace(workspace), name, wayline.Asked(segment=segment)).plain())
    # another map is another question, whose parts are not to be compared
    hand_back(found if name == MAP_ID else {f"{name}, {part}": value for part, value in found.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])

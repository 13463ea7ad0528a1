"""Fitness and precision of a map as pm4py counts them, as JSON; it runs in an environment that has pm4py.

    python benchmarks/peer_alignments.py < QUESTION.json

The question: a list of maps, each with `steps` (how many), `begins`, `follows`, `ends` (numbers of steps, pairs of them), and
`variants`, a list of [steps of a path, how many paths]. The map becomes a Petri net with a place before and after each step and a
silent transition for each allowed succession. A step that nothing leads to is a transition too: token replay would pass over it.
The answer, for each: mean and log fitness and percentage of fitting paths by alignments, and ETC precision by token replay.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pm4py
from pm4py.algo.evaluation.precision import algorithm as precision
from pm4py.objects.log.obj import Event, EventLog, Trace
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

START, END = "START", "END"


def net_of(asked: dict[str, Any]) -> tuple[PetriNet, Marking, Marking]:
    """The net, its first and its last marking."""
    net = PetriNet("map")
    steps = range(asked["steps"])
    before = {step: _place(net, f"before {step}") for step in steps}
    after = {step: _place(net, f"after {step}") for step in steps} | {START: _place(net, START)}
    end = _place(net, END)
    for step in steps:
        _transition(net, str(step), f"do {step}", before[step], after[step])
    for step in asked["begins"]:
        _transition(net, None, f"begin {step}", after[START], before[step])
    for one, other in asked["follows"]:
        _transition(net, None, f"{one} to {other}", after[one], before[other])
    for step in asked["ends"]:
        _transition(net, None, f"end {step}", after[step], end)
    return net, Marking({after[START]: 1}), Marking({end: 1})


def _place(net: PetriNet, name: str) -> PetriNet.Place:
    place = PetriNet.Place(name)
    net.places.add(place)
    return place


def _transition(net: PetriNet, label: str | None, name: str, one: PetriNet.Place, other: PetriNet.Place) -> None:
    transition = PetriNet.Transition(name, label)
    net.transitions.add(transition)
    add_arc_from_to(one, transition, net)
    add_arc_from_to(transition, other, net)


def log_of(variants: list[list[Any]]) -> EventLog:
    """The position in the path is its time stamp: no tie can be ordered otherwise."""
    log = EventLog()
    for steps, paths in variants:
        for _ in range(paths):
            trace = Trace([Event({"concept:name": str(step), "time:timestamp": n}) for n, step in enumerate(steps)])
            trace.attributes["concept:name"] = str(len(log))
            log.append(trace)
    return log


def answer(asked: dict[str, Any]) -> dict[str, float]:
    net, begin, end = net_of(asked)
    log = log_of(asked["variants"])
    found = pm4py.fitness_alignments(log, net, begin, end)
    variant = precision.Variants.ETCONFORMANCE_TOKEN
    return {
        "mean": found["averageFitness"],
        "log": found["log_fitness"],
        "fitting": found["percFitTraces"] / 100,
        "precision": precision.apply(log, net, begin, end, variant=variant),
    }


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps([answer(one) for one in json.load(sys.stdin)]) + "\n")

"""Every step can be reached from the first one."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def _reached(journey: JourneyMap) -> set[str]:
    ways: dict[str, list[str]] = {}
    for connection in journey.planned:
        ways.setdefault(connection.origin, []).append(connection.target)
    waiting, reached = [journey.steps[0].id], set[str]()
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += ways.get(here, [])
    return reached


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.connections is None or not journey.steps:
        return
    reached = _reached(journey)
    for step in journey.steps:
        if step.id not in reached:
            yield Spot(
                step.id, f"no connection leads from '{journey.steps[0].id}' to '{step.id}'; add one to `connections`"
            )


RULE = Rule(
    "unreachable-step",
    "warning",
    "Every step can be reached from the first one.",
    "Every path that visits it counts as a deviation from the plan.",
    find,
)

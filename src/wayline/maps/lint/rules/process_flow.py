"""A map shows what customers do, feel and say."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_NEEDED = {"action": "do", "emotion": "feel", "quote": "say"}


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    there = {lane.kind for lane in journey.lanes_in_use()}
    missing = [name for kind, name in _NEEDED.items() if kind not in there]
    if missing:
        yield Spot(
            "map/lanes",
            f"no lane for what customers {', '.join(missing)}; cards may name the lanes doing, feeling and saying",
        )


RULE = Rule(
    "process-flow",
    "info",
    "A map shows what customers do, feel and say.",
    "Without these it is a process flow, not a journey.",
    find,
)

"""A map says where it begins and where it ends."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not (journey.scenario.name or (journey.scenario.starts and journey.scenario.ends)):
        yield Spot("map/scenario", "the situation is not told; write `scenario: {name: …, from: …, until: …}`")


RULE = Rule(
    "no-scenario",
    "info",
    "A map says where it begins and where it ends.",
    "Without a beginning and an end, two people read two different maps.",
    find,
)

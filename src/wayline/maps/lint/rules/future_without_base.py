"""A future map names the map that it starts from."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.state == "future" and not journey.based_on:
        yield Spot("map/state", "a future map without `based_on: MAP` cannot be compared with what is")


RULE = Rule(
    "future-without-base",
    "info",
    "A future map names the map that it starts from.",
    "Without it nobody can see what would change.",
    find,
)

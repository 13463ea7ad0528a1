"""The map that a future one starts from is there."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, around: Surroundings) -> Iterator[Spot]:
    if journey.based_on and around.maps is not None and journey.based_on not in around.maps:
        known = f"maps: {listed(sorted(around.maps))}" if around.maps else "maps/ holds no other map"
        yield Spot("map/based_on", f"there is no map '{journey.based_on}' in the workspace; {known}")


RULE = Rule(
    "base-missing",
    "warning",
    "The map that a future one starts from is there.",
    "A difference to a map that is not there cannot be drawn.",
    find,
)

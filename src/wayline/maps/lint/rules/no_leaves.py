"""A map says how a subject is lost."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.leaves:
        yield Spot(
            "map/leaves", "nobody is ever counted as lost; name the events that end it: `leaves: [{event: cancel}]`"
        )


RULE = Rule(
    "no-leaves",
    "warning",
    "A map says how a subject is lost.",
    "Without it nobody is ever counted as lost, and every path that ends stays open.",
    find,
)

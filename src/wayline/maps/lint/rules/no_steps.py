"""A map has steps."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.steps:
        yield Spot(
            "map/stages",
            "the map has no steps; add one: `stages: [{id: start, steps: [{id: sign-up, title: I sign up}]}]`",
        )


RULE = Rule(
    "no-steps",
    "warning",
    "A map has steps.",
    "There is nothing to draw and nothing to measure.",
    find,
)

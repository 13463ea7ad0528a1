"""A map is drawn for one persona."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.persona:
        yield Spot(
            "map/persona",
            "the map is drawn for nobody; name one persona: `persona: NAME` (of personas/NAME.persona.yaml)",
        )


RULE = Rule(
    "no-persona",
    "warning",
    "A map is drawn for one persona.",
    "A map for everybody describes nobody.",
    find,
)

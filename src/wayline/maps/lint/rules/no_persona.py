"""A map is drawn for one persona."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
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

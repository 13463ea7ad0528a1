"""Further personas are overlays, and are few."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.persona and journey.persona in journey.overlays:
        yield Spot("map/overlays", f"'{journey.persona}' is the map's own persona; take it out of `overlays`")
    if len(journey.overlays) > 4:
        yield Spot(
            "map/overlays",
            f"{len(journey.overlays)} overlays are too many to read; copy the map for another persona instead",
        )


RULE = Rule(
    "several-personas",
    "warning",
    "Further personas are overlays, and are few.",
    "Numbers belong to the one persona of the map; averages over several hide them all.",
    find,
)

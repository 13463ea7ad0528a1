"""A map shows what has to work behind the scenes."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.cells import is_behind_the_scenes
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not any(is_behind_the_scenes(lane) for lane in journey.lanes_in_use()):
        yield Spot(
            "map/lanes",
            "the map shows nothing backstage; add a lane such as `{id: backstage, kind: backstage}` and say who works there",
        )


RULE = Rule(
    "no-backstage",
    "info",
    "A map shows what has to work behind the scenes.",
    "Pains that customers feel are mostly made backstage.",
    find,
)

"""A stage has steps."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for stage in journey.stages:
        if not stage.steps:
            yield Spot(
                stage.id, f"the stage '{stage.id}' has no steps, so that nobody is ever in it; add steps or take it out"
            )


RULE = Rule(
    "empty-stage",
    "info",
    "A stage has steps.",
    "A stage is entered by a touch of one of its steps; without any it stays empty.",
    find,
)

"""A stage has steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
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

"""A stage is completed by one of its own steps."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for stage in journey.stages:
        if stage.done_when and stage.done_when not in {step.id for step in stage.steps}:
            yield Spot(
                f"{stage.id}/done_when",
                f"'{stage.done_when}' is no step of the stage '{stage.id}'; name one of its own",
            )


RULE = Rule(
    "done-elsewhere",
    "warning",
    "A stage is completed by one of its own steps.",
    "Otherwise it is done when another stage has begun.",
    find,
)

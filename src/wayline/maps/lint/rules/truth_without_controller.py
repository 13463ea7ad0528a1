"""A moment of truth says who controls it."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for step in journey.steps:
        if step.milestone and step.milestone.truth and not step.milestone.controller:
            yield Spot(
                f"{step.id}/milestone", f"nobody controls the moment of truth '{step.id}'; write `controller: TEAM`"
            )


RULE = Rule(
    "truth-without-controller",
    "warning",
    "A moment of truth says who controls it.",
    "A decisive moment that nobody controls is left to chance.",
    find,
)

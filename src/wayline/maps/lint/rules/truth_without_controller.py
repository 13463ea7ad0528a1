"""A moment of truth says who controls it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
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

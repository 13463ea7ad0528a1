"""Every stage says what the customer wants."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for stage in journey.stages:
        if not stage.goal:
            yield Spot(stage.id, f"the stage '{stage.id}' has no goal of the customer; write `goal:`, in their words")


RULE = Rule(
    "no-customer-goal",
    "info",
    "Every stage says what the customer wants.",
    "Without the goal nobody can tell whether a stage went well for the customer.",
    find,
)

"""An event that ends the path is not also a step."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    leaves = {repr(selector) for selector in journey.leaves}
    for step in journey.steps:
        if any(repr(selector) in leaves for selector in step.bind):
            yield Spot(
                f"{step.id}/bind",
                f"the events of the step '{step.id}' stand under `leaves` too; keep them in one place",
            )


RULE = Rule(
    "leave-bound-as-step",
    "warning",
    "An event that ends the path is not also a step.",
    "It would count as progress and as loss at once.",
    find,
)

"""Every step of a current map is bound to events."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.state != "current" or not any(step.bind for step in journey.steps):
        return  # of a map that binds nothing, nothing-bound says it once
    for step in journey.steps:
        if not step.bind:
            yield Spot(
                step.id,
                f"the step '{step.id}' has no events behind it; write `bind: {{event: NAME}}`, or its numbers are refused",
            )


RULE = Rule(
    "unbound-step",
    "warning",
    "Every step of a current map is bound to events.",
    "The numbers of a step without events are refused.",
    find,
)

"""Every step of a current map is bound to events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if journey.state != "current":
        return
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

"""At least one step of a current map is bound to events."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.state == "current" and not any(step.bind for step in journey.steps):
        yield Spot(
            "map/stages",
            "no step is bound to events, so that nothing can be measured; give a step `bind: {event: NAME}`",
        )


RULE = Rule(
    "nothing-bound",
    "warning",
    "At least one step of a current map is bound to events.",
    "A map that binds nothing measures nothing: it is a drawing.",
    find,
)

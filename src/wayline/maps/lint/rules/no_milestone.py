"""A map has a milestone."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.steps and not any(step.milestone for step in journey.steps):
        yield Spot("map/stages", "no step is a milestone; mark the step that proves value with `milestone: {}`")


RULE = Rule(
    "no-milestone",
    "info",
    "A map has a milestone.",
    "Without a benchmark of success there is no time to value.",
    find,
)

"""A moment of truth says why it decides."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for step in journey.steps:
        if step.milestone and step.milestone.truth and not step.milestone.why:
            yield Spot(
                f"{step.id}/milestone", f"'{step.id}' is called a moment of truth without a reason; write `why:`"
            )


RULE = Rule(
    "truth-without-why",
    "warning",
    "A moment of truth says why it decides.",
    "A moment that nobody can argue for is a guess.",
    find,
)

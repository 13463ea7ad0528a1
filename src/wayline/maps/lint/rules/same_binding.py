"""No two steps are bound to exactly the same events."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    first: dict[str, str] = {}
    for step in journey.steps:
        for selector in dict.fromkeys(map(repr, step.bind)):
            if selector in first:
                yield Spot(
                    f"{step.id}/bind",
                    f"the same events as the step '{first[selector]}'; narrow one with `where`, `nth` or `within`",
                )
            first.setdefault(selector, step.id)


RULE = Rule(
    "same-binding",
    "warning",
    "No two steps are bound to exactly the same events.",
    "An event that is a touch of two steps is ambiguous, and the two form no transition.",
    find,
)

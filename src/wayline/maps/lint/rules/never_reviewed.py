"""A map that is reviewed in a rhythm says when it was last."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.review.every and not journey.review.last:
        yield Spot("map/review", "the rhythm has no beginning; write `last: 2026-01-31`, the day of the last review")


RULE = Rule(
    "never-reviewed",
    "info",
    "A map that is reviewed in a rhythm says when it was last.",
    "A rhythm without a beginning is never overdue.",
    find,
)

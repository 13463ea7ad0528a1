"""A map says when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not (journey.review.every or journey.review.on):
        yield Spot("map/review", "nobody will look at this map again; write `review: {every: 90d, last: 2026-01-31}`")


RULE = Rule(
    "no-review",
    "info",
    "A map says when it is looked at again.",
    "Maps grow old; a date brings them back.",
    find,
)

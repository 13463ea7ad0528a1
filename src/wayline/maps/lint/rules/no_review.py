"""A map says when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if not (journey.review.every or journey.review.on):
        yield Spot("map/review", "nobody will look at this map again; write `review: {every: 90d, last: 2026-01-31}`")


RULE = Rule(
    "no-review",
    "info",
    "A map says when it is looked at again.",
    "Maps grow old; a date brings them back.",
    find,
)

"""A map is looked at again when it said so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.duration import seconds
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, around: Surroundings) -> Iterator[Spot]:
    review = journey.review
    if not (review.every and review.last):
        return
    late = (around.today - date.fromisoformat(review.last)).total_seconds() - seconds(review.every)
    if late > 0:
        yield Spot(
            "map/review",
            f"last reviewed on {review.last}, due every {review.every}: overdue; look at it and set `last:`",
        )


RULE = Rule(
    "review-overdue",
    "warning",
    "A map is looked at again when it said so.",
    "Numbers are fresh, but words and boundaries of an old map are not.",
    find,
)

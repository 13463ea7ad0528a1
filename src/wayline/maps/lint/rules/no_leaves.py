"""A map says how a subject is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if not journey.leaves:
        yield Spot(
            "map/leaves", "nobody is ever counted as lost; name the events that end it: `leaves: [{event: cancel}]`"
        )


RULE = Rule(
    "no-leaves",
    "warning",
    "A map says how a subject is lost.",
    "Without it nobody is ever counted as lost, and every path that ends stays open.",
    find,
)

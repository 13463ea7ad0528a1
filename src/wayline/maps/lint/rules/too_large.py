"""A map has no more than forty steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if len(journey.steps) > 40:
        yield Spot("map/stages", f"{len(journey.steps)} steps are hard to take in; split the map and link the parts")


RULE = Rule(
    "too-large",
    "info",
    "A map has no more than forty steps.",
    "A novel is not understood at a glance; link a more detailed map instead.",
    find,
)

"""A future map names the map that it starts from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if journey.state == "future" and not journey.based_on:
        yield Spot("map/state", "a future map without `based_on: MAP` cannot be compared with what is")


RULE = Rule(
    "future-without-base",
    "info",
    "A future map names the map that it starts from.",
    "Without it nobody can see what would change.",
    find,
)

"""A map has steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if not journey.steps:
        yield Spot(
            "map/stages",
            "the map has no steps; add one: `stages: [{id: start, steps: [{id: sign-up, title: I sign up}]}]`",
        )


RULE = Rule(
    "no-steps",
    "warning",
    "A map has steps.",
    "There is nothing to draw and nothing to measure.",
    find,
)

"""Stages and steps have titles."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.title:
        yield Spot("map/map", "the map has no title; write `title:` in the customer's words")
    titles = [(stage.id, stage.title) for stage in journey.stages] + [(step.id, step.title) for step in journey.steps]
    for name, title in titles:
        if not title:
            yield Spot(name, f"'{name}' has no title; write `title:` in the customer's words")


RULE = Rule(
    "no-title",
    "info",
    "Stages and steps have titles.",
    "An id is written for machines.",
    find,
)

"""A step says where it meets the customer."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    without = [step.id for step in journey.steps if not step.touchpoints]
    if without:
        said = "write `touchpoint: {channel: web, kind: direct}`; a partner's or a public place is `kind: indirect`"
        yield Spot(without[0], f"no touchpoint at {listed(without)}; {said}")


RULE = Rule(
    "step-without-touchpoint",
    "info",
    "A step says where it meets the customer.",
    "A step without a touchpoint happens nowhere, and nobody can improve the place.",
    find,
)

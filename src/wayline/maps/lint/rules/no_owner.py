"""A map has an owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if journey.owner.team or journey.owner.member:
        return
    yield Spot("map/owner", "nobody answers for this map; write `owner: {team: TEAM, member: PERSON}`")


RULE = Rule(
    "no-owner",
    "warning",
    "A map has an owner.",
    "A map that nobody answers for is shown once and forgotten.",
    find,
)

"""A map has an owner."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
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

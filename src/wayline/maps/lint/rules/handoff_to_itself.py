"""A handoff leads from one team to another."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for handoff in journey.handoffs:
        if handoff.giver.casefold() == handoff.receiver.casefold():
            said = f"'{handoff.giver}' hands over to itself in '{handoff.id}'; name the team that receives under `to`"
            yield Spot(f"{handoff.id}/to", said)


RULE = Rule(
    "handoff-to-itself",
    "warning",
    "A handoff leads from one team to another.",
    "Where one team gives to itself nothing is handed over, and every number of it flatters.",
    find,
)

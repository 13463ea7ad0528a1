"""A handoff names what is handed over."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for handoff in journey.handoffs:
        if not handoff.data:
            yield Spot(handoff.id, f"the handoff '{handoff.id}' passes nothing on; name it: `data: [goals, contacts]`")


RULE = Rule(
    "handoff-without-data",
    "warning",
    "A handoff names what is handed over.",
    "The customer has to tell again what was not handed over.",
    find,
)

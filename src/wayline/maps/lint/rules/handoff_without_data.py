"""A handoff names what is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
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

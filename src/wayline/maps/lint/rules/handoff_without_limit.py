"""A handoff has a limit."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for handoff in journey.handoffs:
        if not handoff.within:
            yield Spot(handoff.id, f"the handoff '{handoff.id}' is never late; write `within: 24h`")


RULE = Rule(
    "handoff-without-limit",
    "warning",
    "A handoff has a limit.",
    "Without a limit none is ever late.",
    find,
)

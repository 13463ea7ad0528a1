"""A handoff says which event shows that it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    for handoff in journey.handoffs:
        if not handoff.bind:
            yield Spot(
                handoff.id, f"no event shows that the handoff '{handoff.id}' is done; write `bind: {{event: NAME}}`"
            )


RULE = Rule(
    "handoff-unbound",
    "warning",
    "A handoff says which event shows that it is done.",
    "Without it its numbers are refused.",
    find,
)

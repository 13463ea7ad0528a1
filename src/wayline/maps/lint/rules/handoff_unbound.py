"""A handoff says which event shows that it is done."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not any(step.bind for step in journey.steps):
        return  # nothing-bound says it of the whole map
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

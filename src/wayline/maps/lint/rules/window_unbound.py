"""A contact window says which events are a contact."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not any(step.bind for step in journey.steps):
        return  # nothing-bound says it of the whole map
    for window in journey.windows:
        if not window.bind:
            yield Spot(
                window.id,
                f"nothing counts as contact in the window '{window.id}'; write `bind: {{event: call, direction: outbound}}`",
            )


RULE = Rule(
    "window-unbound",
    "warning",
    "A contact window says which events are a contact.",
    "Without them it cannot be told whether anybody was contacted.",
    find,
)

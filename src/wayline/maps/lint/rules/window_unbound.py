"""A contact window says which events are a contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
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

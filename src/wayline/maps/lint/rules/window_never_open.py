"""A contact window opens before it closes."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.duration import seconds
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for window in journey.windows:
        if seconds(window.closes) < seconds(window.opens):
            yield Spot(
                f"{window.id}/closes",
                f"the window '{window.id}' closes after {window.closes}, before it opens after {window.opens}",
            )


RULE = Rule(
    "window-never-open",
    "error",
    "A contact window opens before it closes.",
    "Nobody can ever be contacted inside it.",
    find,
)

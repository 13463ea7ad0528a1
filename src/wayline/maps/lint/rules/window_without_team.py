"""A contact window says which team makes contact."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for window in journey.windows:
        if not window.team:
            yield Spot(window.id, f"no team makes contact in the window '{window.id}'; write `team: TEAM`")


RULE = Rule(
    "window-without-team",
    "warning",
    "A contact window says which team makes contact.",
    "A window that belongs to everybody is hit by nobody.",
    find,
)

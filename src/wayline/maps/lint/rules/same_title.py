"""No two steps have the same title."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    first: dict[str, str] = {}
    for step in journey.steps:
        title = step.title.casefold().strip()
        if title and title in first:
            yield Spot(f"{step.id}/title", f"'{step.title}' is the title of '{first[title]}' too; say what differs")
        first.setdefault(title, step.id)


RULE = Rule(
    "same-title",
    "info",
    "No two steps have the same title.",
    "Two columns with one name are read as a mistake.",
    find,
)

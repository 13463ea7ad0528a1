"""Two teams do not contact the same customer at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from wayline.maps.duration import seconds
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap, Window


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for one, other in combinations(journey.windows, 2):
        if one.after == other.after and one.team != other.team and _meet(one, other):
            said = f"open after '{one.after}' at the same time for {one.team or 'nobody'} and {other.team or 'nobody'}"
            yield Spot(
                f"{other.id}/opens", f"'{one.id}' and '{other.id}' are {said}; let one close before the other opens"
            )


def _meet(one: Window, other: Window) -> bool:
    begins = max(seconds(one.opens), seconds(other.opens))
    return begins < min(seconds(one.closes), seconds(other.closes))


RULE = Rule(
    "windows-overlap",
    "info",
    "Two teams do not contact the same customer at the same time.",
    "The customer sees one firm, and two messages that do not know of each other.",
    find,
)

"""Some milestone says by when it should be reached."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    marked = [step for step in journey.steps if step.milestone is not None]
    if marked and not any(step.milestone and step.milestone.expected for step in marked):
        said = f"none of the {len(marked)} milestones has a time" if len(marked) > 1 else "the milestone has no time"
        yield Spot(f"{marked[0].id}/milestone", f"{said}; write `expected: 14d`, counted from the beginning")


RULE = Rule(
    "milestone-without-time",
    "info",
    "Some milestone says by when it should be reached.",
    "Without an expected time nobody is late, and nobody gets help in time.",
    find,
)

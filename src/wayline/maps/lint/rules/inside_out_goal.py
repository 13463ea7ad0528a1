"""Goals are what the customer wants, not what the firm wants."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.firm_words import FIRM_WORD
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.language.startswith("en"):
        return
    goals = [(stage.id, stage.goal) for stage in journey.stages] + [(step.id, step.goal) for step in journey.steps]
    for name, goal in goals:
        found = FIRM_WORD.search(goal)
        if found:
            yield Spot(f"{name}/goal", f"'{found[0]}' is the firm's word; what does the customer want done here?")


RULE = Rule(
    "inside-out-goal",
    "warning",
    "Goals are what the customer wants, not what the firm wants.",
    "A stage that serves the firm's goal can go well while the customer goes away.",
    find,
)

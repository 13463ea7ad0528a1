"""Step titles begin with 'I'."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_BEGINNINGS = {"i", "i'm", "i’m", "i'd", "i’d", "i've", "i’ve", "my", "we", "our"}


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.language.startswith("en"):
        return
    for step in journey.steps:
        if step.title.strip() and step.title.split()[0].lower() not in _BEGINNINGS:
            yield Spot(f"{step.id}/title", f"'{step.title}' does not say who acts; begin with 'I', as in 'I sign up'")


RULE = Rule(
    "title-not-in-first-person",
    "info",
    "Step titles begin with 'I'.",
    "A title in the first person keeps the customer's point of view.",
    find,
)

"""Some card rests on evidence."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.cards and not any(card.evidence for card in journey.cards):
        yield Spot(
            "map/cards",
            f"none of the {len(journey.cards)} cards names evidence; add `evidence: [interview:…]` to what you know",
        )


RULE = Rule(
    "assumed-never-evidenced",
    "info",
    "Some card rests on evidence.",
    "A map of assumptions alone is a hypothesis; ask real customers.",
    find,
)

"""A card says something."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if not (card.text or card.word or card.image or card.link or card.metric) and card.valence is None:
            yield Spot(f"cards/{number}", f"the card on the lane '{card.lane}' is empty; write `text:`, or take it out")


RULE = Rule(
    "empty-card",
    "warning",
    "A card says something.",
    "An empty card hides the question that an empty cell would ask.",
    find,
)

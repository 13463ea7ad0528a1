"""An image says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if card.image and not card.alt:
            yield Spot(f"cards/{number}/image", f"the image '{card.image[:60]}' has no words for it; write `alt:`")


RULE = Rule(
    "image-without-text",
    "warning",
    "An image says in words what it shows.",
    "People who cannot see it, and text exports, have nothing else.",
    find,
)

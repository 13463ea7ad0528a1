"""A card is no longer than three hundred characters."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_LONGEST = 300


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if len(card.text) > _LONGEST:
            said = "split it, or keep one sentence and `link:` the rest"
            yield Spot(f"cards/{number}/text", f"{len(card.text)} characters are a page, not a card; {said}")


RULE = Rule(
    "card-too-long",
    "info",
    "A card is no longer than three hundred characters.",
    "A map is read at a glance; a long story belongs behind a link.",
    find,
)

"""A feeling lies between -2 and 2."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if card.valence is not None and not -2 <= card.valence <= 2:
            yield Spot(
                f"cards/{number}/valence",
                f"{card.valence:g} is off the scale; valence runs from -2 (very bad) to 2 (very good)",
            )


RULE = Rule(
    "valence-out-of-range",
    "error",
    "A feeling lies between -2 and 2.",
    "The curve has no place for other values.",
    find,
)

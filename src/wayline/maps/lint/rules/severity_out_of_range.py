"""The severity of a pain is 1, 2 or 3."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if card.severity is not None and not 1 <= card.severity <= 3:
            yield Spot(
                f"cards/{number}/severity", f"{card.severity} is off the scale; severity is 1 (small), 2 or 3 (serious)"
            )


RULE = Rule(
    "severity-out-of-range",
    "error",
    "The severity of a pain is 1, 2 or 3.",
    "Pains are ranked by it.",
    find,
)

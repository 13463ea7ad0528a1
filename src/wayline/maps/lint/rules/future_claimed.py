"""A future map claims nothing as seen."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if journey.state != "future":
        return
    for number, card in enumerate(journey.cards, start=1):
        if card.basis != "assumed":
            yield Spot(f"cards/{number}/basis", f"called {card.basis} on a map of the future; say `basis: assumed`")


RULE = Rule(
    "future-claimed",
    "warning",
    "A future map claims nothing as seen.",
    "What has not happened yet can be wished for and assumed, but was never reported, observed or measured.",
    find,
)

"""A quote names where it was said."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import counted
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    invented = [
        number
        for number, card in enumerate(journey.cards, start=1)
        if kinds[card.lane] == "quote" and not card.evidence and card.status != "open"
    ]
    if invented:
        said = "add `evidence: [interview:…]`, or `status: open` while it is only a question"
        yield Spot(f"cards/{invented[0]}", f"{counted(len(invented), 'quote')} without a source; {said}")


RULE = Rule(
    "quote-without-evidence",
    "info",
    "A quote names where it was said.",
    "A sentence that nobody said is not the customer's voice.",
    find,
)

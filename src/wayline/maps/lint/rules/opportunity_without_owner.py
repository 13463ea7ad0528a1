"""An opportunity has an owner and a number that should move."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import shortened
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    for number, card in enumerate(journey.cards, start=1):
        missing = [f"`{key}:`" for key in ("owner", "metric") if not getattr(card, key)]
        if kinds[card.lane] == "opportunity" and missing:
            said = f"who owns it, and which number should move? Add {' and '.join(missing)}"
            yield Spot(f"cards/{number}", f"the opportunity '{shortened(card.text)}' is nobody's yet: {said}")


RULE = Rule(
    "opportunity-without-owner",
    "warning",
    "An opportunity has an owner and a number that should move.",
    "Maps are made, shown once and forgotten where nobody owns what they found.",
    find,
)

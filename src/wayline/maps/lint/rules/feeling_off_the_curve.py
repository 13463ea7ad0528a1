"""A feeling has a valence."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import counted
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    flat = [
        number
        for number, card in enumerate(journey.cards, start=1)
        if kinds[card.lane] == "emotion" and card.valence is None
    ]
    if flat:
        said = "write `valence:` from -2 (very bad) to 2 (very good)"
        yield Spot(f"cards/{flat[0]}", f"{counted(len(flat), 'feeling')} not on the curve; {said}")


RULE = Rule(
    "feeling-off-the-curve",
    "info",
    "A feeling has a valence.",
    "The curve is drawn through valences; a word alone has no height.",
    find,
)

"""A pain says how bad it is."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import counted
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    unranked = [
        number
        for number, card in enumerate(journey.cards, start=1)
        if kinds[card.lane] == "pain" and card.severity is None
    ]
    if unranked:
        said = "write `severity: 1` (small), 2 or 3 (serious)"
        yield Spot(f"cards/{unranked[0]}", f"{counted(len(unranked), 'pain')} without severity; {said}")


RULE = Rule(
    "pain-without-severity",
    "info",
    "A pain says how bad it is.",
    "Pains are ranked by severity; one without stands nowhere.",
    find,
)

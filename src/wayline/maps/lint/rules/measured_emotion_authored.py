"""Nobody writes by hand that a feeling was measured."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    for number, card in enumerate(journey.cards, start=1):
        if card.basis == "measured" and (kinds[card.lane] == "emotion" or card.valence is not None):
            said = "a feeling written by hand cannot be `measured`; say assumed, reported or observed, and bind `voice:` to measure it"
            yield Spot(f"cards/{number}/basis", said)


RULE = Rule(
    "measured-emotion-authored",
    "error",
    "Nobody writes by hand that a feeling was measured.",
    "`measured` is a claim that only bound data can make; written by hand it is dishonest.",
    find,
)

"""A card that calls itself measured names its number or its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    for number, card in enumerate(journey.cards, start=1):
        is_feeling = kinds[card.lane] == "emotion" or card.valence is not None
        if card.basis == "measured" and not is_feeling and not (card.metric or card.evidence):
            yield Spot(
                f"cards/{number}/basis",
                "called measured, but names no number; add `metric:` or `evidence:`, or say `basis: assumed`",
            )


RULE = Rule(
    "measured-without-source",
    "warning",
    "A card that calls itself measured names its number or its evidence.",
    "Without a source nobody can check it.",
    find,
)

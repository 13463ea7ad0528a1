"""Expectation and experience stand side by side."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    expected, experienced = (_places(journey, kinds, kind) for kind in ("expectation", "experience"))
    for there, missing, question in (
        (expected, experienced, "experience: what did they get?"),
        (experienced, expected, "expectation: what had they expected?"),
    ):
        alone = [place for place in there if place not in missing]
        if alone:
            yield Spot(f"cards/{there[alone[0]]}", f"at {listed(alone)} there is no {question}")


def _places(journey: JourneyMap, kinds: dict[str, str], kind: str) -> dict[str, int]:
    """Step or stage → the number of its first card of that kind."""
    found: dict[str, int] = {}
    for number, card in enumerate(journey.cards, start=1):
        if kinds[card.lane] == kind:
            found.setdefault(card.step or card.stage, number)
    return found


RULE = Rule(
    "expectation-without-experience",
    "info",
    "Expectation and experience stand side by side.",
    "The gap between the two is what the customer talks about.",
    find,
)

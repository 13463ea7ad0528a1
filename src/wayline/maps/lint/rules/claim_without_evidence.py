"""What is called reported or observed names its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for number, card in enumerate(journey.cards, start=1):
        if card.basis in ("reported", "observed") and not card.evidence:
            yield Spot(
                f"cards/{number}/basis",
                f"called {card.basis}, but no evidence is named; add `evidence: [ticket:…]` or say `basis: assumed`",
            )


RULE = Rule(
    "claim-without-evidence",
    "warning",
    "What is called reported or observed names its evidence.",
    "A feeling written as observed, without a source, is an assumption in disguise.",
    find,
)

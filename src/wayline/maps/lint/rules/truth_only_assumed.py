"""A moment of truth rests on evidence."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not any(card.evidence for card in journey.cards):
        return  # said of the whole map by assumed-never-evidenced
    for step in journey.steps:
        is_known = bool(step.bind or step.voice) or any(card.evidence for card in journey.cards if card.step == step.id)
        if step.milestone and step.milestone.truth and not is_known:
            said = "no events, no voice and no evidence; bind it, or add `evidence:` to its cards"
            yield Spot(
                f"{step.id}/milestone", f"all that is known of the moment of truth '{step.id}' is assumed: {said}"
            )


RULE = Rule(
    "truth-only-assumed",
    "info",
    "A moment of truth rests on evidence.",
    "What decides most should be guessed least.",
    find,
)

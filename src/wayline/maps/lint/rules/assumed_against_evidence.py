"""What was assumed of a feeling does not contradict what was heard."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for place, points in _points(journey).items():
        guessed = [(number, value) for number, value, basis in points if basis == "assumed"]
        heard = [value for _, value, basis in points if basis != "assumed"]
        for number, value in guessed:
            against = [other for other in heard if other * value < 0]
            if against:
                said = (
                    f"assumed as {value:+g}, but {against[0]:+g} was reported at '{place[1]}'; take the assumption out"
                )
                yield Spot(f"cards/{number}/valence", said)


def _points(journey: JourneyMap) -> dict[tuple[str, str], list[tuple[int, float, str]]]:
    """(lane, step) → the feelings written there: number of the card, valence, basis."""
    found: dict[tuple[str, str], list[tuple[int, float, str]]] = {}
    for number, card in enumerate(journey.cards, start=1):
        if card.valence is not None:
            found.setdefault((card.lane, card.step or card.stage), []).append((number, card.valence, card.basis))
    return found


RULE = Rule(
    "assumed-against-evidence",
    "info",
    "What was assumed of a feeling does not contradict what was heard.",
    "Where they disagree, the assumption is the one to change, or the disagreement is the finding.",
    find,
)

"""Which part of the map a card covers, and which lanes lie behind the scenes."""

from __future__ import annotations

from wayline.maps.model import Card, JourneyMap, Lane

# they stand on the backstage side by default, but say nothing of what happens there
_NOTES = ("opportunity", "question", "link", "handoff")


def is_behind_the_scenes(lane: Lane) -> bool:
    """Whether a lane shows work that the customer does not see."""
    return lane.side in ("backstage", "support") and lane.kind not in _NOTES


def stages_of(journey: JourneyMap, card: Card) -> tuple[str, ...]:
    """The ids of the stages that a card covers, from where it begins to where it ends."""
    ids = [stage.id for stage in journey.stages]
    first = ids.index(card.stage or journey.stage_of(card.step).id)
    until = card.until or card.stage or card.step
    last = ids.index(until if card.stage else journey.stage_of(until).id)
    return tuple(ids[first : last + 1])

"""A map has no more than forty steps, thirty lanes and six hundred cards."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for key, things, most, mend in (
        ("stages", len(journey.steps), 40, "steps are hard to take in; split the map and link the parts with a card that has `link: MAP`"),
        ("lanes", len(journey.lanes_in_use()), 30, "lanes are hard to take in; give the details a map of their own"),
        ("cards", len(journey.cards), 600, "cards are hard to take in; move the details of a stage to a map of its own"),
    ):  # fmt: skip
        if things > most:
            yield Spot(f"map/{key}", f"{things} {mend}")


RULE = Rule(
    "too-large",
    "warning",
    "A map has no more than forty steps, thirty lanes and six hundred cards.",
    "A novel is not understood at a glance; link a more detailed map instead.",
    find,
)

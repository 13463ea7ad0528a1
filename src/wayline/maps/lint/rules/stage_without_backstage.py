"""Every stage shows what happens behind the scenes."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.cells import is_behind_the_scenes, stages_of
from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    lanes = {lane.id: lane for lane in journey.lanes_in_use()}
    covered = {
        stage for card in journey.cards if is_behind_the_scenes(lanes[card.lane]) for stage in stages_of(journey, card)
    }
    without = [stage.id for stage in journey.stages if stage.steps and stage.id not in covered]
    if covered and without:
        yield Spot(without[0], f"nothing is known of what happens backstage in {listed(without)}; add a card there")


RULE = Rule(
    "stage-without-backstage",
    "info",
    "Every stage shows what happens behind the scenes.",
    "A stage without a backstage looks as if it happened by itself.",
    find,
)

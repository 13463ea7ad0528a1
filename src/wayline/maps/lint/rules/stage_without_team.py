"""A stage has a team that leads it."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    without = [stage.id for stage in journey.stages if not (stage.team or stage.owner.team or stage.owner.member)]
    if without:
        yield Spot(without[0], f"no team leads {listed(without)}; write `team: TEAM`")


RULE = Rule(
    "stage-without-team",
    "info",
    "A stage has a team that leads it.",
    "What belongs to everybody is mended by nobody.",
    find,
)

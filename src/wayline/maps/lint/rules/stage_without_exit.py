"""A stage says what must be true before the customer can move on."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    without = [stage.id for stage in journey.stages if stage.steps and not stage.done_when]
    if without:
        yield Spot(
            without[0], f"nothing completes {listed(without)}; write `done_when: STEP`, with one of its own steps"
        )


RULE = Rule(
    "stage-without-exit",
    "info",
    "A stage says what must be true before the customer can move on.",
    "Without it nobody can tell whether the stage was completed or only passed.",
    find,
)

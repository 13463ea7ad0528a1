"""Success has a measure, a target, and a milestone that is on the map."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    steps = {step.id for step in journey.steps}
    for number, success in enumerate(journey.success, start=1):
        where = f"map/success/{number}"
        if not success.measure or success.target is None:
            yield Spot(
                where,
                "this success has no measure and target; add `measure: reached`, `milestone: STEP`, `target: 0.6`",
            )
        if success.milestone and success.milestone not in steps:
            yield Spot(
                f"{where}/milestone",
                f"there is no step '{success.milestone}' to measure success at; name a step of the map",
            )


RULE = Rule(
    "success-unmeasured",
    "info",
    "Success has a measure, a target, and a milestone that is on the map.",
    "What is not measured is neither kept nor missed.",
    find,
)

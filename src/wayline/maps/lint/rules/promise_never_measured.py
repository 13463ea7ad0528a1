"""An expectation asks for a number that the step can have."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_NEED_NEXT = {"converted", "left", "open", "time_to_next"}
_VOICE = {"nps", "csat", "ces", "rating", "emotion"}


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    for step in journey.steps:
        for promise in step.expect:
            if promise.measure in _NEED_NEXT and not journey.next_steps(step.id):
                yield Spot(
                    f"{step.id}/expect/{promise.measure}",
                    f"'{step.id}' is a last step and has no `{promise.measure}`; promise `reached`",
                )
            if promise.measure == "time_to_value" and step.milestone is None:
                yield Spot(
                    f"{step.id}/expect/time_to_value", f"only milestones have it; give '{step.id}' a `milestone: {{}}`"
                )
            if promise.measure in _VOICE and not step.voice:
                yield Spot(
                    f"{step.id}/expect/{promise.measure}",
                    f"'{step.id}' hears no voice; write `voice: [{{kind: {promise.measure}}}]`",
                )


RULE = Rule(
    "promise-never-measured",
    "warning",
    "An expectation asks for a number that the step can have.",
    "A promise on a refused number can never be told to be kept or broken.",
    find,
)

"""The personas of a map have a file."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, around: Surroundings) -> Iterator[Spot]:
    for key, names in (("persona", (journey.persona,)), ("overlays", journey.overlays)):
        missing = [name for name in names if name and around.personas is not None and name not in around.personas]
        if missing:
            said = (
                f"personas/ has no file for {listed(missing)}; `wayline new {missing[0]} --template PERSONA` begins one"
            )
            yield Spot(f"map/{key}", said)


RULE = Rule(
    "persona-missing",
    "warning",
    "The personas of a map have a file.",
    "A persona that nobody has described is a name, and everyone imagines another person.",
    find,
)

"""Steps are named as the customer would name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wayline.maps.lint.firm_words import FIRM_WORD
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_FIRST_PERSON = re.compile(r"(?:I|My|We|Our)\b")


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not journey.language.startswith("en"):
        return
    titles = [(stage.id, stage.title) for stage in journey.stages] + [(step.id, step.title) for step in journey.steps]
    for name, title in titles:
        found = None if _FIRST_PERSON.match(title) else FIRM_WORD.search(title)
        if found:
            said = (
                f"'{title}' is the firm's view ('{found[0]}'); say what the customer does, such as 'I compare offers'"
            )
            yield Spot(f"{name}/title", said)


RULE = Rule(
    "inside-out-title",
    "warning",
    "Steps are named as the customer would name them.",
    "Names of departments, systems and projects show the firm's view, not the customer's.",
    find,
)

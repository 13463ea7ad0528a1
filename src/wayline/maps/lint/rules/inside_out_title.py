"""Steps are named as the customer would name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wayline.maps.lint.rule import Rule, Spot
from wayline.maps.model import JourneyMap

_WORDS = (
    "leads?", "prospects?", "mql", "sql", "crm", "erp", "kyc", "funnel", "pipeline", "upsell(?:ing)?", "cross-?sell(?:ing)?", "churn(?:ed)?",
    "conversion", "convert(?:ed|s)?", "nurtur(?:e|ing)", "qualif(?:y|ied|ication)", "lifecycle", "provisioning", "escalation", "campaigns?",
    "work ?flow", "back ?office", "roll-?out", "department", "customers?", "users?", "stakeholders?", r"moneti[sz]\w+", "acquisition",
    "retention", "segment(?:ation)?", "sales", "marketing", "customer success", "csm", "qbr",
)  # fmt: skip
_FIRST_PERSON = re.compile(r"(?:I|My|We|Our)\b")
_INSIDE = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def find(journey: JourneyMap, today: date) -> Iterator[Spot]:  # noqa: ARG001
    if not journey.language.startswith("en"):
        return
    titles = [(stage.id, stage.title) for stage in journey.stages] + [(step.id, step.title) for step in journey.steps]
    for name, title in titles:
        found = None if _FIRST_PERSON.match(title) else _INSIDE.search(title)
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

"""Success is said in the customer's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap

_FIRM = re.compile(
    r"\b(revenue|arr|mrr|churn|retention|conversion|nps|csat|kpi|roi|upsell|market share|adoption rate|lifetime value)\b",
    re.IGNORECASE,
)


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    if not any(success.says for success in journey.success):
        yield Spot(
            "map/success",
            'nobody says what success is; write `success: [{says: "what a customer said", measure: …, target: …}]`',
        )
    for number, success in enumerate(journey.success, start=1):
        found = _FIRM.search(success.says)
        if found:
            yield Spot(
                f"map/success/{number}/says", f"'{found[0]}' is the firm's word; write what a customer would say"
            )


RULE = Rule(
    "success-not-in-customers-words",
    "warning",
    "Success is said in the customer's own words.",
    "A target of the firm is not the customer's success.",
    find,
)

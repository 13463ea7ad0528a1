"""A contact window says why contact helps there."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    without = [window.id for window in journey.windows if not window.why]
    if without:
        yield Spot(without[0], f"no reason is given for {listed(without)}; write `why:`")


RULE = Rule(
    "window-without-why",
    "info",
    "A contact window says why contact helps there.",
    "Contact without a reason is noise to the customer.",
    find,
)

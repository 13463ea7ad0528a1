"""Some contact window opens at a moment of truth."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.maps.lint.listing import listed
from wayline.maps.lint.rule import Rule, Spot, Surroundings
from wayline.maps.model import JourneyMap


def find(journey: JourneyMap, _: Surroundings) -> Iterator[Spot]:
    decisive = [step.id for step in journey.steps if step.milestone and step.milestone.truth]
    if decisive and not any(window.after in decisive for window in journey.windows):
        said = "who should talk to them there, and when? Add a window with `after:`, `opens:` and `closes:`"
        yield Spot(f"{decisive[0]}/milestone", f"no contact window opens at {listed(decisive)}; {said}")


RULE = Rule(
    "truth-without-window",
    "info",
    "Some contact window opens at a moment of truth.",
    "Where contact decides most, the map should say who makes it and when.",
    find,
)

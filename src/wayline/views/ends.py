"""Ends of a map that stand beside each other: whoever chose one of them has not skipped the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.maps.model import JourneyMap

OTHER_END = "one of several ends: who ends elsewhere has not skipped it"
_SKIPS = ("skips", "skipped_for_good")

Elements = Mapping[str, Mapping[str, Any]]


def without_other_ends(journey: JourneyMap, elements: Elements) -> dict[str, Mapping[str, Any]]:
    """The numbers of elements, in which skips of a step that nothing follows are refused: they count a choice as an omission."""
    ends = {step.id for step in journey.steps if not journey.next_steps(step.id)}
    return {name: _refused(numbers) if name in ends else numbers for name, numbers in elements.items()}


def _refused(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {**number, "value": None, "low": None, "high": None, "refused": number.get("refused") or OTHER_END}
        if name in _SKIPS
        else number
        for name, number in numbers.items()
    }

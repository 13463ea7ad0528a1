"""A map of answers only: nothing of it is bound to an event, so it has no paths, and its numbers are what people said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.maps.model import JourneyMap
from wayline.views.figures import VOICE

Measurement = Mapping[str, Any]
SAYS = "No event is bound to this map: it shows what people said, not what they did, so there is no path, no wait and no loss on it."


def is_walked(journey: JourneyMap) -> bool:
    """Whether the map is more than one of answers: an element is bound to events, or nothing asks for answers either."""
    asks = bool(journey.voice) or any(step.voice for step in journey.steps)
    contacts = any(one.bind for one in journey.windows) or any(one.bind for one in journey.handoffs)
    return not asks or bool(journey.leaves) or contacts or any(step.bind for step in journey.steps)


def heard(measured: Measurement) -> dict[str, Any]:
    """The measurement with what people said alone; `subjects` are those who answered, at least."""
    found = {**measured, **_part(measured), "unassigned": 0}
    if measured.get("segments"):
        found["segments"] = {level: _part(part) for level, part in measured["segments"].items()}
    if measured.get("trend"):
        periods = [{**period, **_part(period)} for period in measured["trend"]["periods"]]
        found["trend"] = {**measured["trend"], "periods": periods}
    return found


def _part(part: Measurement) -> dict[str, Any]:
    whole = _said(part.get("whole") or {})
    elements = {name: _said(numbers) for name, numbers in part["elements"].items()}
    return {
        "subjects": max((_people(numbers) for numbers in (whole, *elements.values())), default=0),
        "whole": whole,
        "elements": {name: numbers for name, numbers in elements.items() if numbers},
        "flows": [],
        "coverage": {},
    }


def _said(numbers: Measurement) -> dict[str, Any]:
    return {name: number for name, number in numbers.items() if name in VOICE}


def _people(numbers: Measurement) -> int:
    """Those behind the numbers of an element: emotion counts people, the others answers, which may be several of one."""
    counted = [numbers["emotion"]] if "emotion" in numbers else list(numbers.values())
    return max((int(number.get("n") or 0) for number in counted), default=0)

"""The smallest change of a number that is interesting: declared in the map, else in the workspace, else these."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# shares from 0 to 1; NPS in points; ratings and efforts on their own scale; emotion from -2 to +2; waits as a share of what they were
DEFAULTS: Mapping[str, float] = MappingProxyType(
    {"share": 0.02, "wait": 0.1, "nps": 5.0, "csat": 0.03, "ces": 0.2, "rating": 0.1, "emotion": 0.1}
)


def smallest_change(measure: str, unit: str, was: float, declared: Mapping[str, float]) -> float:
    """The smallest interesting change of a number in its own unit; a wait's is a share of what it `was`.

    >>> smallest_change("converted", "share", 0.6, {})
    0.02
    >>> smallest_change("nps", "points", 30, {"nps": 3})
    3
    """
    known = {**DEFAULTS, **declared}
    if unit == "seconds":
        return known["wait"] * abs(was)
    return known[measure] if measure in known else known["share"]

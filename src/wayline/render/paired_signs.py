"""The signs of two maps on one grid: what happened to an element, whose row it is, which way a number went."""

from __future__ import annotations

from collections.abc import Mapping

SIGNS: Mapping[str, str] = {"added": "+", "removed": "−", "changed": "≠", "moved": "→", "differs": "≠"}
NAMES: Mapping[str, str] = {"added": "added", "removed": "removed", "changed": "changed", "moved": "moved", "differs": ""}
WAYS: Mapping[str, str] = {"higher": "▲", "lower": "▼", "none": "="}
_WHOSE: Mapping[str, str] = {"left": "A", "right": "B", "both": "AB"}


def whose(which: str) -> str:
    """The letters of the sides that a row belongs to."""
    return _WHOSE.get(which, "")

"""The signs of two maps on one grid: what happened to an element, whose row it is, which way a number went."""

from __future__ import annotations

from collections.abc import Mapping

from wayline.render.layout_items import Ink
from wayline.views.paired_shape import PairedGrid

SIGNS: Mapping[str, str] = {"added": "+", "removed": "−", "changed": "≠", "moved": "→", "differs": "≠"}
NAMES: Mapping[str, str] = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "moved": "moved",
    "differs": "",
}
WAYS: Mapping[str, str] = {"higher": "▲", "lower": "▼", "none": "="}
_WHOSE: Mapping[str, str] = {"left": "A", "right": "B", "both": "AB"}


def whose(which: str) -> str:
    """The letters of the sides that a row belongs to."""
    return _WHOSE.get(which, "")


INKS: Mapping[str, Ink] = {
    "added": "accent",
    "removed": "lost",
    "changed": "changed",
    "moved": "moved",
    "differs": "changed",
}
DASHES: Mapping[str, tuple[float, ...]] = {
    "added": (),
    "removed": (2, 3),
    "changed": (12, 2),
    "moved": (6, 4),
    "differs": (12, 2),
}


def side_name(which: str, grid: PairedGrid) -> str:
    """What the side of a row is called; nothing for a row of both, or of one map with its differences."""
    sides = {"left": 0, "right": 1}
    return grid["sides"][sides[which]]["name"] if which in sides else ""

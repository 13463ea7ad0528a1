"""Conflicts in words, and the change that settles one."""

from __future__ import annotations

from typing import Any

from wayline.maps.address import locate, spoken, value_at
from wayline.maps.change import Change
from wayline.maps.diff import below, diff
from wayline.maps.matching import pairs
from wayline.maps.merge import ABSENT, Conflict
from wayline.maps.plain import thaw
from wayline.maps.record import adding, moving, removing, setting
from wayline.maps.wording import words

_REASONS = {
    "changed": "both changed it",
    "added": "both added it",
    "removed": "one removed what the other changed",
    "moved": "both moved it",
    "order": "both put it in another order",
}


def conflict_words(conflict: Conflict) -> str:
    """A conflict on one line: where, why, and what each side has.

    >>> conflict_words(Conflict(("title",), "changed", "a", "b", "c"))
    'title: both changed it: base a, ours b, theirs c; ours was kept'
    """
    sides = (("base", conflict.base), ("ours", conflict.ours), ("theirs", conflict.theirs))
    told = ", ".join(f"{name} {_side(conflict, value)}" for name, value in sides)
    return f"{spoken(conflict.at)}: {_REASONS[conflict.reason]}: {told}; ours was kept"


def _side(conflict: Conflict, value: Any) -> str:
    if value is ABSENT:
        return "has none"
    return spoken(value) if conflict.reason == "moved" else words(value)


def taking_theirs(document: Any, conflict: Conflict) -> tuple[Change, ...]:
    """The changes that settle a conflict the other way. To keep ours, nothing needs to change."""
    if conflict.reason == "moved":
        return (moving(document, conflict.at, (*conflict.theirs, conflict.at[-1])),)
    if conflict.theirs is ABSENT:
        return (removing(document, conflict.at),)
    if conflict.ours is ABSENT:
        return (adding(document, conflict.at, thaw(conflict.theirs)),)
    if conflict.reason == "order":
        items = value_at(document, locate(document, conflict.at))
        return below(conflict.at, diff(items, _as_there(items, conflict.theirs)))
    return (setting(document, conflict.at, thaw(conflict.theirs)),)


def _as_there(items: list[Any], theirs: list[Any]) -> list[Any]:
    """The items in the order of theirs; what is not there stays behind the item that it follows."""
    ranks = dict(pairs(items, theirs))
    last, keyed = -1, []
    for place, item in enumerate(items):
        last = ranks.get(place, last)
        keyed.append((last, place, item))
    return [item for _, _, item in sorted(keyed, key=lambda one: one[:2])]

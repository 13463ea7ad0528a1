"""The change that takes another one back: `apply(apply(x, c), reverse(c)) == x`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wayline.maps.address import Part, names_item, part_key
from wayline.maps.change import Change

_OPPOSITE = {"add": "remove", "remove": "add", "set": "set", "move": "move"}


def reverse(change: Change) -> Change:
    """The opposite change, addressed as things are named once `change` is applied.

    >>> reverse(Change("set", ("title",), value="My trial", was="Trial"))
    Change(op='set', at=('title',), value='Trial', was='My trial', before=None, to=(), was_before=None)
    """
    if change.op == "move":
        swapped = {"at": change.to, "to": change.at, "before": change.was_before, "was_before": change.before}
        return replace(change, **swapped)  # type: ignore[arg-type]  # mypy reads the mapping as one type
    at = named_after(change) if change.op == "set" else change.at
    return replace(change, op=_OPPOSITE[change.op], at=at, value=change.was, was=change.value)  # type: ignore[arg-type]


def named_after(change: Change) -> tuple[Part, ...]:
    """The address of a set's target after it: an item whose id is set goes by the new id."""
    at = change.at
    if len(at) > 1 and isinstance(at[-1], str):
        at = (*at[:-2], _renamed(at[-2], {part_key(at[-1]): change.value}), at[-1])
    if at and isinstance(change.value, Mapping):
        at = (*at[:-1], _renamed(at[-1], change.value))
    return at


def _renamed(part: Part, held: Mapping[str, Any]) -> Part:
    if names_item(part) and isinstance(held.get("id"), str):
        return f"#{held['id']}"
    if isinstance(part, Mapping):
        return {key: held.get(key, value) if key != "nth" else value for key, value in part.items()}
    return part

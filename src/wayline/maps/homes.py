"""Which stage holds which step, window and handoff: what a move between stages is seen by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wayline.maps.address import Part, key_part, locate, value_at
from wayline.maps.matching import identity

Name = tuple[str, str]  # the key of the list, and the id: ("steps", "register")
Home = tuple[Part, ...]  # the address of the list: ("stages", "#settle", "steps")


@dataclass(frozen=True, slots=True)
class Held:
    """An item with an id, and the list that holds it."""

    home: Home
    value: Mapping[str, Any]


def held_items(data: Any) -> dict[Name, Held]:
    """Every item with an id in a list of an item with an id, unless two of its name are there.

    >>> held_items({"stages": [{"id": "a", "steps": [{"id": "x"}]}]})["steps", "x"].home
    ('stages', '#a', 'steps')
    """
    found = list(_held(data))
    times = Counter(name for name, _ in found)
    return {name: held for name, held in found if times[name] == 1}


def _held(data: Any) -> Iterator[tuple[Name, Held]]:
    for home, items in _lists(data):
        for item in items:
            own = identity(item)
            if own is not None and _is_a_name(own):
                yield (str(home[-1]), own), Held(home, item)


def _lists(data: Any) -> Iterator[tuple[Home, list[Any]]]:
    """The lists inside items with ids that stand in a list of the document."""
    for key, holders in data.items() if isinstance(data, Mapping) else ():
        ids = Counter(identity(holder) for holder in holders) if isinstance(holders, list) else Counter[str | None]()
        for holder in holders if ids else ():
            own = identity(holder)
            if own is not None and ids[own] == 1 and _is_a_name(own):
                for inner, items in holder.items():
                    if isinstance(items, list):
                        yield (key_part(key), f"#{own}", key_part(inner)), items


def _is_a_name(own: str) -> bool:
    """Whether `#ID` means the item: what begins with another # is a key."""
    return not own.startswith("#")


def list_at(data: Any, home: Home) -> list[Any]:
    """The list at an address that is known to lead to one."""
    items = value_at(data, locate(data, home))
    assert isinstance(items, list)
    return items

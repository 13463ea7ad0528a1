"""Where something stands in a document: a path whose parts are names as long as there are names.

A part on a mapping is a key; a key that begins with `#` is written with one more in front. A part on a list is one of `"#ID"` (the item with that `id`), a number (0 is the first item,
-1 the last), or a mapping of keys that the item holds, such as `{"lane": "feeling", "step": "register", "nth": 2}`:
the second item for which these are equal. `nth` counts from 1 and is 1 where it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wayline.errors import ChangeError
from wayline.findings import nearest
from wayline.maps.plain import same

Part = str | int | Mapping[str, Any]
Place = tuple[str | int, ...]
NAMING_KEYS = (("lane", "step"), ("lane", "stage"), ("lane",), ("from", "to"))


def names_item(part: Part) -> bool:
    """Whether the part is a `#ID`."""
    return isinstance(part, str) and part.startswith("#") and not part.startswith("##")


def key_part(key: str) -> str:
    """The part that means a key of a mapping."""
    return f"#{key}" if key.startswith("#") else key


def part_key(part: str) -> str:
    """The key that a part means."""
    return part[1:] if part.startswith("##") else part


def spoken(at: Sequence[Part]) -> str:
    """An address as a person reads it: `stages › #settle › steps › #register › title`."""
    return " › ".join(_spoken_part(part) for part in at) or "the whole document"


def _spoken_part(part: Part) -> str:
    if isinstance(part, Mapping):
        return "{" + ", ".join(f"{key}: {value}" for key, value in part.items()) + "}"
    return str(part)


def locate(data: Any, at: Sequence[Part]) -> Place:
    """The keys and indexes that lead to `at`. Raises ChangeError that says how far the address leads."""
    place: list[str | int] = []
    for depth, part in enumerate(at):
        step = find(data, part, at[: depth + 1])
        place.append(step)
        data = data[step]
    return tuple(place)


def value_at(data: Any, place: Sequence[str | int]) -> Any:
    """What stands at keys and indexes that are known to be there."""
    for step in place:
        data = data[step]
    return data


def find(container: Any, part: Part, at: Sequence[Part]) -> str | int:
    """The key or index of one part; `at` is the address so far, for the message."""
    if isinstance(container, Mapping):
        return _find_key(container, part, at)
    if isinstance(container, list | tuple):
        return _find_item(container, part, at)
    raise ChangeError(f"{spoken(at)} is not there: {spoken(at[:-1])} is neither a list nor a mapping")


def _find_key(container: Mapping[str, Any], part: Part, at: Sequence[Part]) -> str:
    if not isinstance(part, str) or names_item(part):
        raise ChangeError(f"{spoken(at)} is not there: {spoken(at[:-1])} is a mapping; expected a key")
    key = part_key(part)
    if key not in container:
        raise ChangeError(f"{spoken(at)} is not there.{nearest(key, container)}", hint=_keys_there(container))
    return key


def _keys_there(container: Mapping[str, Any]) -> str:
    return f"Keys there: {', '.join(container) or 'none'}."


def _find_item(items: Sequence[Any], part: Part, at: Sequence[Part]) -> int:
    if isinstance(part, int):
        if -len(items) <= part < len(items):
            return part % len(items)
        raise ChangeError(f"{spoken(at)} is not there: the list has {len(items)} items")
    found = matches(items, part)
    nth = part.get("nth", 1) if isinstance(part, Mapping) else 1
    if isinstance(part, str) and len(found) > 1:
        raise ChangeError(f"{spoken(at)} stands {len(found)} times in its list", hint="Address it by its index.")
    if not 1 <= nth <= len(found):
        raise ChangeError(f"{spoken(at)} is not there.{_near_item(items, part)}", hint=_ids_there(items))
    return found[nth - 1]


def matches(items: Sequence[Any], part: Part) -> list[int]:
    """The indexes of all items that a `#ID` or a mapping of keys may mean."""
    if isinstance(part, str):
        if not names_item(part):
            return []
        wanted: Mapping[str, Any] = {"id": part[1:]}
    elif isinstance(part, Mapping):
        wanted = {key: value for key, value in part.items() if key != "nth"}
    else:
        return [part]
    return [index for index, item in enumerate(items) if isinstance(item, Mapping) and _holds(item, wanted)]


def _holds(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(key in item and same(item[key], value) for key, value in wanted.items())


def _ids(items: Sequence[Any]) -> list[str]:
    return [item["id"] for item in items if isinstance(item, Mapping) and isinstance(item.get("id"), str)]


def _near_item(items: Sequence[Any], part: Part) -> str:
    return nearest(part.removeprefix("#"), _ids(items)) if isinstance(part, str) else ""


def _ids_there(items: Sequence[Any]) -> str:
    ids = _ids(items)
    return f"Ids there: {', '.join(ids)}." if ids else f"The list has {len(items)} items without ids."


def address(data: Any, place: Sequence[str | int]) -> tuple[Part, ...]:
    """The address of keys and indexes, by names where there are names: the one that survives the edits of others."""
    at: list[Part] = []
    for step in place:
        at.append(key_part(step) if isinstance(step, str) else name_of(data, step))
        data = data[step]
    return tuple(at)


def name_of(items: Sequence[Any], index: int) -> Part:
    """The part that means this item: its id, else the keys that name it and the occurrence, else its index."""
    item = items[index]
    if not isinstance(item, Mapping):
        return index
    identity = f"#{item['id']}" if isinstance(item.get("id"), str) else ""
    if names_item(identity) and matches(items, identity) == [index]:
        return identity
    for keys in NAMING_KEYS:
        if all(isinstance(item.get(key), str) for key in keys):
            return _occurrence(items, index, {key: item[key] for key in keys})
    return index


def _occurrence(items: Sequence[Any], index: int, wanted: dict[str, Any]) -> dict[str, Any]:
    nth = matches(items, wanted).index(index) + 1
    return wanted if nth == 1 else {**wanted, "nth": nth}

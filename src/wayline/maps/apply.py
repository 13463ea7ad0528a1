"""The document after a change. The document before it is left as it was; what did not change is shared by both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wayline.errors import ChangeError
from wayline.maps.address import Part, Place, find, locate, matches, names_item, part_key, spoken, value_at
from wayline.maps.change import Change
from wayline.maps.plain import same, thaw
from wayline.maps.reverse import reverse


def apply(data: Any, change: Change) -> Any:
    """The document after `change`. Raises ChangeError where the change does not fit the document.

    >>> apply({"title": "Trial"}, Change("set", ("title",), value="My trial", was="Trial"))
    {'title': 'My trial'}
    """
    return _APPLIED[change.op](data, change)


def apply_all(data: Any, changes: Iterable[Change]) -> Any:
    """The document after every change, in order; the first that does not fit raises ChangeError."""
    for change in changes:
        data = apply(data, change)
    return data


def _set(data: Any, change: Change) -> Any:
    place = locate(data, change.at)
    _check_was(value_at(data, place), change)
    after = _rebuilt(data, place, lambda _: thaw(change.value))
    _check_way_back(after, reverse(change).at, place)
    return after


def _add(data: Any, change: Change) -> Any:
    return _put(data, change.at, thaw(change.value), change.before)


def _remove(data: Any, change: Change) -> Any:
    place = locate(data, change.at)
    _check_was(value_at(data, place), change)
    return _taken(data, change.at, place)


def _move(data: Any, change: Change) -> Any:
    place = locate(data, change.at)
    return _put(_taken(data, change.at, place), change.to, value_at(data, place), change.before)


_APPLIED: dict[str, Callable[[Any, Change], Any]] = {"add": _add, "remove": _remove, "set": _set, "move": _move}


def _check_was(there: Any, change: Change) -> None:
    if not same(there, change.was):
        hint = "Somebody else changed it meanwhile: look at it again and repeat the change."
        raise ChangeError(f"{spoken(change.at)} is {there!r}, not {thaw(change.was)!r}", hint=hint)


def _check_way_back(after: Any, at: Sequence[Part], place: Sequence[str | int]) -> None:
    """The address of the reversed change must lead to the same place, or the change could never be undone."""
    try:
        found: Sequence[str | int] | None = locate(after, at)
    except ChangeError:
        found = None
    if found != place:
        hint = "Address the item by its index."
        raise ChangeError(f"{spoken(at)} would not be found again after the change", hint=hint)


def _rebuilt(data: Any, place: Sequence[str | int], build: Callable[[Any], Any]) -> Any:
    """The data with what stands at `place` replaced; only the containers on the way are copied."""
    if not place:
        return build(data)
    copy = _copied(data)
    copy[place[0]] = _rebuilt(data[place[0]], place[1:], build)
    return copy


def _copied(container: Any) -> Any:
    return dict(container) if isinstance(container, Mapping) else list(container)


def _taken(data: Any, at: Sequence[Part], place: Place) -> Any:
    after = _rebuilt(data, place[:-1], lambda container: _without(container, place[-1]))
    _check_way_back(after, at[:-1], place[:-1])
    return after


def _without(container: Any, step: str | int) -> Any:
    copy = _copied(container)
    del copy[step]
    return copy


def _put(data: Any, at: Sequence[Part], value: Any, before: Part | None) -> Any:
    place = locate(data, at[:-1])
    container = value_at(data, place)
    step: str | int
    if isinstance(container, Mapping):
        step, grown = _with_key(container, at, value, before)
    elif isinstance(container, list | tuple):
        step, grown = _with_item(container, at, value, before)
    else:
        raise ChangeError(f"{spoken(at[:-1])} is neither a list nor a mapping; nothing can be added to it")
    after = _rebuilt(data, place, lambda _: grown)
    _check_way_back(after, at, (*place, step))
    return after


def _with_key(mapping: Mapping[str, Any], at: Sequence[Part], value: Any, before: Part | None) -> tuple[str, Any]:
    if not isinstance(at[-1], str) or names_item(at[-1]):
        raise ChangeError(f"{spoken(at[:-1])} is a mapping; expected a key, not {at[-1]!r}")
    key = part_key(at[-1])
    if key in mapping:
        raise ChangeError(f"{spoken(at)} is there already", hint="Use 'set' to replace what it holds.")
    grown = dict(mapping)
    grown[key] = value
    if before is not None:
        keys = list(mapping)
        for later in keys[keys.index(str(find(mapping, before, (*at[:-1], before)))) :]:
            grown[later] = grown.pop(later)
    return key, grown


def _with_item(items: Sequence[Any], at: Sequence[Part], value: Any, before: Part | None) -> tuple[int, Any]:
    part = at[-1]
    if isinstance(part, str) and matches(items, part):
        raise ChangeError(f"{spoken(at)} is there already", hint="Ids are unique; choose another one.")
    if not isinstance(part, int) and not matches([value], part):
        raise ChangeError(f"{spoken(at)} is no address of {value!r}", hint="Expected its id after '#', or an index.")
    index = insert_index(items, at, before)
    return index, [*items[:index], value, *items[index:]]


def insert_index(items: Sequence[Any], at: Sequence[Part], before: Part | None) -> int:
    """The index that an item put at `at` gets in the list."""
    part = at[-1]
    if isinstance(part, int):
        if not -1 <= part <= len(items):
            raise ChangeError(f"{spoken(at)} is out of the list, which has {len(items)} items")
        return len(items) if part == -1 else part
    return len(items) if before is None else int(find(items, before, (*at[:-1], before)))

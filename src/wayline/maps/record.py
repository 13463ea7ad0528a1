"""Changes recorded on a document: they carry what was there, and names instead of positions, so that they can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wayline.errors import ChangeError
from wayline.maps.address import Part, find, key_part, locate, name_of, names_item, part_key, spoken, value_at
from wayline.maps.apply import apply
from wayline.maps.change import Change


def setting(data: Any, at: Sequence[Part], value: Any) -> Change:
    """The change after which `value` stands at `at`: a set where something is, an add of what lacks where nothing is.

    >>> setting({"title": "Trial"}, ["title"], "My trial").was
    'Trial'
    >>> setting({"owner": None}, ["owner", "team"], "care").plain()
    {'op': 'set', 'at': ['owner'], 'value': {'team': 'care'}, 'was': None}
    """
    depth = _known_depth(data, at)
    place = locate(data, at[:depth])
    there = value_at(data, place)
    if depth == len(at) or there is None:
        return _fitting_set(data, at[:depth], _nested(at[depth:], value), there)
    return _fitting_add(data, (*at[:depth], at[depth]), _nested(at[depth + 1 :], value))


def adding(data: Any, at: Sequence[Part], value: Any, before: Part | None = None) -> Change:
    """The change that puts `value` as a new key or item at `at`; containers that are missing on the way come with it."""
    depth = _known_depth(data, at[:-1])
    there = value_at(data, locate(data, at[:depth]))
    if depth < len(at) - 1 or there is None:
        return setting(data, at, value)
    return Change("add", tuple(at), value=value, before=before)


def removing(data: Any, at: Sequence[Part]) -> Change:
    """The change that takes away what stands at `at`."""
    place = locate(data, at)
    container = value_at(data, place[:-1])
    at = _by_position(at, place[-1])
    return Change("remove", tuple(at), was=value_at(data, place), before=_neighbour(container, place[-1]))


def moving(data: Any, at: Sequence[Part], to: Sequence[Part], before: Part | None = None) -> Change:
    """The change that takes what stands at `at` to `to`, in front of `before`."""
    place = locate(data, at)
    return Change(
        "move", tuple(at), to=tuple(to), before=before, was_before=_neighbour(value_at(data, place[:-1]), place[-1])
    )


def _known_depth(data: Any, at: Sequence[Part]) -> int:
    """How many parts of the address lead to something that is there."""
    for depth in range(len(at)):
        if data is None:
            return depth
        try:
            data = data[find(data, at[depth], at[: depth + 1])]
        except ChangeError:
            if not isinstance(data, Mapping | list | tuple):
                raise
            return depth
    return len(at)


def _nested(at: Sequence[Part], value: Any) -> Any:
    """The value inside the containers that the rest of its address asks for."""
    for part in reversed(at):
        if not isinstance(part, str):
            value = [value]
        elif not names_item(part):
            value = {part_key(part): value}
        elif isinstance(value, Mapping) and value.get("id") == part[1:]:
            value = [value]
        else:
            raise ChangeError(f"{part} is not there, and {value!r} does not bring it", hint="Add the item first.")
    return value


def _fitting_set(data: Any, at: Sequence[Part], value: Any, was: Any) -> Change:
    """The set by name, or by indexes where the name itself changes to one that cannot be found again."""
    change = Change("set", tuple(at), value=value, was=was)
    try:
        apply(data, change)
    except ChangeError:
        return Change("set", locate(data, at), value=value, was=was)
    return change


def _fitting_add(data: Any, at: Sequence[Part], value: Any) -> Change:
    container = value_at(data, locate(data, at[:-1]))
    if isinstance(container, Mapping | list | tuple):
        return Change("add", tuple(at), value=value)
    raise ChangeError(f"{spoken(at)} is not there: {spoken(at[:-1])} is neither a list nor a mapping")


def _by_position(at: Sequence[Part], step: str | int) -> Sequence[Part]:
    """Indexes count from the front, so that the reversed change means the same place."""
    return (*at[:-1], step) if isinstance(at[-1], int) else at


def _neighbour(container: Any, step: str | int) -> Part | None:
    """The part that means what comes after `step`, once `step` is gone."""
    if isinstance(step, int):
        rest = [*container[:step], *container[step + 1 :]]
        return name_of(rest, step) if step < len(rest) else None
    keys = list(container)
    following = keys[keys.index(step) + 1 :]
    return key_part(following[0]) if following else None

"""Facts put into the text of a map: what is there is replaced, what is missing is added in its place, all else stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wayline.documents import read_documents
from wayline.errors import ProductError
from wayline.files.edit import edit
from wayline.files.journey_shape import JOURNEY
from wayline.maps.address import value_at
from wayline.maps.change import Change

Where = tuple[str | int, ...]
_STAGES = re.compile(r"^stages:", re.MULTILINE)
_KEY = re.compile(r"^[\"']?(\w+)[\"']?\s*:", re.MULTILINE)
# a list of words takes one more in; anything else is replaced
_GROWING = ("tags",)


def filled(text: str, facts: Mapping[Where, Any]) -> str:
    """The text of a map with every fact in it. Raises EditError where its layout lets none in without touching other parts.

    >>> filled("wayline: 1\\nmap: a  # mine\\n", {("map",): "b", ("owner", "team"): "sales"}).splitlines()
    ['wayline: 1', 'map: b  # mine', 'owner: {team: sales}']
    """
    head, rest = _cut(text, {str(where[0]) for where in facts})
    for where, value in facts.items():
        change = _change(read_documents(head)[0].data, where, value)
        head = edit(head, [change] if change else [])
    return head + rest


def _cut(text: str, keys: set[str]) -> tuple[str, str]:
    """The part of a map's text that has the keys, and what follows: stages and cards, which may be long and need not be read.

    All of the text and nothing, where the keys stand elsewhere or the two parts share values (& and *).
    """
    found = _STAGES.search(text)
    if found is None or "&" in text:
        return text, ""
    head, rest = text[: found.start()], text[found.start() :]
    try:
        is_mapping = isinstance(read_documents(head)[0].data, dict)
    except (ProductError, IndexError):
        return text, ""
    elsewhere = keys & set(_KEY.findall(rest))
    return (head, rest) if is_mapping and not elsewhere else (text, "")


def _change(data: Any, where: Where, value: Any) -> Change | None:
    if where[0] in _GROWING:
        return _grown(data, str(where[0]), value)
    inside, depth = _reached(data, where)
    if depth == len(where):
        return None if inside == value else Change("set", _through(data, where), value=value, was=inside)
    rest = _nested(where[depth + 1 :], value)
    at = _through(data, where[: depth + 1])
    if inside is None or not isinstance(inside, dict | list):
        return Change("set", at[:-1], value=_nested(where[depth:], value), was=inside)
    return Change("add", at, value=rest, before=_next_key(data, str(where[0])) if depth == 0 else None)


def _grown(data: Any, key: str, value: str) -> Change | None:
    there = data.get(key)
    words = [there] if isinstance(there, str) else list(there or ())
    if value in words:
        return None
    if key in data:
        return Change("set", (key,), value=(*words, value), was=there)
    return Change("add", (key,), value=(value,), before="stages" if "stages" in data else _next_key(data, key))


def _through(data: Any, where: Where) -> Where:
    """The place, where a list of one may be written without being a list."""
    if len(where) > 1 and where[1] == 0 and isinstance(data.get(where[0]), dict):
        return (where[0], *where[2:])
    return where


def _reached(data: Any, where: Where) -> tuple[Any, int]:
    """What stands as far along the way as there is one, and how far that is."""
    here = data
    for depth, part in enumerate(where):
        if part == 0 and isinstance(here, dict):
            continue
        if (isinstance(here, list) and isinstance(part, int) and part < len(here)) or (
            isinstance(here, dict) and part in here
        ):
            here = value_at(here, (part,))
        else:
            return here, depth
    return here, len(where)


def _holds(here: Any, part: str | int) -> bool:
    if isinstance(here, list):
        return isinstance(part, int) and part < len(here)
    return isinstance(here, dict) and part in here


def _nested(parts: Sequence[str | int], value: Any) -> Any:
    for part in reversed(parts):
        value = [value] if isinstance(part, int) else {part: value}
    return value


def _next_key(data: Mapping[str, Any], key: str) -> str | None:
    """The first key of the map that the format puts behind this one."""
    order = list(JOURNEY.keys)
    return next((name for name in order[order.index(key) + 1 :] if name in data), None)

"""Reading parsed YAML and JSON of foreign tools without trusting any of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wayline.files.foreign.naming import clean

Entry = Mapping[str, Any]


def entries(held: Any, key: str) -> list[Entry]:
    """The mappings in the list under a key; what is no mapping is passed over."""
    found = held.get(key) if isinstance(held, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def inner(held: Any, key: str) -> Entry:
    """The mapping under a key, empty where there is none."""
    found = held.get(key) if isinstance(held, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def text_of(held: Any, key: str) -> str:
    """The scalar under a key as clean text."""
    found = held.get(key) if isinstance(held, Mapping) else None
    if isinstance(found, str | int | float) and not isinstance(found, bool):
        return clean(found)
    return ""


def texts_of(held: Any, key: str) -> list[str]:
    """The scalars in the list under a key as clean texts."""
    found = held.get(key) if isinstance(held, Mapping) else None
    listed = found if isinstance(found, list) else [found]
    return [clean(one) for one in listed if isinstance(one, str | int | float) and not isinstance(one, bool)]


def unknown_keys(held: Entry, known: tuple[str, ...]) -> Iterator[str]:
    """Keys that the format does not name."""
    return (key for key in held if key not in known)

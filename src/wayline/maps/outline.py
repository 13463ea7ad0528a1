"""A map in words, one fact a line and always in the same order: what version control compares line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.maps.elements import KINDS, Element, Elements
from wayline.maps.wording import label, words

_WHOLE = 100_000  # what is left out could not be compared
_SAID = frozenset({"id", "map", "wayline", "lane", "step", "stage", "until"})


def outline(document: Mapping[str, Any]) -> list[str]:
    """The lines of a map document. Things go by their ids, so that a new title is one line. Layout, comments and the order
    of keys do not show.

    >>> outline({"map": "trial", "title": "My trial"})
    ['map trial', '  title: “My trial”']
    """
    elements = Elements(document, by_id=True)
    found = sorted(elements, key=lambda element: KINDS.index(element.kind))
    return [line for element in found for line in _lines(element, elements)]


def _lines(element: Element, elements: Elements) -> list[str]:
    name = f"map {element.id}" if element.kind == "map" else element.name
    home = f" in stage {elements.title(element.home)}" if element.home else ""
    keys = [key for key in sorted(element.keys) if key not in _SAID]
    return [f"{name}{home}", *(f"  {label(key)}: {words(element.keys[key], _WHOLE)}" for key in keys)]

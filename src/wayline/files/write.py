"""A whole map or persona as a new text: keys in the order in which the format describes them, short things on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.files.journey_shape import JOURNEY
from wayline.files.persona import PERSONA
from wayline.files.shape import ListOf, Optional, Record, Shape
from wayline.files.yaml_text import Layout, block_text


def write(data: Mapping[str, Any]) -> str:
    """The text of a new document. Keys that the format does not know follow the known ones, as they came.

    >>> write({"title": "Trial", "wayline": 1, "map": "t", "stages": [{"title": "Start", "id": "start"}]}).splitlines()
    ['wayline: 1', 'map: t', 'title: Trial', 'stages:', '  - id: start', '    title: Start']
    """
    shape = PERSONA if "persona" in data and "map" not in data else JOURNEY
    return block_text(in_order(data, shape), 0, Layout()) + "\n" if data else "{}\n"


def in_order(value: Any, shape: Shape | None) -> Any:
    """The same data with the keys of every mapping in the order of the shape that describes it."""
    while isinstance(shape, ListOf | Optional):
        shape = shape.item
    if isinstance(value, list | tuple):
        return [in_order(item, shape) for item in value]
    if not isinstance(value, Mapping):
        return value
    keys = shape.keys if isinstance(shape, Record) else {}
    names = [*(name for name in keys if name in value), *(name for name in value if name not in keys)]
    return {name: in_order(value[name], keys[name].shape if name in keys else None) for name in names}

"""The JSON Schema of the map view, read off its typed shape, so that the two cannot drift apart."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from wayline.views.shape import VERSION, MapView

_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def map_view_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the map view; `docs/reference/map-view.schema.json` is its printed form."""
    shapes: dict[str, Any] = {}
    _described(MapView, shapes)
    body = shapes.pop("MapView")
    body["properties"]["view"] = {"const": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wayline map view",
        "description": "A journey map with its numbers, as it may be seen: what pages, files and screens are drawn from.",
        **body,
        "$defs": dict(sorted(shapes.items())),
    }


def _described(kind: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; typed dictionaries go to `shapes` and are referred to."""
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, UnionType):
        return {"anyOf": [_described(part, shapes) for part in parts]}
    if origin is list:
        return {"type": "array", "items": _described(parts[0], shapes)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _described(parts[1], shapes)}
    return _shape(kind, shapes)


def _shape(kind: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    if not is_typeddict(kind):
        raise TypeError(f"{kind} has no place in a map view")
    name = kind.__name__
    if name not in shapes:
        shapes[name] = {}
        hints = get_type_hints(kind)
        fields = {key: _described(part, shapes) for key, part in hints.items()}
        told = {"description": (kind.__doc__ or "").strip().split("\n")[0]} if (kind.__doc__ or "").strip() else {}
        shapes[name] = {
            "type": "object",
            **told,
            "properties": fields,
            "required": list(hints),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}

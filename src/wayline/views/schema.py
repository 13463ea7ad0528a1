"""The JSON Schemas of the map view, of two maps on one grid, and of what is answered about alarms, read off their typed shapes, so that they cannot drift apart."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from wayline.views import paired_shape
from wayline.views.alarm_shapes import StaleAnswer, WaitingAnswer, WatchAnswer, WatchedMapAnswer
from wayline.views.paired_shape import PairedGrid
from wayline.views.shape import VERSION, MapView

ANSWER = ("wayline", 1)
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def map_view_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the map view; `docs/reference/map-view.schema.json` is its printed form."""
    told = "A journey map with its numbers, as it may be seen: what pages, files and screens are drawn from."
    return _schema(MapView, "Wayline map view", told, ("view", VERSION))


def paired_grid_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of two maps on one grid; `docs/reference/paired-grid.schema.json` is its printed form."""
    told = "Two maps on one grid, side by side or one as the difference to the other, as they may be seen."
    return _schema(PairedGrid, "Wayline paired grid", told, ("paired", paired_shape.VERSION))


def stale_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `wayline stale --json`; `docs/reference/stale.schema.json` is its printed form."""
    return _schema(StaleAnswer, "Wayline stale", "Whether a map still holds, window by window.", ANSWER)


def watch_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `wayline watch --json` for one rule or those that are on; `docs/reference/watch.schema.json` is its printed form."""
    return _schema(WatchAnswer, "Wayline watch", "Rules, what they raised, and what they rest on.", ANSWER)


def watched_map_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `wayline watch MAP --json`; `docs/reference/watched-map.schema.json` is its printed form."""
    told = "All that is declared to be watched on a map, within one budget."
    return _schema(WatchedMapAnswer, "Wayline watched map", told, ANSWER)


def waiting_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `wayline waiting --json`; `docs/reference/waiting.schema.json` is its printed form."""
    return _schema(WaitingAnswer, "Wayline waiting", "Who waits longer than the norm, step by step.", ANSWER)


def _schema(shape: Any, title: str, description: str, version: tuple[str, int]) -> dict[str, Any]:
    shapes: dict[str, Any] = {}
    _described(shape, shapes)
    body = shapes.pop(shape.__name__)
    body["properties"][version[0]] = {"const": version[1]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": description,
        **{key: value for key, value in body.items() if key != "description"},
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

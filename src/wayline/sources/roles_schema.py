"""The JSON Schema of a roles file, made from the roles themselves: `docs/reference/roles.schema.json` is its output."""

from __future__ import annotations

from typing import Any

from wayline.sources.role_model import KINDS, ROLES, TABLES, TIMES
from wayline.sources.role_values import READ_OPTIONS, UNITS

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_TEXTS: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_NAMED = {"$ref": "#/$defs/value"}
_SCALE: dict[str, Any] = {
    "min": {"type": "number"},
    "max": {"type": "number"},
    "no_answer": _TEXTS,
    "reversed": {"type": "boolean"},
}


def roles_schema() -> dict[str, Any]:
    """The schema of one YAML document of a roles file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wayline roles file",
        "description": "What the columns of a table mean. Reference: docs/reference/roles.md",
        "type": "object",
        "if": {"required": ["tables"]},
        "then": {"$ref": "#/$defs/tables"},
        "else": {"$ref": "#/$defs/table"},
        "$defs": {
            "value": _value(),
            "moment": _moment(),
            "question": _object({"kind": {"enum": list(KINDS)}, **_SCALE, "asks": _TEXT}),
            "score": {"anyOf": [_NAMED, _object({"column": _NAMED, **_SCALE}, required=["column"])]},
            "read": _read(),
            "tables": _tables(),
            "table": _table(),
            **{table: _roles_of(table) for table in TABLES},
        },
    }


def _object(properties: dict[str, Any], *, required: list[str] | None = None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _value() -> dict[str, Any]:
    return {
        "description": "A column, columns that are joined, or the same text in every row.",
        "anyOf": [
            _TEXT,
            {"type": "array", "items": _TEXT, "minItems": 1},
            _object({"literal": _TEXT}, required=["literal"]),
            _object({"column": _TEXT, "join": _TEXT}, required=["column"]),
            _object({"columns": {"type": "array", "items": _TEXT, "minItems": 1}, "join": _TEXT}, required=["columns"]),
        ],
    }


def _moment() -> dict[str, Any]:
    origin = {"anyOf": [{"type": "string"}, _object({"column": _TEXT}, required=["column"])]}
    whole = _object(
        {"column": _TEXT, "format": {"type": "string"}, "unit": {"enum": sorted(UNITS)}, "from": origin},
        required=["column"],
    )
    return {"description": "A column with a time.", "anyOf": [_TEXT, whole]}


def _read() -> dict[str, Any]:
    special = {"missing": _TEXTS, "decimal": {"enum": [".", ","]}, "header": {"enum": ["yes", "no", True, False]}}
    return _object({name: special.get(name, _TEXT) for name in READ_OPTIONS})


def _settings() -> dict[str, Any]:
    return {"wayline": {"const": 1}, "source": _TEXT, "file": _TEXT, "read": {"$ref": "#/$defs/read"}}


def _tables() -> dict[str, Any]:
    listed = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/table"}}
    return _object({**_settings(), "tables": listed}, required=["tables"])


def _table() -> dict[str, Any]:
    """A table by its `table`; where that is not said, voice where there are questions, else events."""
    branch: dict[str, Any] = {
        "if": {"required": ["questions"], "properties": {"table": False}},
        "then": {"$ref": "#/$defs/voice"},
        "else": {"$ref": "#/$defs/events"},
    }
    for table in reversed(TABLES):
        said = {"required": ["table"], "properties": {"table": {"const": table}}}
        branch = {"if": said, "then": {"$ref": f"#/$defs/{table}"}, "else": branch}
    return branch


def _roles_of(table: str) -> dict[str, Any]:
    roles = {role: _role(role) for role in ROLES[table]}
    roles |= {"traits": _TEXTS, "drop": _TEXTS}
    if table == "voice":
        roles |= {"min": _NAMED, "max": _NAMED, "no_answer": _TEXTS, "reversed": {"type": "boolean"}}
    return _object({**_settings(), "table": {"const": table}, "columns": _object(roles), **roles})


def _role(role: str) -> dict[str, Any]:
    special: dict[str, dict[str, Any]] = {
        "position": _TEXT,
        "score": {"$ref": "#/$defs/score"},
        "milestones": {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/moment"}},
        "questions": {"type": "object", "additionalProperties": {"$ref": "#/$defs/question"}},
        "same_as": {"anyOf": [_TEXTS, _object({"person_id": _TEXTS}, required=["person_id"])]},
    }
    return {"$ref": "#/$defs/moment"} if role in TIMES else special.get(role, _NAMED)

"""The reference pages of the map, persona and plan files, made from the description that the readers use."""

from __future__ import annotations

from collections.abc import Iterator

from wayline.files.journey_shape import JOURNEY
from wayline.files.persona import PERSONA
from wayline.files.plan import PLAN
from wayline.files.shape import Record, Schema

_INTRODUCTION = """# The {what} file

One {what} is one text file, `NAME.{suffix}.yaml`, in UTF-8. Unknown keys, ids that are used twice and references that lead nowhere are
errors, told with line and column. Text that looks like a date, `yes`, `no` or an id with leading zeros stays text; YAML tags are refused.
The JSON Schema for editors is `{suffix}.schema.json`. Keys in **bold** must be there.
"""


def journey_page() -> str:
    """The page about `NAME.journey.yaml`."""
    return _page(JOURNEY, "map", "journey")


def persona_page() -> str:
    """The page about `NAME.persona.yaml`."""
    return _page(PERSONA, "persona", "persona")


def plan_page() -> str:
    """The page about `NAME.plan.yaml`."""
    return _page(PLAN, "plan", "plan")


def _page(record: Record, what: str, suffix: str) -> str:
    defs: dict[str, Schema] = {}
    record.schema(defs)
    tables = ["\n".join(_table(name, schema)) for name, schema in defs.items() if "properties" in schema]
    return "\n".join([_INTRODUCTION.format(what=what, suffix=suffix), "\n\n".join(tables), ""])


def _table(name: str, schema: Schema) -> Iterator[str]:
    yield f"## {name.replace('-', ' ').capitalize()}\n"
    if "description" in schema:
        yield f"{schema['description']}\n"
    yield "| key | is | means |"
    yield "|---|---|---|"
    for key, described in schema["properties"].items():
        shown = f"**`{key}`**" if key in schema.get("required", ()) else f"`{key}`"
        yield f"| {shown} | {_kind(described)} | {_cell(described.get('description', ''))} |"


def _kind(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name.replace('-', ' ')}](#{name})" if name != "property" else "value, list, comparison or null"
    if "anyOf" in schema:
        return _cell(" or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"] if one != {"type": "null"})))
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    return _typed(schema)


def _typed(schema: Schema) -> str:
    if "title" in schema:
        return str(schema["title"])
    kind = schema["type"]
    if kind == "array":
        return f"list of {_kind(schema['items'])}"
    if kind == "object":
        return f"mapping of names to {_kind(schema['additionalProperties'])}"
    if isinstance(kind, list):
        return "text"
    return {"integer": "whole number", "boolean": "true or false", "string": "text"}.get(kind, str(kind))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

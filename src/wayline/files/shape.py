"""What a file may contain, as values. One description reads the data (`read`) and makes the JSON Schema (`schema`).

`read` never raises: it notes problems on the cursor and returns a value of the right type, so that one reading finds all problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from wayline.files.cursor import Cursor, shown
from wayline.findings import nearest
from wayline.maps import duration

Schema = dict[str, Any]
LONGEST_NAME = 60


class Shape(Protocol):
    """One kind of value."""

    def read(self, at: Cursor) -> Any: ...
    def empty(self) -> Any: ...
    def schema(self, defs: dict[str, Schema]) -> Schema: ...


def _nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    return nearest(name, known) if len(name) <= LONGEST_NAME else ""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, taken as it was written. `instead` says what to do for someone who wrote a list or a mapping."""

    instead: str = ""

    def read(self, at: Cursor) -> str:
        if isinstance(at.data, dict | list):
            at.refuse("wrong-type", f"expected text, not {shown(at.data)}{self.instead}")
            return ""
        if at.data is None:
            return ""
        return at.data if isinstance(at.data, str) else at.source

    def empty(self) -> str:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Name:
    """Text that is not empty."""

    def read(self, at: Cursor) -> str:
        text = Text().read(at)
        if not text and not isinstance(at.data, dict | list):
            at.refuse("wrong-value", "expected a name, not nothing")
        return text

    def empty(self) -> str:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"type": ["string", "number", "boolean"], "minLength": 1}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    otherwise: str = ""

    def read(self, at: Cursor) -> str:
        if isinstance(at.data, str) and at.data in self.words:
            return at.data
        hint = _nearest(at.data, self.words) if isinstance(at.data, str) else ""
        at.refuse("wrong-value", f"{shown(at.data)} is not allowed here; allowed: {', '.join(self.words)}.{hint}")
        return self.otherwise

    def empty(self) -> str:
        return self.otherwise

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of a certain form; `called` names it, `form` says it in words."""

    called: str
    pattern: str
    form: str
    reserved: tuple[str, ...] = ()

    def read(self, at: Cursor) -> str:
        text = Text().read(at)
        if text and (re.search(self.pattern, text) is None or text in self.reserved):
            at.refuse("wrong-value", f"{shown(text)} is not {self.form}")
            return ""
        return text

    def empty(self) -> str:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        schema: Schema = {"title": self.called, "type": ["string", "number", "boolean"], "pattern": self.pattern}
        return schema | {"not": {"enum": list(self.reserved)}} if self.reserved else schema


ID = Pattern(
    "id",
    r"^[^\s/\\\"'`:,{}\[\]()#*?!&|<>%@~=$^.+\-][^\s/\\\"'`:,{}\[\]()#*?!&|<>%@~=$^]{0,99}$",
    "an id: up to 100 letters, digits, '-', '_' and '.', beginning with a letter or digit; START, END, map and cards are taken",
    reserved=("START", "END", "map", "cards"),
)
SPAN = Pattern(
    "span of time", r"^\s*[0-9]{1,9}([.][0-9]{1,9})?\s*[smhdw]\s*$", f"a span of time; expected {duration.FORM}"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the calendar, kept as text."""

    def read(self, at: Cursor) -> str:
        text = Text().read(at)
        try:
            valid = not text or date.fromisoformat(text).isoformat() == text
        except ValueError:
            valid = False
        if not valid:
            at.refuse("wrong-value", f"{shown(text)} is not a date; expected the form 2026-01-31")
        return text if valid else ""

    def empty(self) -> str:
        return ""

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"title": "date", "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `whole` for counts."""

    least: float | None = None
    whole: bool = False

    def read(self, at: Cursor) -> float | int | None:
        kinds = int if self.whole else int | float
        value = at.data
        if isinstance(value, bool) or not isinstance(value, kinds) or (self.least is not None and value < self.least):
            least = "" if self.least is None else f" of {self.least:g} or more"
            at.refuse("wrong-value", f"expected a {'whole ' if self.whole else ''}number{least}, not {shown(value)}")
            return None
        return value

    def empty(self) -> None:
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        schema: Schema = {"type": "integer" if self.whole else "number"}
        return schema if self.least is None else schema | {"minimum": self.least}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, at: Cursor) -> bool:
        if not isinstance(at.data, bool):
            at.refuse("wrong-type", f"expected true or false, not {shown(at.data)}")
            return False
        return at.data

    def empty(self) -> bool:
        return False

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Exactly:
    """One value and no other; `why` is what a person reads who wrote another."""

    value: int
    why: str

    def read(self, at: Cursor) -> int:
        if isinstance(at.data, bool) or at.data != self.value:
            at.refuse("wrong-value", f"must be {self.value}, not {shown(at.data)}: {self.why}")
        return self.value

    def empty(self) -> int:
        return self.value

    def schema(self, defs: dict[str, Schema]) -> Schema:  # noqa: ARG002
        return {"const": self.value}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; with `single` one item may stand without the brackets. `least` = 1 refuses an empty one."""

    item: Shape
    single: bool = False
    least: int = 0

    def read(self, at: Cursor) -> tuple[Any, ...]:
        if isinstance(at.data, list):
            if len(at.data) < self.least:
                at.refuse("wrong-value", "the list is empty; leave the key out or name something")
            return tuple(self.item.read(at.child(i)) for i in range(len(at.data)))
        if self.single:
            return (self.item.read(at),)
        at.refuse("wrong-type", f"expected a list, not {shown(at.data)}")
        return ()

    def empty(self) -> tuple[Any, ...]:
        return ()

    def schema(self, defs: dict[str, Schema]) -> Schema:
        item = self.item.schema(defs)
        many: Schema = {"type": "array", "items": item}
        if self.least:
            many["minItems"] = self.least
        return {"anyOf": [item, many]} if self.single else many


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping whose keys are names that the author chooses."""

    item: Shape
    least: int = 0
    names: tuple[str, ...] = ()

    def read(self, at: Cursor) -> dict[str, Any]:
        if not isinstance(at.data, dict):
            at.refuse("wrong-type", f"expected a mapping (name: value), not {shown(at.data)}")
            return {}
        if len(at.data) < self.least:
            at.refuse("wrong-value", "the mapping is empty; leave the key out or name something")
        return {name: self.item.read(at.child(name)) for name in at.data if self._is_known(at, name)}

    def _is_known(self, at: Cursor, name: str) -> bool:
        if not self.names or name in self.names:
            return True
        hint = _nearest(name, self.names)
        at.refuse("unknown-key", f"{shown(name)} is not known here; known: {', '.join(self.names)}.{hint}", part=name)
        return False

    def empty(self) -> dict[str, Any]:
        return {}

    def schema(self, defs: dict[str, Schema]) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.item.schema(defs)}
        if self.names:
            schema["propertyNames"] = {"enum": list(self.names)}
        if self.least:
            schema["minProperties"] = self.least
        return schema


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record: what may stand under it, and what it means, in one sentence."""

    shape: Shape
    means: str
    required: bool = False
    nullable: bool = True


def _as_it_is(values: dict[str, Any]) -> Any:
    return values


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, made into a value of the model by `build`. `name` is what a message calls it."""

    name: str
    keys: Mapping[str, Key]
    build: Callable[[dict[str, Any]], Any] = _as_it_is
    means: str = ""
    least: int = 0
    check: Callable[[Cursor, dict[str, Any]], None] | None = None
    also: Schema = field(default_factory=dict)

    def read(self, at: Cursor) -> Any:
        if not isinstance(at.data, dict):
            at.refuse("wrong-type", f"expected a {self.name} (a mapping), not {shown(at.data)}")
            return self.empty()
        self._refuse_unknown(at)
        if len(at.data) < self.least:
            at.refuse("wrong-value", f"the {self.name} is empty; known keys: {', '.join(self.keys)}")
        values = {name: self._value(at, name, key) for name, key in self.keys.items()}
        if self.check:
            self.check(at, values)
        return self.build(values)

    def _value(self, at: Cursor, name: str, key: Key) -> Any:
        if at.data.get(name) is not None:
            return key.shape.read(at.child(name))
        if key.required:
            at.refuse("missing-key", f"the {self.name} has no '{name}': {key.means}")
        elif name in at.data and not key.nullable:
            return key.shape.read(at.child(name))
        return key.shape.empty()

    def _refuse_unknown(self, at: Cursor) -> None:
        for name in at.data:
            if name not in self.keys:
                hint = _nearest(name, self.keys)
                known = ", ".join(self.keys)
                at.refuse("unknown-key", f"unknown key {shown(name)} in a {self.name}.{hint} Known: {known}", part=name)

    def empty(self) -> Any:
        return self.build({name: key.shape.empty() for name, key in self.keys.items()})

    def schema(self, defs: dict[str, Schema]) -> Schema:
        title = self.name.replace(" ", "-")
        if title not in defs:
            defs[title] = {}
            defs[title] = self._definition(defs)
        return {"$ref": f"#/$defs/{title}"}

    def _definition(self, defs: dict[str, Schema]) -> Schema:
        properties = {name: _described(key, defs) for name, key in self.keys.items()}
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [name for name, key in self.keys.items() if key.required]
        if required:
            schema["required"] = required
        if self.least:
            schema["minProperties"] = self.least
        return schema | ({"description": self.means} if self.means else {}) | self.also


@dataclass(frozen=True, slots=True)
class Optional:
    """A shape that may be left out altogether: None where it is."""

    item: Shape

    def read(self, at: Cursor) -> Any:
        return self.item.read(at)

    def empty(self) -> None:
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return self.item.schema(defs)


def _described(key: Key, defs: dict[str, Schema]) -> Schema:
    schema = key.shape.schema(defs)
    if not key.required and key.nullable:
        schema = _or_null(schema)
    return {"description": key.means} | schema


def _or_null(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}

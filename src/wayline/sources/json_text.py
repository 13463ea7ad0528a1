"""JSON values as cells: numbers keep the digits they were written with, lists and objects become JSON text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import NamedTuple


class Literal(str):
    """A number as it stands in the file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is no row."""

    rule: str
    message: str


class Item(NamedTuple):
    """One row of the file: its object, or what is wrong with it; its bytes; the physical line, from 1, it begins on."""

    value: dict[str, object] | Fault
    raw: bytes
    line: int


decoder = json.JSONDecoder(parse_int=Literal, parse_float=Literal, parse_constant=Literal)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parsed(line: bytes) -> dict[str, object] | Fault:
    """The object that a line holds."""
    text = line.decode()
    try:
        value, end = decoder.raw_decode(text)
    except RecursionError:
        return Fault("invalid-json", "the JSON is nested too deeply")
    except ValueError as error:
        return Fault("invalid-json", f"the line is no JSON: {error}")
    if end < len(text):
        return Fault("invalid-json", f"after the JSON value comes more: {text[end : end + 40]}")
    return as_item_value(value, text)


def as_item_value(value: object, text: str) -> dict[str, object] | Fault:
    """The value of a row if it is one; `text` is how it is written."""
    if not isinstance(value, dict):
        return Fault("not-an-object", f"a row is an object with named values, this is {_kind(value)}")
    if "\\u0000" in text and _holds(value, "\0"):
        return Fault("nul-byte", "the row holds NUL characters, which no text has")
    return value


def _kind(value: object) -> str:
    if isinstance(value, Literal):
        return "a number"
    return {str: "a text", list: "a list", bool: "true or false"}.get(type(value), "null")


def _holds(value: dict[str, object], character: str) -> bool:
    return any(character in key or (isinstance(item, str) and character in item) for key, item in value.items())


def cell(value: object) -> str | None:
    """The text of one value of an object; None for null. Half a surrogate pair, which is no text, becomes U+FFFD."""
    if value is None or type(value) is Literal:
        return value
    text = value if isinstance(value, str) else json_text(value)
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def json_text(value: object) -> str:
    """Compact JSON. Numbers stay as written; what JSON has no number for (NaN) becomes null."""
    if isinstance(value, Literal):
        return str(value) if value.lstrip("-")[:1].isdigit() else "null"
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(str(key))}:{json_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_text, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

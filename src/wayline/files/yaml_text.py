"""Plain data as YAML text: readable, and safe to read back by YAML 1.1 and 1.2 alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 140
# lists whose items get a line each, however short they are
LINE_LISTS = frozenset({"stages", "steps", "windows", "handoffs", "lanes", "cards", "success", "connections"})
# lists whose items are written out key by key
BLOCK_ITEMS = frozenset({"stages", "steps"})
_WORDS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".nan", ".inf", "-.inf", "+.inf", "<<", "="}
)
_VALUES = frozenset({"true", "false", "null", "~", ".nan", ".inf", "-.inf", "+.inf", "<<", "="})
_NUMBER = re.compile(
    r"[-+]?(0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_,]*(:[0-5]?[0-9])*(\.[0-9_]*)?(e[-+]?[0-9]+)?|\.[0-9_]+(e[-+]?[0-9]+)?)"
    r"|[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2}.*)?",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r"^[-?:,\[\]{}#&*!|>'\"%@`]|^\s|\s$|:\s|:$|\s#|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[\ud800-\udfff\ufffe\uffff]"
)
_ESCAPED = re.compile(r"[\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LITERAL = re.compile(
    r"[^ \t\r\n\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff][^\r\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: line break, spaces a level, spaces before and after the dash of an item."""

    newline: str = "\n"
    indent: int = 2
    dash: int = 2
    gap: int = 2
    literal: bool = True


def scalar(value: Any, *, flow: bool = False, quote: str = "") -> str:
    """A scalar on one line. `quote` is the mark that stood around it, which is kept where it can be."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        shown = repr(value)
        return shown if "e" not in shown or "." in shown else shown.replace("e", ".0e")
    if not isinstance(value, str):
        return str(value)
    if quote == "'" and not _ESCAPED.search(value.replace('"', "").replace("\\", "")):
        return "'" + value.replace("'", "''") + "'"
    return value if not quote and is_plain(value, flow=flow) else quoted(value)


def is_plain(text: str, *, flow: bool = False, words: frozenset[str] = _WORDS) -> bool:
    """Whether the text can stand without quotes and is then read as the same text by everybody."""
    if not text or text.lower() in words or _NUMBER.fullmatch(text) or _UNSAFE.search(text):
        return False
    return not (flow and any(mark in text for mark in ",[]{}"))


def quoted(text: str) -> str:
    """The text in double quotes."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _ESCAPES.get(found[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def key_text(key: str, *, flow: bool = False) -> str:
    """A key. Words such as `on` stay plain: a key is text in every map."""
    return key if is_plain(key, flow=flow, words=_VALUES) else quoted(key)


def flow_text(value: Any) -> str:
    """The value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key, flow=True)}: {flow_text(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar(value, flow=True)


def pair_text(key: str, value: Any, column: int, layout: Layout) -> str:
    """`key: value`, of which the first line is not indented and the others stand right of `column`."""
    name = key_text(key)
    width = WIDTH - column - len(name) - 2
    if _goes_on_a_line(key, value, width, layout):
        return f"{name}: {_line(value)}"
    return f"{name}:{after_key(key, value, column, layout)}"


def after_key(key: str, value: Any, column: int, layout: Layout) -> str:
    """What follows the colon of a value that takes lines of its own."""
    if isinstance(value, str):
        return " " + literal_text(value, column + layout.indent, layout)
    inner = column + (layout.indent if isinstance(value, Mapping) else layout.dash)
    return layout.newline + " " * inner + block_text(value, inner, layout, key)


def item_text(value: Any, column: int, layout: Layout, *, block: bool = False) -> str:
    """`- value`; `block` writes a mapping out key by key even where it would fit on the line."""
    lead = "-" + " " * (layout.gap - 1)
    if not (block and isinstance(value, Mapping) and value) and _goes_on_a_line(
        "", value, WIDTH - column - layout.gap, layout
    ):
        return lead + _line(value)
    if isinstance(value, str):
        return lead + literal_text(value, column + layout.indent, layout)
    return lead + block_text(value, column + layout.gap, layout)


def block_text(value: Any, column: int, layout: Layout, key: str = "") -> str:
    """A list or mapping with a line for each entry; the first line is not indented."""
    if isinstance(value, Mapping):
        entries = [pair_text(name, held, column, layout) for name, held in value.items()]
    else:
        entries = [item_text(item, column, layout, block=key in BLOCK_ITEMS) for item in value]
    return (layout.newline + " " * column).join(entries)


def literal_text(text: str, column: int, layout: Layout) -> str:
    """The text as a literal block: `|`, then its lines as they are."""
    mark = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return layout.newline.join([mark, *(" " * column + line if line else "" for line in lines)])


def takes_lines(value: Any, layout: Layout) -> bool:
    """Whether a text is better written as a literal block, and can be."""
    if not layout.literal or not isinstance(value, str) or "\n" not in value.rstrip("\n"):
        return False
    return (
        bool(_LITERAL.fullmatch(value))
        and not value.endswith("\n\n")
        and not any(line.isspace() for line in value.split("\n"))
    )


def _goes_on_a_line(key: str, value: Any, width: int, layout: Layout) -> bool:
    if not isinstance(value, Mapping | list | tuple):
        return not takes_lines(value, layout)
    if not value:
        return True
    if key in LINE_LISTS and any(isinstance(item, Mapping) for item in value):
        return False
    return not any(takes_lines(text, layout) for text in _scalars(value)) and len(flow_text(value)) <= width


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _scalars(inner)
    else:
        yield value


def _line(value: Any) -> str:
    return flow_text(value) if isinstance(value, Mapping | list | tuple) else scalar(value)

"""Values of a map file in words: what differences and outlines print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 100
_LABELS = {
    "bind": "binding", "based_on": "base", "done_when": "completion", "expect": "promises", "text": "text", "truth": "moment of truth",
    "until": "end", "after": "trigger", "opens": "opening", "closes": "closing", "within": "limit", "map": "id",
}  # fmt: skip


def label(key: str) -> str:
    """What a key of the file is called in a sentence: `bind` is a binding.

    >>> label("done_when")
    'completion'
    """
    return _LABELS.get(key, key.replace("_", " "))


def words(value: Any) -> str:
    """A value on one line, clipped where it is long: texts of several words in quotes, mappings as `key value, key value`.

    >>> words({"event": ["pay", "paid"], "nth": 1})
    'event pay or paid, nth 1'
    """
    return clipped(_words(value))


def clipped(text: str, most: int = LONGEST) -> str:
    """The text on one line, with … for what is over the length."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """The text on one line in quotes."""
    return f"“{clipped(text)}”"


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{label(key)} {_words(item)}" for key, item in value.items()) or "yes"
    if isinstance(value, list | tuple):
        return _listed(value)
    text = str(value)
    return quoted(text) if " " in text or not text else text


def _listed(values: Any) -> str:
    if any(isinstance(value, Mapping) for value in values):
        return "; ".join(_words(value) for value in values)
    return " or ".join(_words(value) for value in values) or "none"


def signed(value: Any) -> str:
    """A feeling with its sign: `+1`, `-2`, `0`."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:+g}" if is_number and value else words(value)

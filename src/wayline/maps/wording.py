"""Values of a map file in words: what differences and outlines print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 100
_LABELS = {
    "bind": "binding", "based_on": "base", "done_when": "completion", "expect": "promises", "truth": "moment of truth",
    "after": "trigger", "opens": "opening", "closes": "closing", "within": "limit", "map": "id",
}  # fmt: skip


def label(key: str) -> str:
    """What a key of the file is called in a sentence: `bind` is a binding.

    >>> label("done_when")
    'completion'
    """
    return _LABELS.get(key, key.replace("_", " "))


def words(value: Any, most: int = LONGEST) -> str:
    """A value on one line, each text clipped to `most`: texts of several words in quotes, mappings as `key value, key value`.

    >>> words({"event": ["pay", "paid"], "nth": 1})
    'event pay or paid, nth 1'
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{label(key)} {words(item, most)}" for key, item in value.items()) or "yes"
    if isinstance(value, list | tuple):
        between = "; " if any(isinstance(item, Mapping) for item in value) else " or "
        return between.join(words(item, most) for item in value) or "none"
    text = str(value)
    return quoted(text, most) if " " in text or "\n" in text or not text else clipped(text, most)


def quoted(text: str, most: int = LONGEST) -> str:
    """The text on one line in quotes."""
    return f"“{clipped(text, most)}”"


def clipped(text: str, most: int = LONGEST) -> str:
    """The text on one line, with … for what is over the length."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def around_the_difference(one: str, other: str) -> tuple[str, str]:
    """Both texts, from shortly before where they part if that is beyond what is shown."""
    same = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = same - LONGEST // 4
    return (f"…{one[start:]}", f"…{other[start:]}") if same > LONGEST // 2 else (one, other)


def signed(value: Any) -> str:
    """A feeling with its sign: `+1`, `-2`, `0`."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:+g}" if is_number and value else words(value)

"""How wide text is in a terminal, and text that cannot command the terminal."""

from __future__ import annotations

import unicodedata

_TURNS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they reorder what stands beside them
_UNSEEN = ("Mn", "Me", "Cf")


def safe(text: str) -> str:
    """The text on one line: controls are shown as `\\x1b`, marks that turn the direction are dropped."""
    return "".join(_shown(char) for char in text if char not in _TURNS)


def _shown(char: str) -> str:
    if char in "\t\n\r\u2028\u2029":
        return " "
    kind = unicodedata.category(char)
    if kind == "Cc":
        return f"\\x{ord(char):02x}"
    return "\ufffd" if kind == "Cs" else char


def width(text: str) -> int:
    """Columns that the text takes: East Asian wide signs and emoji two, combining and joining ones none."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in _UNSEEN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, room: int) -> str:
    """The text within `room` columns, with `…` where something was cut off."""
    if width(text) <= room:
        return text
    kept, used = "", 0
    for char in text:
        used += _columns(char)
        if used > room - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def padded(text: str, room: int, *, right: bool = False) -> str:
    """The text filled up with spaces to `room` columns."""
    gap = " " * max(0, room - width(text))
    return gap + text if right else text + gap

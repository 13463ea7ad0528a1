"""Letters that a document leaves to the fonts of its reader, named by their script: never silent, since they may look other there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from unicodedata import category, name

from wayline.render.lettering import LATIN, runs

_UNSEEN = ("Cf", "Cc", "Mn", "Zs", "Co", "Cn", "Cs")
_EVERYDAY_TO = 0x17F  # the last Latin letter of the font that stands in an SVG
_NAMED = 5  # scripts a note names before it only counts


def note(document: Mapping[str, Any], *, everyday: bool = False) -> list[str]:
    """The sentence on scripts that the font of the drawing lacks; nothing where it holds every letter of the document.

    `everyday`: the file carries the letters of Western languages only, as an SVG does.
    """
    letters = sorted(letter for letter in set("".join(_texts(document))) if not letter.isascii())
    found = dict.fromkeys(
        _script(letter)
        for letter in letters
        if category(letter) not in _UNSEEN and not _is_held(letter, everyday=everyday)
    )
    if not found:
        return []
    names = sorted(found)
    told = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return [
        f"shown in the reader's fonts, since the file holds none for them: {told}; a PDF or PNG looks the same everywhere"
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


@cache
def _is_held(letter: str, *, everyday: bool) -> bool:
    if everyday and ord(letter) > _EVERYDAY_TO and category(letter)[0] == "L":
        return False
    return all(font == LATIN for font, _ in runs(letter))


def _script(letter: str) -> str:
    """The script of a letter as Unicode names its letters; signs and pictures go together."""
    if category(letter)[0] not in "LMN":
        return "signs and emoji"
    word = name(letter, "").partition(" ")[0]
    return "Chinese characters" if word == "CJK" else word.capitalize() or "others"

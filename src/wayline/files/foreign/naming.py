"""Ids from titles, text fit for a map, and the language that its letters tell."""

from __future__ import annotations

import re
from pathlib import PurePath
from unicodedata import category, normalize

from wayline.maps.model import STANDARD_LANES

LONGEST_ID = 60
LONGEST_TEXT = 20_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
# ids that the map format keeps for itself, or that would be taken for a lane
_TAKEN = frozenset({"start", "end", "map", "cards", *STANDARD_LANES})
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
)


def clean(text: object) -> str:
    """Text as a map may hold it: without control characters and lone surrogates, breaks as `\\n`, no blanks around."""
    shown = "" if text is None else str(text)
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", shown)).strip()[:LONGEST_TEXT]


def one_line(text: object) -> str:
    """The same with every run of blanks as one space."""
    return " ".join(clean(text).split())


def slug(text: str, otherwise: str) -> str:
    """An id from a title: letters and digits of any script in lower case, the rest as `-`; `otherwise` where nothing remains.

    >>> slug("Pay & go!", "step"), slug("要求を伝える", "step"), slug("?!", "step")
    ('pay-go', '要求を伝える', 'step')
    """
    plain = normalize("NFC", normalize("NFKC", text).casefold())
    kept = "".join(c if c.isalnum() or category(c) in ("Mn", "Mc") else "-" for c in plain)
    name = re.sub("-+", "-", kept)[:LONGEST_ID].strip("-")
    return name if name and name[0].isalnum() else otherwise


class Ids:
    """Ids that are unique over one map."""

    def __init__(self) -> None:
        self._used = set(_TAKEN)

    def take(self, text: str, otherwise: str) -> str:
        """A free id for a title; a number is added where it is taken."""
        wanted = slug(text, otherwise)
        name, number = wanted, 2
        while name in self._used:
            name, number = f"{wanted}-{number}", number + 1
        self._used.add(name)
        return name


def language_of(text: str) -> str:
    """The language that the script of a text gives away (`ja`, `ko`, `ar`, `he`, `zh`), else nothing."""
    for name, first, last in _SCRIPTS:
        if any(first <= letter <= last for letter in text):
            return name
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else ""


def stem(path: str) -> str:
    """What a file calls itself: its name without folders and suffixes."""
    return PurePath(path.replace("\\", "/")).name.partition(".")[0]

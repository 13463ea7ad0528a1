"""Which font of this machine holds the letters that no bundled font has, and which letters none has."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from html import escape, unescape
from importlib import import_module, resources
from pathlib import Path
from re import Match
from re import compile as pattern
from typing import NamedTuple
from unicodedata import category

from wayline.render.lettering import EMOJI

_FOREIGN = pattern('class="w-(east|other|emoji)">([^<]*)<')
_UNSEEN = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f\u202b\u202c \xa0")
_LIKED = ("noto sans", "noto", "pingfang", "hiragino", "yahei", "malgun", "nirmala", "kohinoor", "leelawadee", "thonburi", "dejavu sans", "lohit")  # fmt: skip
_TELLS = 24  # letters a note names before it only counts


class _Face(NamedTuple):
    """A regular face of an installed font."""

    family: str
    path: str
    place: int  # in a file of several


class Settled(NamedTuple):
    """A drawing whose foreign parts name a font of this machine each, and the letters that no font has, in order."""

    svg: str
    missing: str


def settled(svg: str) -> Settled:
    """Give each part that the bundled fonts lack the one installed family that holds most of it.

    Programs fall back letter by letter otherwise, and lose spaces and joined letters on the way.
    """
    missing: dict[str, None] = {}

    def named(found: Match[str]) -> str:
        letters = frozenset(unescape(found.group(2))) - _UNSEEN
        if found.group(1) == EMOJI:
            letters = _undrawn(letters)
        family, lacking = _best(letters)
        missing.update(dict.fromkeys(sorted(lacking)))
        if not family:
            return found.group()
        return f'class="w-{found.group(1)}" style="font-family:{_quoted(family)}">{_spaced(found.group(2))}<'

    return Settled(_FOREIGN.sub(named, svg), "".join(missing))


def note(missing: str) -> str:
    """The sentence for letters that no font has; empty where there is none."""
    if not missing:
        return ""
    named = " ".join(missing[:_TELLS]) + (f" and {len(missing) - _TELLS} more" if len(missing) > _TELLS else "")
    are = "letter is" if len(missing) == 1 else "letters are"
    return f"{len(missing)} {are} in no font of this machine and show as boxes: {named}. Install a Noto font for that script; a page (.html) uses its reader's fonts"


def _spaced(text: str) -> str:
    """Typst draws what follows a vowel sign with a width of its own on top of it unless that is a letter; a space takes the blow."""
    filled, wide = "", False
    for letter in text:
        kind = category(letter)
        filled += "\xa0" if wide and kind[0] not in "LM" else ""
        wide = kind == "Mc" or (wide and kind == "Mn")
        filled += letter
    return filled


@cache
def _undrawn(letters: frozenset[str]) -> frozenset[str]:
    """Emoji, and the parts that join them, which the bundled emoji font lacks."""
    with resources.as_file(resources.files("wayline.render").joinpath("fonts/Twemoji.ttf")) as file:
        return letters - _held(str(file), 0, letters) - frozenset("0123456789#*")


@cache
def _best(letters: frozenset[str]) -> tuple[str, frozenset[str]]:
    """The family that lacks fewest of the letters, and those that no installed font has at all."""
    if not letters:
        return "", frozenset()
    lacks = {face: letters - _held(face.path, face.place, letters) for face in _faces()}
    if not lacks:
        return "", letters
    best = min(lacks, key=lambda face: (len(lacks[face]), _rank(face.family), face.family))
    nowhere = frozenset.intersection(*lacks.values())
    return best.family if lacks[best] != letters else "", nowhere


def _rank(family: str) -> int:
    name = family.lower()
    if "mono" in name or "serif" in name:
        return len(_LIKED) + 1
    return next((k for k, liked in enumerate(_LIKED) if name.startswith(liked)), len(_LIKED))


def _held(path: str, index: int, letters: Iterable[str]) -> frozenset[str]:
    spans = _spans(path, index)
    return frozenset(letter for letter in letters if any(first <= ord(letter) <= last for first, last in spans))


@cache
def _faces() -> tuple[_Face, ...]:
    """The upright regular faces that are installed."""
    found = import_module("typst").Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    return tuple(
        _Face(one.family, one.path, one.index)
        for one in found
        if one.path and one.style == "normal" and 300 <= one.weight <= 500
    )


@cache
def _spans(path: str, index: int) -> tuple[tuple[int, int], ...]:
    """First and last code points that a font file says it holds; none for a file that cannot be read."""
    try:
        return _mapped(Path(path).read_bytes(), index)
    except (OSError, struct.error, IndexError, ValueError):
        return ()


def _mapped(font: bytes, index: int) -> tuple[tuple[int, int], ...]:
    """The character map (`cmap`, OpenType 1.9) of one face of a font file."""
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", font, start + 4)[0]
    records = (struct.unpack_from(">4sIII", font, start + 12 + 16 * k) for k in range(tables))
    top = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, top + 2)[0]
    places = {top + struct.unpack_from(">HHI", font, top + 4 + 8 * k)[2] for k in range(count)}
    kinds = {struct.unpack_from(">H", font, place)[0]: place for place in places}
    if 12 in kinds:
        groups = struct.unpack_from(">I", font, kinds[12] + 12)[0]
        return tuple(struct.unpack_from(">II", font, kinds[12] + 16 + 12 * k) for k in range(groups))
    if 4 not in kinds:
        return ()
    segments = struct.unpack_from(">H", font, kinds[4] + 6)[0] // 2
    last = struct.unpack_from(f">{segments}H", font, kinds[4] + 14)
    first = struct.unpack_from(f">{segments}H", font, kinds[4] + 16 + 2 * segments)
    return tuple((a, b) for a, b in zip(first, last, strict=True) if a != 0xFFFF)


def _quoted(family: str) -> str:
    return escape("'" + family.replace("\\", "").replace("'", "") + "'", quote=True)

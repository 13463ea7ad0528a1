"""How wide text is in the bundled fonts, where its lines break, and which font each part of a line needs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]"
)
_LONE = re.compile("[\ud800-\udfff]")
_DRAWN = (
    "\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757"
    "\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_TAIL = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_ONE = f"(?:[{_DRAWN}]|[\u00a9\u00ae\u203c-\u3299](?=\ufe0f)){_TAIL}"
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d(?:{_ONE}|[\u2640\u2642\u2695\u2696]\ufe0f?))*"
)
_EAST = "\u1100-\u11ff\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_NO_START = "、。，．）」』】〕》〉！？：；…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_SPACE = "[^\\S\xa0\u202f]"
# a break may stand after a space, a hyphen or a slash, and on either side of an East Asian sign
_PIECE = re.compile(f"[{_EAST}][{_NO_START}]*|(?:(?!{_SPACE})[^\\-/–—{_EAST}])+[\\-/–—]*|[\\-/–—]+|{_SPACE}+")
_UNIT = re.compile(r"(?<=\d) (?=%|(?:days?|h|min|s)\b)")
_RIGHT = ("R", "AL")
EMOJI, ARABIC, HEBREW, EAST, OTHER, LATIN = "emoji", "arabic", "hebrew", "east", "other", "latin"
EMOJI_WIDTH = 1.2
_JOINED = 0.86  # letters that join are narrower than the same letters alone


@cache
def _advances(font: str) -> dict[int, float]:
    """Code point → width as a part of the font size."""
    text = resources.files("wayline.render").joinpath("fonts/advances.json").read_text("utf-8")
    runs = json.loads(text)[font]
    return {first + k: width / 1000 for first, *widths in runs for k, width in enumerate(widths)}


def clean(text: str) -> str:
    """Text that any document may hold: no control characters, no marks that turn the direction, no half characters."""
    return _LONE.sub("\ufffd", _UNFIT.sub("", text.replace("\t", " ").replace("\r", "")))


@lru_cache(maxsize=65536)
def _ems(text: str, bold: bool) -> float:
    if not text.isascii() and (found := _EMOJI.search(text)):
        before, after = text[: found.start()], text[found.end() :]
        return _ems(before, bold) + EMOJI_WIDTH + _ems(after, bold)
    table = _advances("bold" if bold else "regular")
    return sum(table[ord(char)] if ord(char) in table else _foreign(char) for char in text)


def _foreign(char: str) -> float:
    """The width of a sign that the main font lacks; measured for Arabic and Hebrew, about right for the rest."""
    for font in ("arabic", "hebrew"):
        if ord(char) in _advances(font):
            return _advances(font)[ord(char)] * (_JOINED if font == "arabic" else 1)
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.62


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at this font size, in the unit of the size."""
    return _ems(text, bold) * size


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 0) -> tuple[str, ...]:
    """Lines no wider than `room`; words that are wider are cut anywhere. With `most`, the last line kept ends in `…`."""
    lines: list[str] = []
    for paragraph in _UNIT.sub("\xa0", clean(text)).split("\n"):
        lines += _paragraph(paragraph.strip(), room / size, bold)
        if most and len(lines) > most:
            break
    return (
        (*lines[: most - 1], _ended(lines[most - 1], room / size, bold)) if most and len(lines) > most else tuple(lines)
    )


def _paragraph(text: str, room: float, bold: bool) -> list[str]:
    lines, line, used = [], "", 0.0
    for piece in _PIECE.findall(text):
        wide = _ems(piece.rstrip(), bold)
        if used + wide > room and line:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if piece.isspace():
                continue
        if wide > room:
            *whole, piece = _cut(piece, room, bold)  # noqa: PLW2901
            lines += whole
        line += piece if line or not piece.isspace() else ""
        used += _ems(piece, bold)
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(word: str, room: float, bold: bool) -> list[str]:
    parts, part, used = [], "", 0.0
    for cluster in clusters(word):
        wide = _ems(cluster, bold)
        if used + wide > room and part:
            parts.append(part)
            part, used = "", 0.0
        part += cluster
        used += wide
    return [*parts, part]


def _ended(line: str, room: float, bold: bool) -> str:
    kept = list(clusters(line))
    while kept and _ems("".join(kept) + "…", bold) > room:
        kept.pop()
    return "".join(kept).rstrip() + "…"


def clipped(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """One line of the text within `room`."""
    lines = wrap(" ".join(text.split()), room, size, bold=bold, most=1)
    return lines[0] if lines else ""


def clusters(text: str) -> Iterator[str]:
    """What a reader sees as one sign: letters with their marks, emoji with all that belongs to them."""
    place, held = 0, ""
    while place < len(text):
        found = _EMOJI.match(text, place)
        sign = found.group() if found else text[place]
        place += len(sign)
        if held and not found and (unicodedata.combining(sign) or sign in "\u200d\ufe0e\ufe0f"):
            held += sign
            continue
        if held:
            yield held
        held = sign
    if held:
        yield held


def runs(line: str) -> list[tuple[str, str]]:
    """The line as (font, text): emoji stand alone, since programs that fall back for a whole chunk break them."""
    found: list[tuple[str, str]] = []
    place = 0
    for emoji in _EMOJI.finditer(line):
        found += _plain_runs(line[place : emoji.start()])
        found.append((EMOJI, emoji.group()))
        place = emoji.end()
    return found + _plain_runs(line[place:])


def _plain_runs(text: str) -> list[tuple[str, str]]:
    if text.isascii():
        return [(LATIN, text)] if text else []
    found: list[tuple[str, str]] = []
    for char in text:
        font = _font(char)
        if found and (font == found[-1][0] or char in " \u200c\u200d" or unicodedata.combining(char)):
            found[-1] = (found[-1][0], found[-1][1] + char)
        else:
            found.append((font, char))
    return found


def _font(char: str) -> str:
    code = ord(char)
    if code in _advances("regular"):
        return LATIN
    for font in (ARABIC, HEBREW):
        if code in _advances(font):
            return font
    return EAST if re.match(f"[{_EAST}]", char) else OTHER


def reads_left(text: str) -> bool:
    """Whether the text runs from right to left: its first letter says so."""
    if text.isascii():
        return False
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", *_RIGHT):
            return kind in _RIGHT
    return False


def scripts(text: str) -> set[str]:
    """The fonts beside Latin that a text needs."""
    return set() if text.isascii() else {font for font, _ in runs(clean(text))} - {LATIN}

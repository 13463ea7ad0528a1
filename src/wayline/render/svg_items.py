"""Items as SVG elements. Everything that comes from a map is cleaned and escaped here, in one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from wayline.render.layout_items import Box, Dot, Group, Item, Picture, Row, Stroke, Type, Words, moved
from wayline.render.lettering import ARABIC, EAST, EMOJI, HEBREW, LATIN, OTHER, clean, reads_left, runs, width

_FAMILIES = {
    EMOJI: "Twemoji Mozilla, 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji'",
    ARABIC: "'Noto Sans Arabic', 'Geeza Pro', 'Segoe UI', Inter, sans-serif",
    HEBREW: "'Noto Sans Hebrew', 'Arial Hebrew', 'Segoe UI', Inter, sans-serif",
    EAST: "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Hiragino Sans', 'Noto Sans CJK JP', sans-serif",
    OTHER: "'Noto Sans', 'DejaVu Sans', sans-serif",
}
# wraps a line so that programs which assume left to right order it the other way
_TURN, _END = "\u202b", "\u202c"
_UPRIGHT = re.compile(r"\([^()]*\)|[^\W_](?:[\w.,:/%+\- ]*[\w%])?|.", re.DOTALL)
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_CELLS = ("cell", "columnheader", "presentation")
_ANCHORS = {"middle": "middle", "end": "end"}


def attribute(text: str) -> str:
    """Text that may stand in an element or an attribute."""
    return escape(clean(text), quote=True)


def number(value: float) -> str:
    """A coordinate, as short as it can be."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


class Writer:
    """Writes items and remembers which classes they use."""

    def __init__(self) -> None:
        self._types: dict[Type, str] = {}
        self._families: set[str] = set()

    def row(self, row: Row, x: float, y: float) -> str:
        """A row of the grid: what lies under it, its label, its cells."""
        under = "".join(self.item(moved(item, x, y)) for item in row.under)
        label = "".join(self.item(moved(item, x, y)) for item in row.label)
        head = f'<g role="rowheader">{label}</g>' if label else ""
        cells = "".join(self._cell(cell, x, y) for cell in row.cells)
        return f'<g role="row">{under}{head}{cells}</g>\n'

    def _cell(self, cell: Group, x: float, y: float) -> str:
        """A row may hold cells and nothing else: a picture across it stands in a cell, so does a note."""
        drawn = self.item(moved(cell, x, y))
        return drawn if cell.role in _CELLS else f'<g role="cell">{drawn}</g>'

    def item(self, item: Item) -> str:
        """The element of an item."""
        if isinstance(item, Words):
            return self._words(item)
        if isinstance(item, Box):
            return self._box(item)
        if isinstance(item, Stroke):
            return self._stroke(item)
        if isinstance(item, Dot):
            shape = f'<circle cx="{number(item.x)}" cy="{number(item.y)}" r="{number(item.radius)}"'
            return f"{shape}{_paint(item.fill, item.stroke, item.thick, item.dash)}{_titled(item.name, 'circle')}"
        if isinstance(item, Picture):
            return _picture(item)
        return self._group(item)

    def _group(self, group: Group) -> str:
        inner = "".join(self.item(one) for one in group.items)
        if group.role == "presentation":
            return f'<g aria-hidden="true">{inner}</g>' if inner else ""
        label = f' aria-label="{attribute(group.label)}"' if group.label and group.role in ("img", "group") else ""
        return f'<g role="{attribute(group.role)}"{label}>{inner}</g>'

    def _box(self, box: Box) -> str:
        place = (
            f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(max(box.height, 0))}"'
        )
        round_ = f' rx="{number(box.radius)}"' if box.radius else ""
        fill = f"<rect {place}{round_}{_paint(box.fill, box.stroke, box.thick, box.dash)}/>"
        if box.hatched:
            fill += f'<rect {place}{round_} fill="url(#w-hatch)"/>'
        return fill + "".join(self._words(words) for words in box.inside)

    def _stroke(self, stroke: Stroke) -> str:
        if len(stroke.pieces) == 1 and len(stroke.pieces[0]) == 2 and stroke.fill == "none":
            (x1, y1), (x2, y2) = stroke.start, stroke.pieces[0][:2]
            shape = f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
            return f"{shape}{_paint('none', stroke.ink, stroke.thick, stroke.dash)}{_more(stroke)}{_titled(stroke.name, 'line')}"
        pieces = "".join(
            ("L" if len(piece) == 2 else "C") + " ".join(number(v) for v in piece) for piece in stroke.pieces
        )
        shape = f'<path d="M{number(stroke.start[0])} {number(stroke.start[1])}{pieces}"'
        return f"{shape}{_paint(stroke.fill, stroke.ink, stroke.thick, stroke.dash)}{_more(stroke)}{_titled(stroke.name, 'path')}"

    def _words(self, words: Words) -> str:
        return "".join(self._line(words, line, k) for k, line in enumerate(words.lines))

    def _line(self, words: Words, line: str, k: int) -> str:
        """One line; where it needs several fonts, each part says its own."""
        kind = words.type
        y = words.y + k * kind.leading + kind.leading / 2 + kind.size * 0.36
        name = self._name(kind) + (" w-halo" if words.halo else "")
        parts = runs(line)
        x = {"start": words.x, "middle": words.x + words.width / 2, "end": words.x + words.width}[words.align]
        anchor = _ANCHORS.get(words.align)
        place = f'x="{number(x)}" y="{number(y)}" class="{name}"' + (f' text-anchor="{anchor}"' if anchor else "")
        fonts = {font for font, _ in parts}
        if fonts == {LATIN}:
            return f"<text {place}>{attribute(line)}</text>"
        if fonts & {EMOJI, ARABIC, HEBREW} and len(fonts) > 1:
            return self._chunks(words, parts, y, name)
        inner = "".join(self._run(font, text) for font, text in parts)
        turned = len(fonts) == 1 and reads_left(line)
        return f"<text {place}>{self._run(parts[0][0], _TURN + line + _END) if turned else inner}</text>"

    def _chunks(self, words: Words, parts: list[tuple[str, str]], y: float, name: str) -> str:
        """Parts with a place each: a program that lacks one emoji or joins two fonts would else break the whole line."""
        kind, turned = words.type, reads_left(words.text)
        parts = _pieces(parts) if turned else parts
        wide = [width(text, kind.size, bold=kind.bold) for _, text in parts]
        free = words.width - sum(wide)
        x = words.x + {"start": 0.0, "middle": free / 2, "end": free}[words.align]
        inner = ""
        ordered = list(zip(parts, wide, strict=True))
        for (font, text), room in ordered[::-1] if turned else ordered:
            spaces = len(text) - len(text.rstrip() if turned else text.lstrip())
            shift = width(" ", kind.size, bold=kind.bold) * spaces
            if text.strip():
                inner += self._run(font, text.strip(), x=x + shift)
            x += room
        return f'<text y="{number(y)}" class="{name}">{inner}</text>'

    def _run(self, font: str, text: str, x: float | None = None) -> str:
        place = f' x="{number(x)}"' if x is not None else ""
        if font == LATIN:
            return f"<tspan{place}>{attribute(text)}</tspan>" if place else attribute(text)
        self._families.add(font)
        return f'<tspan{place} class="w-{font}">{attribute(text)}</tspan>'

    def _name(self, kind: Type) -> str:
        return self._types.setdefault(kind, f"w-t{len(self._types)}")

    def style(self, colours: Mapping[str, str]) -> str:
        """The rules behind the classes."""
        rules = [f".w-f-{ink}{{fill:{colour}}}.w-s-{ink}{{stroke:{colour}}}" for ink, colour in colours.items()]
        for kind, name in self._types.items():
            weight = ";font-weight:600" if kind.bold else ""
            struck = ";text-decoration:line-through" if kind.struck else ""
            rules.append(f".{name}{{font-size:{number(kind.size)}px;fill:{colours[kind.ink]}{weight}{struck}}}")
        rules.append(
            f".w-halo{{paint-order:stroke;stroke:{colours['surface']};stroke-width:4px;stroke-linejoin:round}}"
        )
        rules += [f".w-map .w-{font}{{font-family:{_FAMILIES[font]}}}" for font in sorted(self._families)]
        rules.append(f".w-hatch{{stroke:{colours['lost']}}}")
        return "\n".join(rules)

    def definitions(self) -> str:
        """The hatching of those who left."""
        stripe = '<path d="M-1 1l2-2M0 5l5-5M4 6l2-2" stroke-width="1.6" class="w-hatch"/>'
        return f'<defs><pattern id="w-hatch" width="5" height="5" patternUnits="userSpaceOnUse">{stripe}</pattern></defs>\n'


def _pieces(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """In a line that runs to the left, numbers and words keep their direction, and the marks between them do not."""
    found = [(font, piece) for font, text in parts for piece in (_UPRIGHT.findall(text) if font == LATIN else [text])]
    return [(font, piece.translate(_MIRRORED) if len(piece) == 1 else piece) for font, piece in found]


def _paint(fill: str, stroke: str, thick: float, dash: tuple[float, ...]) -> str:
    """Classes and attributes of a fill and a stroke."""
    names = [f"w-f-{fill}" if fill != "none" else "", f"w-s-{stroke}" if stroke != "none" else ""]
    told = f' class="{" ".join(name for name in names if name)}"' if any(names) else ""
    if fill == "none":
        told += ' fill="none"'
    if stroke != "none":
        told += f' stroke-width="{number(thick)}"' if thick != 1 else ""
        told += f' stroke-dasharray="{" ".join(number(one) for one in dash)}"' if dash else ""
    return told


def _more(stroke: Stroke) -> str:
    clear = f' opacity="{number(stroke.opacity)}"' if stroke.opacity != 1 else ""
    return clear + (' stroke-linecap="round" stroke-linejoin="round"' if stroke.round else "")


def _titled(name: str, element: str) -> str:
    """The end of an element, with the words that a pointer over it shows."""
    return f"><title>{attribute(name)}</title></{element}>" if name else "/>"


def _picture(picture: Picture) -> str:
    place = f'x="{number(picture.x)}" y="{number(picture.y)}" width="{number(picture.width)}" height="{number(picture.height)}"'
    return f'<image {place} href="{attribute(picture.address)}" role="img" aria-label="{attribute(picture.alt)}"/>'

"""Items as native shapes of a slide: text boxes, rectangles, connectors, ellipses, freeforms with true Bézier curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from wayline.render.layout_items import Box, Dot, Group, Item, Picture, Stroke, Words
from wayline.render.lettering import clean, reads_left, width

EMU = 9525  # a pixel
FONT = "Arial"  # on every machine that opens slides, and no wider than the font the layout measured
_SMALLEST = 3.4  # in pixels; smaller words are only grey dust
_ALIGN = {"start": "l", "middle": "ctr", "end": "r"}
_NAMESPACES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@dataclass(slots=True)
class Canvas:
    """Collects the shapes of one slide. Items are drawn at `scale`, moved to `x`, `y` in pixels of the slide."""

    colours: Mapping[str, str]
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    shapes: list[str] = field(default_factory=list)
    pictures: list[tuple[Picture, tuple[int, int, int, int]]] = field(default_factory=list)
    dropped: int = 0
    first: int = 100

    def add(self, items: Sequence[Item]) -> None:
        """Add the items, those of groups one by one."""
        for item in items:
            if isinstance(item, Group):
                self.add(item.items)
            elif isinstance(item, Words):
                self._words(item)
            elif isinstance(item, Box):
                self._box(item)
            elif isinstance(item, Stroke):
                self._stroke(item)
            elif isinstance(item, Dot):
                self._dot(item)
            else:
                self.pictures.append((item, self._frame(item.x, item.y, item.width, item.height)))

    def tree(self) -> str:
        """All shapes as one piece of XML."""
        return f"<p:spTree {_NAMESPACES}>{''.join(self.shapes)}</p:spTree>"

    def _frame(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        place = (
            self.x + x * self.scale,
            self.y + y * self.scale,
            max(width, 0) * self.scale,
            max(height, 0) * self.scale,
        )
        left, top, wide, high = (round(value * EMU) for value in place)
        return left, top, wide, high

    def _head(self, name: str, extra: str = "") -> str:
        self.first += 1
        return (
            f'<p:nvSpPr><p:cNvPr id="{self.first}" name="{_text((name)[:80])}"/><p:cNvSpPr{extra}/><p:nvPr/></p:nvSpPr>'
        )

    def _words(self, words: Words) -> None:
        if words.type.size * self.scale < _SMALLEST:
            self.dropped += 1
            return
        words = _close(words) if words.halo else words
        frame = _xfrm(self._frame(words.x, words.y, words.width + 4, words.height))
        ground = self._fill("surface", 0.85) if words.halo else "<a:noFill/>"
        body = f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>{self._paragraph(words)}'
        shape = f'<p:spPr>{frame}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
        self.shapes.append(
            f"<p:sp>{self._head(words.text, ' txBox=' + chr(34) + '1' + chr(34))}{shape}<p:txBody>{body}</p:txBody></p:sp>"
        )

    def _paragraph(self, words: Words) -> str:
        kind = words.type
        size = max(100, round(kind.size * 0.75 * self.scale * 100))
        leading = max(1, round(kind.leading * 0.75 * self.scale * 100))
        turned = ' rtl="1"' if reads_left(words.text) else ""
        align = "l" if turned and words.align == "end" else _ALIGN[words.align]
        look = f'<a:solidFill><a:srgbClr val="{self._colour(kind.ink)}"/></a:solidFill><a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
        inner = "".join(
            f'<a:r><a:rPr lang="en-US" sz="{size}" b="{int(kind.bold)}" dirty="0">{look}</a:rPr><a:t>{_text(part)}</a:t></a:r>'
            for part in (_shown(words),)
        )
        spacing = f'<a:lnSpc><a:spcPts val="{leading}"/></a:lnSpc>'
        return f'<a:p><a:pPr algn="{align}"{turned}>{spacing}</a:pPr>{inner}</a:p>'

    def _box(self, box: Box) -> None:
        frame = self._frame(box.x, box.y, box.width, box.height)
        if 0 in frame[2:]:
            return
        shape = "roundRect" if box.radius else "rect"
        round_ = (
            f'<a:gd name="adj" fmla="val {min(50000, round(box.radius / max(min(box.width, box.height), 0.1) * 100000))}"/>'
            if box.radius
            else ""
        )
        geometry = f'<a:prstGeom prst="{shape}"><a:avLst>{round_}</a:avLst></a:prstGeom>'
        fill = self._hatch() if box.hatched else self._fill(box.fill)
        looks = f"<p:spPr>{_xfrm(frame)}{geometry}{fill}{self._line(box.stroke, box.thick, box.dash)}</p:spPr>"
        shown = [words for words in box.inside if words.type.size * self.scale >= _SMALLEST]
        self.dropped += len(box.inside) - len(shown)
        name = box.name or (box.inside[0].text if box.inside else "shape")
        self.shapes.append(f"<p:sp>{self._head(name)}{looks}{self._inside(box, shown)}</p:sp>")

    def _inside(self, box: Box, shown: Sequence[Words]) -> str:
        if not shown:
            return ""
        first = shown[0]
        left, top = (first.x - box.x) * self.scale * EMU, (first.y - box.y) * self.scale * EMU
        right = max(0.0, box.x + box.width - first.x - first.width - 4) * self.scale * EMU
        insets = f'lIns="{round(left)}" tIns="{round(top)}" rIns="{round(right)}" bIns="0"'
        paragraphs = "".join(self._paragraph(words) for words in shown)
        return f'<p:txBody><a:bodyPr wrap="square" {insets} anchor="t"><a:noAutofit/></a:bodyPr>{paragraphs}</p:txBody>'

    def _dot(self, dot: Dot) -> None:
        frame = _xfrm(self._frame(dot.x - dot.radius, dot.y - dot.radius, dot.radius * 2, dot.radius * 2))
        looks = f'<p:spPr>{frame}<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>{self._fill(dot.fill)}{self._line(dot.stroke, dot.thick, dot.dash)}</p:spPr>'
        self.shapes.append(f"<p:sp>{self._head(dot.name or 'point')}{looks}</p:sp>")

    def _stroke(self, stroke: Stroke) -> None:
        points = stroke.points()
        left, top = min(x for x, _ in points), min(y for _, y in points)
        right, low = max(x for x, _ in points), max(y for _, y in points)
        frame = self._frame(left, top, right - left, low - top)
        line = self._line(stroke.ink, stroke.thick, stroke.dash, stroke.opacity)
        if len(points) == 2 and stroke.fill == "none":
            self._connector(stroke, frame, line)
            return
        steps = "".join(_step(piece, left, top, self.scale) for piece in stroke.pieces)
        start = f"<a:moveTo>{_point(stroke.start, left, top, self.scale)}</a:moveTo>"
        closed = "<a:close/>" if stroke.fill != "none" else ""
        none = "" if stroke.fill != "none" else ' fill="none"'
        path = f'<a:pathLst><a:path w="{frame[2]}" h="{frame[3]}"{none}>{start}{steps}{closed}</a:path></a:pathLst>'
        geometry = (
            f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>{path}</a:custGeom>'
        )
        looks = f"<p:spPr>{_xfrm(frame)}{geometry}{self._fill(stroke.fill, stroke.opacity)}{line}</p:spPr>"
        self.shapes.append(f"<p:sp>{self._head(stroke.name or 'line')}{looks}</p:sp>")

    def _connector(self, stroke: Stroke, frame: tuple[int, int, int, int], line: str) -> None:
        (x1, y1), (x2, y2) = stroke.points()
        flip = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
        self.first += 1
        head = f'<p:nvCxnSpPr><p:cNvPr id="{self.first}" name="{_text((stroke.name or "line")[:80])}"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>'
        looks = f'<p:spPr>{_xfrm(frame, flip)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{line}</p:spPr>'
        self.shapes.append(f"<p:cxnSp>{head}{looks}</p:cxnSp>")

    def _colour(self, ink: str) -> str:
        return self.colours[ink].lstrip("#").upper()

    def _fill(self, ink: str, opacity: float = 1.0) -> str:
        if ink == "none":
            return "<a:noFill/>"
        return f'<a:solidFill><a:srgbClr val="{self._colour(ink)}">{_alpha(opacity)}</a:srgbClr></a:solidFill>'

    def _hatch(self) -> str:
        inks = (
            f'<a:{side}Clr><a:srgbClr val="{self._colour(ink)}"/></a:{side}Clr>'
            for side, ink in (("fg", "lost"), ("bg", "lost_soft"))
        )
        return f'<a:pattFill prst="wdUpDiag">{"".join(inks)}</a:pattFill>'

    def _line(self, ink: str, thick: float, dash: tuple[float, ...], opacity: float = 1.0) -> str:
        if ink == "none":
            return "<a:ln><a:noFill/></a:ln>"
        dashed = (
            f'<a:prstDash val="{"sysDot" if dash[0] <= 2.5 else "sysDash" if dash[0] <= 5 else "dash"}"/>'
            if dash
            else ""
        )
        return f'<a:ln w="{max(3175, round(thick * self.scale * EMU))}">{self._fill(ink, opacity)}{dashed}</a:ln>'


def _shown(words: Words) -> str:
    """The whole paragraph, as the program that opens it may break it anew; shortened where the sheet shortened it."""
    last = words.lines[-1] if words.lines else ""
    if last.endswith("…") and not words.text.rstrip().endswith("…"):
        return " ".join(words.lines)
    return words.text


def _close(words: Words) -> Words:
    """A label on a line in a frame as narrow as the label, whose ground keeps the line from striking it out."""
    kind = words.type
    room = max(width(line, kind.size, bold=kind.bold) for line in words.lines) * 1.06
    left = words.x + {"start": 0.0, "middle": (words.width - room) / 2, "end": words.width - room}[words.align]
    return replace(words, x=left - 2, width=room)


def _alpha(opacity: float) -> str:
    return f'<a:alpha val="{round(opacity * 100000)}"/>' if opacity != 1 else ""


def _xfrm(frame: tuple[int, int, int, int], flip: str = "") -> str:
    left, top, wide, high = frame
    return f'<a:xfrm{flip}><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _point(point: Sequence[float], left: float, top: float, scale: float) -> str:
    return f'<a:pt x="{round((point[0] - left) * scale * EMU)}" y="{round((point[1] - top) * scale * EMU)}"/>'


def _step(piece: Sequence[float], left: float, top: float, scale: float) -> str:
    points = "".join(_point(piece[k : k + 2], left, top, scale) for k in range(0, len(piece), 2))
    return f"<a:lnTo>{points}</a:lnTo>" if len(piece) == 2 else f"<a:cubicBezTo>{points}</a:cubicBezTo>"


def _text(text: str) -> str:
    return escape(" ".join(clean(text).split("\n")), quote=True)

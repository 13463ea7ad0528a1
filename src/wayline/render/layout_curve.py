"""The emotion curve: what the team assumes hollow and dashed, what was measured solid with its band."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wayline.render.layout_items import Box, Column, Dot, Ink, Item, Stroke, Type, Words, line
from wayline.render.lettering import clipped
from wayline.views.shape import Curve, CurvePoint

HEIGHT = 184.0
_ZERO, _UNIT = 92.0, 27.0
_WORD = Type(12, 15)
_MEASURED = Type(12, 15, bold=True)
_FACE = 9.0
_SOLID: tuple[Ink, Ink, tuple[float, ...]] = ("ink", "surface", ())
_HOLLOW: tuple[Ink, Ink, tuple[float, ...]] = ("surface", "ink", (3, 2))
_AXIS = Type(10.5, 13, ink="muted")


def curve(drawn: Curve, columns: Sequence[Column]) -> list[Item]:
    """The items of both curves; lines go only to neighbouring columns, a gap stays a gap."""
    left, right = columns[0].x, columns[-1].x + columns[-1].width
    grounds: tuple[tuple[float, float, Ink], ...] = ((0, _ZERO, "glad"), (_ZERO, HEIGHT - 1, "sad"))
    items: list[Item] = [Box(left + 1, top, right - left - 1, low - top, ink) for top, low, ink in grounds]
    items += [line(one.x, 0, one.x, HEIGHT - 1, "strong", 2.0) for one in columns[1:] if one.begins_stage]
    items += [line(left, _height(v), right, _height(v), "hair", 1.0, (1, 4)) for v in (-2, -1, 1, 2)]
    items.append(line(left, _ZERO, right, _ZERO, "hair", 1.5))
    for run in _runs(drawn["measured"]):
        items += _band(run, columns)
    for run in _runs(drawn["assumed"]):
        items += _thread(run, columns, measured=False)
    for run in _runs(drawn["measured"]):
        items += _thread(run, columns, measured=True)
    for point in drawn["assumed"]:
        items += _face(point, columns, measured=False)
    for point in drawn["measured"]:
        items += _face(point, columns, measured=True)
    return items + _words(drawn, columns)


def axis(lane: float) -> list[Item]:
    """What up and down mean, at the left end of the curve."""
    names = {2: "+2", 0: "0", -2: "−2"}
    return [Words(lane + 6, _height(v) - 14, 24, name, (name,), _AXIS) for v, name in names.items()]


def _height(valence: float) -> float:
    return _ZERO - _UNIT * max(-2.0, min(2.0, valence))


def _place(point: CurvePoint, columns: Sequence[Column]) -> tuple[float, float]:
    return columns[point["column"]].middle, _height(point["valence"])


def _runs(points: Sequence[CurvePoint]) -> list[list[CurvePoint]]:
    """Points in neighbouring columns, one a column."""
    found: list[list[CurvePoint]] = []
    for point in {one["column"]: one for one in points}.values():
        if found and found[-1][-1]["column"] + 1 == point["column"]:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def smooth(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], ...]:
    """Bézier pieces through the points that never rise or fall beyond two neighbours (Fritsch and Carlson, 1980)."""
    rises = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    slopes = [rises[0], *[0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(rises)], rises[-1]]
    pieces = []
    for (a, b), (before, after) in zip(pairwise(points), pairwise(slopes), strict=True):
        third = (b[0] - a[0]) / 3
        pieces.append((a[0] + third, a[1] + before * third, b[0] - third, b[1] - after * third, *b))
    return tuple(pieces)


def _thread(run: Sequence[CurvePoint], columns: Sequence[Column], *, measured: bool) -> list[Item]:
    if len(run) < 2:
        return []
    points = [_place(point, columns) for point in run]
    name = "measured emotion" if measured else "assumed emotion"
    ink, thick, dash = ("ink", 2.5, ()) if measured else ("muted", 1.75, (5.0, 4.0))
    return [Stroke(points[0], smooth(points), ink, thick, dash, round=True, name=name)]  # type: ignore[arg-type]


def _band(run: Sequence[CurvePoint], columns: Sequence[Column]) -> list[Item]:
    """The interval of the measured curve: an area between neighbours, a bar where a point stands alone."""
    known = [point for point in run if point["low"] is not None and point["high"] is not None]
    high = [(columns[point["column"]].middle, _height(point["high"] or 0)) for point in known]
    low = [(columns[point["column"]].middle, _height(point["low"] or 0)) for point in known]
    bars: list[Item] = [
        line(top[0], top[1], bottom[0], bottom[1], "ink", 1.5) for top, bottom in zip(high, low, strict=True)
    ]
    if len(known) < 2 or len(known) < len(run):
        return bars
    back = low[::-1]
    area = (*smooth(high), back[0], *_backwards(low))
    return [Stroke(high[0], area, fill="soft", opacity=0.75, name="interval of the measured emotion"), *bars]


def _backwards(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, ...]]:
    """The smooth line from its end to its start."""
    starts = [points[0], *[(piece[4], piece[5]) for piece in smooth(points)]]
    turned = zip(smooth(points), starts, strict=False)
    return [(piece[2], piece[3], piece[0], piece[1], *start) for piece, start in turned][::-1]


def _face(point: CurvePoint, columns: Sequence[Column], *, measured: bool) -> list[Item]:
    """A small face: its mouth says again what its height says. Hollow and dashed where it is assumed."""
    x, y = _place(point, columns)
    fill, ink, dash = _SOLID if measured else _HOLLOW
    bend = 2.4 * max(-2.0, min(2.0, point["valence"])) / 2
    mouth = Stroke((x - 3.6, y + 3.2 - bend / 2), ((x - 1.6, y + 3.2 + bend, x + 1.6, y + 3.2 + bend, x + 3.6, y + 3.2 - bend / 2),), ink, 1.4, round=True)  # fmt: skip
    eyes = [Dot(x + side, y - 2.2, 1.1, ink, "none", 0) for side in (-2.9, 2.9)]
    return [Dot(x, y, _FACE, fill, "ink", 1.6, dash, name=point["text"]), *eyes, mouth]


def _words(drawn: Curve, columns: Sequence[Column]) -> list[Item]:
    """The word of each point above it, or below where it lies low; both curves in one column stand apart."""
    measured = {point["column"]: point for point in drawn["measured"]}
    items: list[Item] = []
    taken: set[int] = set()
    for point in drawn["assumed"]:
        other = measured.get(point["column"])
        above = point["valence"] >= (other["valence"] if other else 0.0)
        if point["column"] not in taken and point["word"]:
            items.append(_word(point, columns, _WORD, above=above))
        taken.add(point["column"])
    rivals = {point["column"]: point["valence"] for point in drawn["assumed"]}
    for column, point in measured.items():
        above = point["valence"] > rivals.get(column, -0.01)
        items.append(_word(point, columns, _MEASURED, above=above))
    return items


def _word(point: CurvePoint, columns: Sequence[Column], kind: Type, *, above: bool) -> Words:
    column = columns[point["column"]]
    text = clipped(point["word"], column.width - 12, kind.size, bold=kind.bold)
    y = max(2.0, min(HEIGHT - 16, _height(point["valence"]) + (-27 if above else 12)))
    return Words(column.x + 6, y, column.width - 12, point["word"], (text,), kind, "middle", halo=True)

"""The page's small drawings for channels and lanes as strokes and dots, so that every document shows the same ones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from wayline.render.icons_svg import DRAWN
from wayline.render.layout_items import Dot, Item, Stroke, moved

SIZE = 13.0
_SCALE = SIZE / 16
_THICK = 1.2
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d*\.\d+|\d+)")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}
Point = tuple[float, float]


def icon(name: str, x: float, y: float) -> list[Item]:
    """The items of a drawing, `SIZE` wide and tall, with its top left corner there."""
    return [moved(item, x, y) for item in _items(name)]


@cache
def _items(name: str) -> tuple[Item, ...]:
    return tuple(_item(start, pieces) for start, pieces in _runs(DRAWN[name]))


def _item(start: Point, pieces: Sequence[tuple[float, ...]]) -> Item:
    """A piece too short to see is a dot; one arc that comes back to its start is a ring."""
    if len(pieces) == 1 and len(pieces[0]) == 2 and math.dist(start, pieces[0]) < 0.1:
        return Dot(start[0] * _SCALE, start[1] * _SCALE, 0.8, "muted", "none", 0)
    scaled = tuple(tuple(value * _SCALE for value in piece) for piece in pieces)
    return Stroke((start[0] * _SCALE, start[1] * _SCALE), scaled, "muted", _THICK, round=True)


def _runs(path: str) -> Iterator[tuple[Point, list[tuple[float, ...]]]]:
    """Each unbroken line of an SVG path: its start, then straight pieces (an end) and curves (two controls and an end)."""
    start = here = (0.0, 0.0)
    control: Point | None = None
    pieces: list[tuple[float, ...]] = []
    for command, numbers in _commands(path):
        kind, base = command.lower(), here if command.islower() else (0.0, 0.0)
        if kind == "m":
            if pieces:
                yield start, pieces
            start = here = (base[0] + numbers[0], base[1] + numbers[1])
            pieces, control = [], None
            continue
        found, control = ([start], None) if kind == "z" else _drawn(kind, base, here, numbers, control)
        pieces += found
        here = (pieces[-1][-2], pieces[-1][-1])
    yield start, pieces


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Commands with their numbers; those that follow without a letter repeat the last one, after a move as lines."""
    tokens = _TOKEN.findall(path)
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        takes = _TAKES[command.lower()]
        yield command, [float(token) for token in tokens[place : place + takes]]
        place += takes
        command = {"M": "L", "m": "l"}.get(command, command)


def _drawn(kind: str, base: Point, here: Point, numbers: Sequence[float], control: Point | None) -> tuple[Sequence[tuple[float, ...]], Point | None]:  # fmt: skip
    """The pieces of one command, and the last control of a curve that a smooth one goes on from."""
    if kind == "h":
        return [(base[0] + numbers[0], here[1])], None
    if kind == "v":
        return [(here[0], base[1] + numbers[0])], None
    if kind == "a":
        return _arc(here, numbers[0], numbers[3:5], (base[0] + numbers[5], base[1] + numbers[6])), None
    points = [value + base[k % 2] for k, value in enumerate(numbers)]
    if kind == "l":
        return [tuple(points)], None
    if kind == "s":
        before = control or here
        points = [2 * here[0] - before[0], 2 * here[1] - before[1], *points]
    return [tuple(points)], (points[2], points[3])


def _arc(here: Point, radius: float, flags: Sequence[float], end: Point) -> list[tuple[float, ...]]:
    """A circle's arc as curves of a quarter at most (SVG 1.1, appendix F.6.5)."""
    half = math.dist(here, end) / 2
    radius = max(radius, half)
    away = math.sqrt(max(radius**2 - half**2, 0.0)) * (1 if flags[0] != flags[1] else -1)
    across = ((end[0] - here[0]) / (2 * half), (end[1] - here[1]) / (2 * half))
    middle = ((here[0] + end[0]) / 2 - across[1] * away, (here[1] + end[1]) / 2 + across[0] * away)
    first = math.atan2(here[1] - middle[1], here[0] - middle[0])
    turn = (math.atan2(end[1] - middle[1], end[0] - middle[0]) - first) % math.tau
    turn -= 0 if flags[1] else math.tau
    count = max(1, math.ceil(abs(turn) / (math.pi / 2)))
    reach = 4 / 3 * math.tan(turn / count / 4) * radius
    pieces: list[tuple[float, ...]] = []
    for k in range(count):
        a, b = first + turn * k / count, first + turn * (k + 1) / count
        p, q = (_on(middle, radius, angle) for angle in (a, b))
        pieces.append((p[0] - reach * math.sin(a), p[1] + reach * math.cos(a), q[0] + reach * math.sin(b), q[1] - reach * math.cos(b), *q))  # fmt: skip
    return pieces


def _on(middle: Point, radius: float, angle: float) -> Point:
    return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)

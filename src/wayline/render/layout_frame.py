"""The lines of the grid: fine ones between columns, strong ones where a stage begins, those of interaction and visibility."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render.layout_items import SMALL_STRONG, Box, Column, Group, Ink, Item, Kind, Row, line
from wayline.render.layout_stack import recoloured, words

_GROUNDS: dict[Kind, Ink] = {"stages": "group", "band": "group"}
_STRONG_BELOW = ("stages", "steps")
_OPEN = ("path", "curve")  # pictures across the columns, without hairlines
DASHES: dict[str, tuple[float, ...]] = {"backstage": (8, 5), "support": (2, 4)}


def under(kind: Kind, columns: Sequence[Column], lane: float, width: float, height: float) -> list[Item]:
    """What lies under the cells of a row: its ground, the borders of columns and stages, the line below."""
    items: list[Item] = [Box(0, 0, width, height, _GROUNDS.get(kind, "surface"))]
    if kind not in _OPEN and kind not in ("stages", "note"):
        items += [line(one.x, 0, one.x, height, "hair") for one in columns[1:] if not one.begins_stage]
    strong = kind in _STRONG_BELOW
    thick = 2.0 if strong else 1.0
    foot = height - thick / 2  # inside the row: the ground of the next one would cover half of it
    items.append(line(0, foot, width, foot, "strong" if strong else "hair", thick))
    if kind != "note":
        items += [line(one.x, 0, one.x, height, "strong", 2.0) for one in columns[1:] if one.begins_stage]
    items.append(line(lane, 0, lane, height, "strong", 2.0))
    return items


def astride(columns: Sequence[Column], column: int) -> tuple[float, float]:
    """Left end and width of a box astride the right edge of a column; half as wide before the first (-1) and after the last."""
    if column < 0:
        return columns[0].x, columns[0].width / 2
    here = columns[column]
    return here.middle, here.width if column + 1 < len(columns) else here.width / 2


def outline(width: float, height: float) -> Box:
    """The frame round a grid or an empty one."""
    return Box(0, 0, width, height, "none", "strong")


def line_row(title: str, side: str, lane: float, width: float) -> Row:
    """The line of interaction, of visibility or of internal interaction, with its name."""
    label = words(title, 10, 5, max(lane, 300.0), recoloured(SMALL_STRONG, "line"))
    stroke = line(0, 24, width, 24, "line", 2.0, DASHES.get(side, ()))
    ground = Box(0, 0, width, 25, "surface")
    return Row("line", title, 25, (), (Group("group", title, (label,)),), (ground, stroke), side)

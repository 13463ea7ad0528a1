"""A map on several pages: some columns and some rows on each, the heads of stages and steps and the names of lanes on all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wayline.render.layout import LANE, layout
from wayline.render.layout_items import Box, Dot, Group, Item, Row, Sheet, Stroke, bottom, moved
from wayline.render.part import part
from wayline.views.shape import MapView

_HEADS = ("stages", "steps")
_STAY = ("band", "line")  # rows that make no sense as the last of a page


@dataclass(frozen=True, slots=True)
class Paper:
    """A page in pixels: its size, the margin, the room for words above and below, and how small the map is drawn."""

    name: str
    width: float
    height: float
    margin: float
    above: float
    below: float
    scale: float


A4 = Paper("A4", 1122.52, 793.7, 34, 26, 26, 0.66)
A3 = Paper("A3", 1587.4, 1122.52, 38, 26, 26, 0.76)
SLIDE = Paper("slide", 1280, 720, 32, 40, 22, 0.74)
PAPERS = {"A4": A4, "A3": A3}
_BESIDE = 5  # steps on a slide that can be read from the back of a room
_LARGER = (1.2, 1.08, 0.97, 0.86)
_SMALLEST = 0.66  # before a slide of a few lines would follow


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a sheet that stand on one page, and how small they are drawn there."""

    sheet: Sheet
    rows: tuple[Row, ...]
    scale: float
    columns: tuple[int, int]
    caption: str


def pages(view: MapView, paper: Paper) -> list[Page]:
    """The pages of a map from left to right and, within the same columns, from top to bottom."""
    found = []
    for first, count in _shares([(0, view["columns"])], _most(paper)):
        piece = part(view, first, count)
        sheet = _sheet(piece, paper, paper.scale)
        for rows, scale in _down(sheet.rows, paper):
            found.append(Page(sheet, tuple(rows), scale, (first, count), _caption(piece)))
    return found


def slides(view: MapView, paper: Paper) -> list[Page]:
    """A page for a few stages and each audience: what customers did, what they experience, what stands behind it.

    Each is drawn as large as it fits, and goes on over further pages where it does not fit at the smallest scale.
    """
    found = []
    for first, count in _shares(_together(view), _BESIDE + 1):
        piece = part(view, first, count)
        sheets = [
            (scale, _sheet(piece, paper, scale))
            for scale in (*_LARGER, paper.scale, _SMALLEST)
            if scale * (LANE + 170 * count) < paper.width
        ]
        sheets = sheets or [(paper.scale, _sheet(piece, paper, paper.scale))]
        for number, title in enumerate(_audiences(sheets[0][1])):
            found += _audience(
                sheets, number, f"{_caption(piece)}: {title}" if title else _caption(piece), (first, count), paper
            )
    return found


def _audience(sheets: Sequence[tuple[float, Sheet]], number: int, caption: str, columns: tuple[int, int], paper: Paper) -> list[Page]:  # fmt: skip
    room = paper.height - 2 * paper.margin - paper.above - paper.below
    for scale, sheet in sheets:
        rows = [row for row in sheet.rows if row.kind in _HEADS] + _groups(sheet)[number][1]
        if sum(row.height for row in rows) * scale <= room:
            return [Page(sheet, tuple(rows), scale, columns, caption)]
    sheet = next((sheet for scale, sheet in sheets if scale == paper.scale), sheets[-1][1])
    rows = [row for row in sheet.rows if row.kind in _HEADS] + _groups(sheet)[number][1]
    return [Page(sheet, tuple(some), scale, columns, caption) for some, scale in _down(rows, paper)]


def _audiences(sheet: Sheet) -> list[str]:
    return [title for title, _ in _groups(sheet)]


def _groups(sheet: Sheet) -> list[tuple[str, list[Row]]]:
    """The rows of the grid by whom they concern; groups without rows are left out."""
    rows = _told([row for row in sheet.rows if row.kind not in _HEADS and not _empty(row)])
    did = [row for row in rows if not row.side]
    lived = [row for row in rows if row.side == "customer"]
    if all(row.kind == "path" for row in did):  # nothing is measured: a plan is no deed
        did, lived = [], did + lived
    behind = [row for row in rows if row.side and row.side != "customer"]
    named = [("what they did", did), ("what they experience", lived), ("what we do", behind)]
    return [(title, group) for title, group in named if group] or [("", [])]


def _told(rows: Sequence[Row]) -> list[Row]:
    """Without the headings of sides that hold nothing here, and of those that the slide's title names already."""
    held = {row.side for row in rows if row.kind not in _STAY}
    return [row for row in rows if row.kind not in _STAY or (row.side in held and row.side not in ("", "customer"))]


def _empty(row: Row) -> bool:
    """Whether a lane holds nothing in these columns."""
    return row.kind in ("lane", "contacts") and not any(cell.items for cell in row.cells)


def _sheet(piece: MapView, paper: Paper, scale: float) -> Sheet:
    """The grid of a part as wide as the paper."""
    room = (paper.width - 2 * paper.margin) / scale
    return layout(piece, column=min((room - LANE) / max(piece["columns"], 1), 900.0), whole=False)


def _caption(piece: MapView) -> str:
    titles = [stage["title"] for stage in piece["stages"]]
    return " – ".join(dict.fromkeys(titles[:: max(len(titles) - 1, 1)]))


def _most(paper: Paper) -> int:
    """How many columns a page holds."""
    return max(1, int(((paper.width - 2 * paper.margin) / paper.scale - LANE) // 180))


def _together(view: MapView) -> list[tuple[int, int]]:
    """Columns that share a slide: neighbouring stages as long as they have few steps, so that none is nearly empty."""
    found: list[tuple[int, int]] = []
    for stage in view["stages"]:
        first, span = found[-1] if found else (0, _BESIDE)
        if found and span + stage["span"] <= _BESIDE:
            found[-1] = (first, span + stage["span"])
        else:
            found.append((stage["column"], stage["span"]))
    return found


def _shares(whole: Sequence[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    """First column and number of columns of each page across; equal shares, so that no page is nearly empty."""
    for first, span in whole:
        times = max(1, -(-span // most))
        share = -(-span // times)
        for start in range(first, first + max(span, 1), max(share, 1)):
            yield start, min(share, first + span - start)


def _down(rows: Sequence[Row], paper: Paper) -> Iterator[tuple[list[Row], float]]:
    """The rows of each page from top to bottom, the heads first; rows that are too tall are cut between cards."""
    heads = [row for row in rows if row.kind in _HEADS]
    used = sum(row.height for row in heads)
    room = max((paper.height - 2 * paper.margin - paper.above - paper.below) / paper.scale, used * 1.6)
    scale = min(paper.scale, (paper.height - 2 * paper.margin - paper.above - paper.below) / room)
    waiting = [row for row in rows if row.kind not in _HEADS]
    bands = {row.side: row for row in rows if row.kind == "band"}
    page: list[Row] = []
    while waiting:
        row = waiting.pop(0)
        taken = sum(one.height for one in page)
        if used + taken + row.height <= room:
            page.append(row)
            continue
        if not page or all(one.kind in _STAY for one in page):
            row, rest = cut(row, room - used - taken)
            waiting[:0] = [rest] if rest else []
            page.append(row)
        else:
            waiting.insert(0, row)
            while page[-1].kind in _STAY:
                waiting.insert(0, page.pop())
        yield [*heads, *page], _fit(scale, used + sum(one.height for one in page), room)
        follows = waiting[0] if waiting else None
        page = [bands[follows.side]] if follows and follows.kind not in _STAY and follows.side in bands else []
    if page or not rows:
        yield [*heads, *page], scale
    elif not any(row.kind not in _HEADS for row in rows):
        yield heads, scale


def _fit(scale: float, height: float, room: float) -> float:
    """Smaller where a single thing is taller than a page."""
    return scale if height <= room else scale * room / height


def cut(row: Row, room: float) -> tuple[Row, Row | None]:
    """A row cut in two between the items of its cells; whole where nothing can be cut."""
    if row.kind not in ("lane", "contacts") or room < 60:
        return row, None
    upper, lower = [], []
    for cell in row.cells:
        kept = [item for item in cell.items if bottom([item]) <= room - 8] or list(cell.items[:1])
        rest = [item for item in cell.items if item not in kept]
        upper.append(replace(cell, items=tuple(kept)))
        rise = min((_top(item) for item in rest), default=0.0) - 8
        lower.append(replace(cell, items=tuple(moved(item, 0, -rise) for item in rest)))
    if not any(cell.items for cell in lower):
        return row, None
    return _sized(row, upper), _sized(row, lower)


def _sized(row: Row, cells: Sequence[Group]) -> Row:
    """The row with other cells, as tall as these need."""
    height = max(bottom([cell for cell in cells if cell.items]) + 8, bottom(row.label) + 8)
    stretch = height / row.height
    under = tuple(_stretched(item, stretch) for item in row.under)
    return replace(row, cells=tuple(cells), height=height, under=under)


def _stretched(item: Item, by: float) -> Item:
    """Grounds and borders of a row, as tall as it is now."""
    if isinstance(item, Box):
        return replace(item, y=item.y * by, height=item.height * by)
    if isinstance(item, Stroke):
        pieces = tuple(tuple(v * by if k % 2 else v for k, v in enumerate(piece)) for piece in item.pieces)
        return replace(item, start=(item.start[0], item.start[1] * by), pieces=pieces)
    return item


def _top(item: Item) -> float:
    if isinstance(item, Group):
        return min((_top(one) for one in item.items), default=0.0)
    if isinstance(item, Stroke):
        return min(y for _, y in item.points())
    return item.y - (item.radius if isinstance(item, Dot) else 0)

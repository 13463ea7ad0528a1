"""What a laid-out map is made of: words, boxes, strokes and dots with a place, in CSS pixels. No format knows more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Ink = Literal[
    "ground",
    "surface",
    "ink",
    "muted",
    "hair",
    "strong",
    "accent",
    "soft",
    "lost",
    "lost_soft",
    "rail",
    "arc",
    "group",
    "line",
    "glad",
    "sad",
    "changed",
    "moved",
    "none",
]
Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: size and line height in pixels, weight, ink, struck through or not."""

    size: float
    leading: float
    bold: bool = False
    ink: Ink = "ink"
    struck: bool = False


TITLE = Type(28, 34, bold=True)
LEAD = Type(15, 21)
HEADING = Type(15, 20, bold=True)
STAGE = Type(17, 22, bold=True)
STEP = Type(14, 18, bold=True)
BODY = Type(13, 17.5)
STRONG = Type(13, 17.5, bold=True)
VALUE = Type(16, 20, bold=True)
SMALL = Type(11, 14.5, ink="muted")
SMALL_STRONG = Type(11, 14.5, bold=True)
EYEBROW = Type(12, 16, bold=True, ink="accent")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph that is broken into lines already. `y` is the top of its first line; `x` the left end of its room."""

    x: float
    y: float
    width: float
    text: str
    lines: tuple[str, ...]
    type: Type
    align: Align = "start"
    halo: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.type.leading


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle. `inside` are words within it, in the box's own place; formats with text boxes keep them together."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink = "none"
    stroke: Ink = "none"
    thick: float = 1.0
    dash: tuple[float, ...] = ()
    radius: float = 0.0
    hatched: bool = False
    inside: tuple[Words, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line or an area. `points` are the start and then, a piece, one end (straight) or two controls and an end (Bézier)."""

    start: tuple[float, float]
    pieces: tuple[tuple[float, ...], ...]
    ink: Ink = "none"
    thick: float = 1.0
    dash: tuple[float, ...] = ()
    fill: Ink = "none"
    opacity: float = 1.0
    round: bool = False
    name: str = ""

    def points(self) -> list[tuple[float, float]]:
        """Every point and control in order: their hull holds the stroke."""
        flat = [point for piece in self.pieces for point in zip(piece[::2], piece[1::2], strict=True)]
        return [self.start, *flat]


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    fill: Ink = "surface"
    stroke: Ink = "ink"
    thick: float = 2.0
    dash: tuple[float, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that stands in the map itself, as a data address."""

    x: float
    y: float
    width: float
    height: float
    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Group:
    """Items with a meaning for readers who do not see: an ARIA role and a label."""

    role: str
    label: str
    items: tuple[Item, ...]


Item = Words | Box | Stroke | Dot | Picture | Group


def line(  # noqa: PLR0917 (four coordinates are plainer in a row)
    x1: float, y1: float, x2: float, y2: float, ink: Ink, thick: float = 1.0, dash: tuple[float, ...] = ()
) -> Stroke:
    """A straight line."""
    return Stroke((x1, y1), ((x2, y2),), ink, thick, dash)


def moved(item: Item, dx: float, dy: float) -> Item:
    """The item at another place."""
    if isinstance(item, Group):
        return replace(item, items=tuple(moved(one, dx, dy) for one in item.items))
    if isinstance(item, Stroke):
        pieces = tuple(tuple(v + (dy if k % 2 else dx) for k, v in enumerate(piece)) for piece in item.pieces)
        return replace(item, start=(item.start[0] + dx, item.start[1] + dy), pieces=pieces)
    if isinstance(item, Box):
        inside = tuple(replace(words, x=words.x + dx, y=words.y + dy) for words in item.inside)
        return replace(item, x=item.x + dx, y=item.y + dy, inside=inside)
    return replace(item, x=item.x + dx, y=item.y + dy)


def bottom(items: Sequence[Item]) -> float:
    """The lowest edge of the items."""
    return max((_bottom(item) for item in items), default=0.0)


def _bottom(item: Item) -> float:
    if isinstance(item, Group):
        return bottom(item.items)
    if isinstance(item, Stroke):
        return max(y for _, y in item.points())
    return item.y + (item.radius if isinstance(item, Dot) else item.height)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: where it stands and whether a stage begins with it."""

    x: float
    width: float
    begins_stage: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


Kind = Literal["stages", "steps", "band", "line", "path", "measure", "lane", "curve", "contacts", "note"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid. Items stand relative to the row's top left corner, its label at the left included."""

    kind: Kind
    title: str
    height: float
    label: tuple[Item, ...]
    cells: tuple[Group, ...]
    under: tuple[Item, ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole map on one sheet: the head above the grid, its rows, and what stands below. `cut` counts shortened texts."""

    width: float
    height: float
    lane: float
    columns: tuple[Column, ...]
    head: tuple[Item, ...]
    grid_top: float
    rows: tuple[Row, ...]
    foot: tuple[Item, ...]
    margin: float
    title: str
    told: str
    language: str
    cut: int = 0

    @property
    def grid_height(self) -> float:
        return sum(row.height for row in self.rows)

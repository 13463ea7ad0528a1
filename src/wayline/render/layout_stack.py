"""Words and small pictures one under the other in a given width."""

from __future__ import annotations

from dataclasses import replace

from wayline.render.layout_items import Align, Box, Ink, Item, Type, Words, moved
from wayline.render.lettering import clean, reads_left, wrap

MOST_LINES = 40  # of one paragraph; a longer one belongs into a document, not on a map
GAP = "\u2002·\u2002"  # between short facts on one line


def words(text: str, x: float, y: float, width: float, kind: Type, *, align: Align = "start", most: int = MOST_LINES, halo: bool = False) -> Words:  # fmt: skip
    """A paragraph of this width; right-to-left text stands at the right end of its room."""
    lines = wrap(text, width, kind.size, bold=kind.bold, most=most)
    if align == "start" and reads_left(text):
        align = "end"
    return Words(x, y, width, clean(text), lines, kind, align, halo)


class Stack:
    """Fills a column from `y` down. `items` is what it holds; `y` where the next thing goes."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width = x, y, width
        self.items: list[Item] = []
        self.cut = 0

    def say(self, text: str, kind: Type, *, gap: float = 0, inset: float = 0, most: int = MOST_LINES, align: Align = "start") -> None:  # fmt: skip
        """Add a paragraph, `gap` below what stands above it; nothing for an empty text."""
        if not text.strip():
            return
        if self.items:
            self.y += gap
        found = words(text, self.x + inset, self.y, self.width - inset, kind, align=align, most=most)
        self.cut += bool(found.lines) and found.lines[-1].endswith("…") and not found.text.rstrip().endswith("…")
        if found.lines:
            self.items.append(found)
            self.y += found.height

    def put(self, items: list[Item], height: float, *, gap: float = 0) -> None:
        """Add a picture whose items stand relative to its top left corner."""
        if self.items:
            self.y += gap
        self.items += [moved(item, self.x, self.y) for item in items]
        self.y += height

    def framed(self, inner: Stack, top: float, *, pad: tuple[float, float], fill: Ink, stroke: Ink = "none", dash: tuple[float, ...] = (), radius: float = 3, name: str = "") -> None:  # fmt: skip
        """Add a box round what another stack holds; its words become the box's own."""
        own = tuple(item for item in inner.items if isinstance(item, Words))
        rest = [item for item in inner.items if not isinstance(item, Words)]
        height = inner.y - top + pad[1]
        box = Box(
            inner.x - pad[0],
            top,
            inner.width + 2 * pad[0],
            height,
            fill,
            stroke,
            1,
            dash,
            radius,
            inside=own,
            name=name,
        )
        self.items += [box, *rest]
        self.y = top + height
        self.cut += inner.cut


def recoloured(kind: Type, ink: Ink) -> Type:
    """The same type in another ink."""
    return replace(kind, ink=ink)

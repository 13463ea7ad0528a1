"""A map as slides that can be edited: what it says, the whole map, then stage by stage. Every shape is native."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from wayline.errors import InputError
from wayline.render import images
from wayline.render.layout import layout
from wayline.render.layout_head import foot, head, provenance
from wayline.render.layout_items import SMALL, Item, Row, Sheet, Words, moved
from wayline.render.layout_pages import SLIDE, slides
from wayline.render.layout_stack import words
from wayline.render.lettering import clean, clipped
from wayline.render.palette import palette
from wayline.render.pptx_shapes import EMU, Canvas
from wayline.views.shape import MapView

_OVERVIEW = ("stages", "steps", "path", "curve")
_ALSO = ("Reached", "Wait to the next step")
_HELD = ("png", "jpeg", "gif")


def pptx(view: MapView, *, dark: bool = False, notice: str = "") -> tuple[bytes, list[str]]:
    """The slides as bytes, and notes on what they could not hold."""
    deck = _Deck(view, dark=dark)
    deck.first()
    if view["columns"]:
        deck.overview()
        found = slides(view, SLIDE)
        for page in found:
            deck.grid(page.sheet, page.rows, page.scale, page.caption)
        deck.crossing([page.columns for page in found])
    deck.last(notice)
    return deck.saved(), deck.notes


class _Deck:
    """The presentation while it is being built."""

    def __init__(self, view: MapView, *, dark: bool) -> None:
        self.view, self.colours = view, palette(dark=dark)
        self.notes = images.note(view)
        self.api = _library()
        self.made = self.api.Presentation()
        self.made.slide_width, self.made.slide_height = round(SLIDE.width * EMU), round(SLIDE.height * EMU)
        self.made.core_properties.title = clean(view["map"]["title"])[:255]
        self.made.core_properties.author = "Wayline"
        self.made.core_properties.keywords = "journey map"
        self.lost_pictures = 0
        self.dropped = 0

    def first(self) -> None:
        """Whose journey it is, and the sentences on top."""
        large = 1.3
        stack = head(self.view, (SLIDE.width - 2 * SLIDE.margin) / large, titled=False)
        tall = SLIDE.height - 2 * SLIDE.margin - SLIDE.above
        self._slide(
            self.view["map"]["title"], stack.items, min(large, tall / max(stack.y, 1)), self.view["map"]["description"]
        )

    def overview(self) -> None:
        """The whole map on one slide, without its cards."""
        sheet = layout(self.view, whole=False)
        rows = [row for row in sheet.rows if row.kind in _OVERVIEW or row.title in _ALSO]
        wide, tall = SLIDE.width - 2 * SLIDE.margin, SLIDE.height - 2 * SLIDE.margin - SLIDE.above - SLIDE.below
        scale = min(1.0, wide / sheet.width, tall / sum(row.height for row in rows))
        self.grid(sheet, rows, scale, "The whole journey")

    def grid(self, sheet: Sheet, rows: Sequence[Row], scale: float, title: str) -> None:
        """Some rows of a sheet."""
        items: list[Item] = []
        top = 0.0
        for row in rows:
            placed = (*row.under, *row.label, *row.cells)
            items += [moved(item, 0, top) for item in placed]
            top += row.height
        spoken = "\n".join(row.title for row in rows if row.title)
        self._slide(title, items, scale, f"{sheet.told}\n\nOn this slide: {spoken}")

    def crossing(self, spans: Sequence[tuple[int, int]]) -> None:
        """Note the paths whose two ends are never on the same slide of steps."""
        ends = [(one["origin_column"], one["target_column"]) for one in self.view["flows"] if not one["planned"]]
        inside = [any(all(a <= end < a + n for end in pair if end is not None) for a, n in spans) for pair in ends]
        if not all(inside):
            self.notes.append(
                f"{inside.count(False)} paths beside the plan go from one slide's steps to another's: they are on the overview slide only"
            )

    def last(self, notice: str) -> None:
        """How to read the map, what it does not know, where the numbers come from."""
        stack = foot(self.view, 0, (SLIDE.width - 2 * SLIDE.margin) / 0.9, notice)
        tall = SLIDE.height - 2 * SLIDE.margin - SLIDE.above
        self._slide("How to read it, and what is not shown", stack.items, min(0.9, tall / stack.y), notice)

    def _slide(self, title: str, items: Sequence[Item], scale: float, notes: str) -> None:
        slide = self.made.slides.add_slide(self.made.slide_layouts[5])
        self._ground(slide)
        self._title(slide, title)
        canvas = Canvas(self.colours, scale, SLIDE.margin, SLIDE.margin + SLIDE.above)
        canvas.add(items)
        whole = Canvas(self.colours, first=canvas.first + 1)
        whole.add([self._origin()])
        tree = self.api.parse(canvas.tree()), self.api.parse(whole.tree())
        for shape in [*tree[0], *tree[1]]:
            slide.shapes._spTree.append(shape)  # noqa: SLF001 (the library's own way costs a second a thousand shapes)
        self._pictures(slide, canvas)
        self.dropped += canvas.dropped
        slide.notes_slide.notes_text_frame.text = clean(f"{notes}\n\n{provenance(self.view)}".strip())

    def _origin(self) -> Words:
        wide = SLIDE.width - 2 * SLIDE.margin
        text = clipped(provenance(self.view), wide, SMALL.size)
        return words(text, SLIDE.margin, SLIDE.height - SLIDE.margin + 4, wide, SMALL)

    def _ground(self, slide: Any) -> None:
        fill = slide.background.fill
        fill.solid()
        fill.fore_color.rgb = self.api.RGBColor.from_string(self.colours["ground"].lstrip("#").upper())

    def _title(self, slide: Any, title: str) -> None:
        """The slide's own title, so that outlines and screen readers have one."""
        holder = slide.shapes.title
        holder.left, holder.top = round(SLIDE.margin * EMU), round((SLIDE.margin - 8) * EMU)
        holder.width, holder.height = round((SLIDE.width - 2 * SLIDE.margin) * EMU), round(34 * EMU)
        frame = holder.text_frame
        frame.word_wrap, frame.margin_left, frame.margin_top = True, 0, 0
        frame.text = clipped(title, SLIDE.width - 2 * SLIDE.margin, 22, bold=True)
        paragraph = frame.paragraphs[0]
        paragraph.alignment = self.api.PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold, paragraph.font.name = self.api.Pt(16), True, "Arial"
        paragraph.font.color.rgb = self.api.RGBColor.from_string(self.colours["ink"].lstrip("#").upper())

    def _pictures(self, slide: Any, canvas: Canvas) -> None:
        slide.shapes.turbo_add_enabled = True
        for picture, frame in canvas.pictures:
            kind, _, held = picture.address.partition(";base64,")
            try:
                if kind.removeprefix("data:image/") not in _HELD:
                    raise ValueError  # noqa: TRY301 (one way out for all that cannot be drawn)
                shape = slide.shapes.add_picture(io.BytesIO(base64.b64decode(held, validate=True)), *frame)
                shape.name = clean(picture.alt)[:80] or "picture"
            except (ValueError, OSError, KeyError, SyntaxError):
                self.lost_pictures += 1

    def saved(self) -> bytes:
        """The file, once the notes are complete."""
        if self.dropped:
            self.notes.append(
                f"{self.dropped} words are too small for the overview slide; the slides after it hold them"
            )
        if self.lost_pictures:
            self.notes.append(f"{self.lost_pictures} pictures are of a kind that slides cannot hold")
        self.notes.append("slides use Arial, since the map's font may not be installed where they are opened")
        self.notes.append(
            "no trend, segment or SQL behind a number: they are on the page (.html) and in `wayline explain`"
        )
        stream = io.BytesIO()
        self.made.save(stream)
        return stream.getvalue()


class _Api:
    """The few names of the library that are used, loaded when slides are asked for."""

    def __init__(self) -> None:
        self.Presentation = import_module("pptx").Presentation
        self.parse = import_module("pptx.oxml").parse_xml
        self.RGBColor = import_module("pptx.dml.color").RGBColor
        self.PP_ALIGN = import_module("pptx.enum.text").PP_ALIGN
        self.Pt = import_module("pptx.util").Pt


def _library() -> _Api:
    try:
        return _Api()
    except ImportError as error:
        raise InputError("slides need the package python-pptx", hint="pip install python-pptx") from error

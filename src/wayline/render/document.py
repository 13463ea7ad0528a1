"""Maps as SVG, PDF and PNG, each with a note of what it could not hold."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render import font_cover, images, typeset
from wayline.render.layout import layout
from wayline.render.layout_head import foot, head, provenance
from wayline.render.layout_items import SMALL, SMALL_STRONG, Item, Sheet
from wayline.render.layout_pages import Page, Paper, pages
from wayline.render.layout_stack import words
from wayline.render.lettering import clipped
from wayline.render.part import part
from wayline.render.svg import cover, draw, page
from wayline.views.shape import MapView

Drawn = tuple[str, float, float]
_SAME = "no trend, segment or SQL behind a number: they are on the page (.html) and in `wayline explain`"


def svg_document(view: MapView, *, dark: bool = False, notice: str = "") -> tuple[str, list[str]]:
    """One SVG, and its notes."""
    sheet = layout(view, notice=notice)
    return draw(sheet, dark=dark, embed=True), [*_kept(view, sheet), _SAME]


def pdf_document(
    view: MapView, *, paper: Paper | None = None, dark: bool = False, notice: str = ""
) -> tuple[bytes, list[str]]:
    """A PDF: all on one page, or tiled over pages of this paper with repeated heads and lane names."""
    sheet = layout(view, notice=notice)
    drawn = [(draw(sheet, dark=dark), sheet.width, sheet.height)]
    notes = _kept(view, sheet)
    if paper is not None:
        drawn = _tiles(view, paper, notice, dark=dark)
        notes.append(
            f"{len(drawn)} pages {paper.name}; paths that go from one page's steps to another's are drawn on the one-page PDF only"
        )
    drawn, fonts, foreign = settled_fonts(drawn)
    made = typeset.pdf(drawn, title=sheet.title, told=sheet.told, language=sheet.language, foreign=foreign)
    return made, [*notes, *fonts, _SAME]


def png_document(view: MapView, *, dark: bool = False, notice: str = "") -> tuple[bytes, list[str]]:
    """A PNG of the whole map."""
    sheet = layout(view, notice=notice)
    [(drawn, _, _)], fonts, foreign = settled_fonts([(draw(sheet, dark=dark), sheet.width, sheet.height)])
    made, ratio = typeset.png(
        drawn, sheet.width, sheet.height, title=sheet.title, told=sheet.told, language=sheet.language, foreign=foreign
    )
    coarse = (
        [f"drawn at {ratio:.2f} pixels for one of the page, since the map is so large; the PDF stays sharp"]
        if ratio < 1
        else []
    )
    return made, [*_kept(view, sheet), *fonts, *coarse, "text cannot be selected", _SAME]


def _tiles(view: MapView, paper: Paper, notice: str, *, dark: bool) -> list[tuple[str, float, float]]:
    found = pages(view, paper)
    total = len(found) + 1
    drawn = [_cover(view, paper, total, notice, dark=dark)]
    drawn += [_tile(view, one, k, total, paper, dark=dark) for k, one in enumerate(found, start=2)]
    return [(svg, paper.width, paper.height) for svg in drawn]


def _cover(view: MapView, paper: Paper, total: int, notice: str, *, dark: bool) -> str:
    """The first page: whose journey it is, the sentences on top, how to read it, what is not shown."""
    wide, tall = paper.width - 2 * paper.margin, paper.height - 2 * paper.margin - paper.below
    above = head(view, wide / 0.8)
    under = foot(view, above.y + 10, wide / 0.8, notice)
    scale = min(0.8, tall / under.y)
    items = [*above.items, *under.items]
    corner: list[Item] = [
        words(f"1 of {total}", paper.margin, paper.height - paper.margin - 14, wide, SMALL, align="end")
    ]
    return cover(layout(part(view, 0, 0), whole=False), paper, scale, items, corner, dark=dark)


def _tile(view: MapView, one: Page, number: int, total: int, paper: Paper, *, dark: bool) -> str:
    wide = paper.width - 2 * paper.margin
    title = clipped(f"{view['map']['title']}  ·  {one.caption}", wide - 120, SMALL_STRONG.size, bold=True)
    beside: list[Item] = [
        words(title, paper.margin, paper.margin, wide - 100, SMALL_STRONG),
        words(f"{number} of {total}", paper.margin, paper.margin, wide, SMALL, align="end"),
    ]
    beside += [
        words(clipped(provenance(view), wide, SMALL.size), paper.margin, paper.height - paper.margin - 14, wide, SMALL)
    ]
    return page(one.sheet, paper, one.scale, one.rows, beside, dark=dark)


def _kept(view: MapView, sheet: Sheet) -> list[str]:
    """What the sheet itself left out."""
    notes = [f"{sheet.cut} long texts are cut at 40 lines"] if sheet.cut else []
    notes += images.note(view)
    hidden = sum(gap["count"] for gap in view["gaps"] if gap["kind"] == "withheld")
    told = (
        "1 number is hidden: too few stand behind it"
        if hidden == 1
        else f"{hidden} numbers are hidden: too few stand behind them"
    )
    return [*notes, told] if hidden else notes


def settled_fonts(drawn: Sequence[Drawn]) -> tuple[list[Drawn], list[str], bool]:
    """The pages with fonts of this machine where the bundled ones lack a letter, the note on those that none has, whether any is needed."""
    if not any(mark in svg for svg, _, _ in drawn for mark in ('class="w-east"', 'class="w-other"', 'class="w-emoji"')):
        return list(drawn), [], False
    found = [font_cover.settled(svg) for svg, _, _ in drawn]
    missing = "".join(dict.fromkeys(letter for one in found for letter in one.missing))
    pages = [(one.svg, width, height) for one, (_, width, height) in zip(found, drawn, strict=True)]
    foreign = any(one.svg != svg for one, (svg, _, _) in zip(found, drawn, strict=True))
    return pages, [font_cover.note(missing)] if missing else [], foreign

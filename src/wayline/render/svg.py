"""A map as one self-contained SVG: text stays text, a reader that does not see gets a table, nothing is loaded, nothing runs."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib import resources

from wayline.render.layout import layout
from wayline.render.layout_items import Item, Row, Sheet, moved
from wayline.render.layout_pages import Paper
from wayline.render.lettering import clean
from wayline.render.palette import palette
from wayline.render.svg_items import Writer, attribute, number
from wayline.views.shape import MapView

_FACES = {"400": "Inter-Regular", "600": "Inter-SemiBold"}
_FAMILY = "Inter, 'Noto Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def svg(view: MapView, *, dark: bool = False, notice: str = "") -> str:
    """The whole map. Its letters are held in the file, so that it looks the same everywhere."""
    return draw(layout(view, notice=notice), dark=dark, embed=True)


def draw(sheet: Sheet, *, dark: bool = False, embed: bool = False) -> str:
    """The SVG of a sheet; without `embed` it relies on installed fonts."""
    writer = Writer()
    body = _placed(writer, sheet.head, sheet.margin, sheet.margin)
    body += _grid(writer, sheet, sheet.rows, sheet.margin, sheet.margin + sheet.grid_top)
    body += _placed(writer, sheet.foot, sheet.margin, sheet.margin)
    return document(writer, body, (sheet.width, sheet.height), sheet, dark=dark, embed=embed)


def document(writer: Writer, body: str, size: tuple[float, float], sheet: Sheet, *, dark: bool, embed: bool) -> str:
    """The root with title, description and style round what was drawn."""
    width, height = (number(side) for side in size)
    style = f"{_faces() if embed else ''}.w-map text{{font-family:{_FAMILY}}}\n{writer.style(palette(dark=dark))}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="w-map" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="graphics-document" aria-labelledby="w-title w-told" lang="{attribute(sheet.language)}">\n'
        f'<title id="w-title">{attribute(sheet.title)} – journey map</title>\n<desc id="w-told">{attribute(sheet.told)}</desc>\n'
        f"<style>{style}</style>\n{writer.definitions()}"
        f'<rect width="{width}" height="{height}" class="w-f-ground"/>\n{body}</svg>\n'
    )


def _faces() -> str:
    folder = resources.files("wayline.render").joinpath("fonts")
    rules = []
    for weight, name in _FACES.items():
        held = base64.b64encode(folder.joinpath(f"{name}-everyday.woff2").read_bytes()).decode("ascii")
        rules.append(f"@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/woff2;base64,{held})}}\n")
    return "".join(rules)


def _placed(writer: Writer, items: Sequence[Item], x: float, y: float) -> str:
    return "".join(writer.item(moved(item, x, y)) for item in items)


def _grid(writer: Writer, sheet: Sheet, rows: Sequence[Row], x: float, y: float) -> str:
    """The rows as a table for assistive programs, one under the other."""
    parts, top = [], y
    for row in rows:
        parts.append(writer.row(row, x, top))
        top += row.height
    last = sheet.columns[-1] if sheet.columns else None
    wide = last.x + last.width if last else 0
    border = f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(top - y)}" fill="none" class="w-s-strong"/>\n'
    label = attribute(clean(f"{sheet.title}: steps across, lanes down"))
    return f'<g role="table" aria-label="{label}">\n{"".join(parts)}{border if wide else ""}</g>\n'


def page(
    sheet: Sheet, paper: Paper, scale: float, rows: Sequence[Row], beside: Sequence[Item], *, dark: bool = False
) -> str:
    """One page of a tiled map: some rows of a sheet at a scale, words beside them in the page's own coordinates."""
    writer = Writer()
    grid = _grid(writer, sheet, rows, 0, 0)
    return _page(writer, sheet, paper, grid, beside, top=paper.margin + paper.above, scale=scale, dark=dark)


def cover(
    sheet: Sheet, paper: Paper, scale: float, items: Sequence[Item], beside: Sequence[Item], *, dark: bool = False
) -> str:
    """The page before the grid."""
    writer = Writer()
    return _page(writer, sheet, paper, _placed(writer, items, 0, 0), beside, top=paper.margin, scale=scale, dark=dark)


def _page(
    writer: Writer,
    sheet: Sheet,
    paper: Paper,
    inner: str,
    beside: Sequence[Item],
    *,
    top: float,
    scale: float,
    dark: bool,
) -> str:
    place = f"translate({number(paper.margin)} {number(top)}) scale({scale:.5f})"
    body = f'<g transform="{place}">{inner}</g>{_placed(writer, beside, 0, 0)}'
    return document(writer, body, (paper.width, paper.height), sheet, dark=dark, embed=False)

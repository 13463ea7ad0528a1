"""Two maps on one grid as a document of any format that can hold them, and as something that shows itself in a notebook."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path

from wayline.errors import InputError
from wayline.findings import nearest
from wayline.render import reader_fonts
from wayline.render.document import settled_fonts
from wayline.render.layout_items import Sheet
from wayline.render.paired_html import paired_html
from wayline.render.paired_layout import paired_layout
from wayline.render.paired_text import paired_text
from wayline.render.svg import draw
from wayline.views.paired_shape import PairedGrid

Made = tuple[bytes, list[str]]


def _html(grid: PairedGrid, notice: str, *, dark: bool) -> Made:  # noqa: ARG001 (a page follows its reader)
    return paired_html(grid, notice=notice).encode(), reader_fonts.note(grid)


def _markdown(grid: PairedGrid, notice: str, *, dark: bool) -> Made:  # noqa: ARG001
    text, notes = paired_text(grid, notice=notice)
    return text.encode(), notes


def _svg(grid: PairedGrid, notice: str, *, dark: bool) -> Made:
    sheet = paired_layout(grid, notice=notice)
    return draw(sheet, dark=dark, embed=True).encode(), [*_cut(sheet), *reader_fonts.note(grid, everyday=True)]


def _pdf(grid: PairedGrid, notice: str, *, dark: bool) -> Made:
    sheet = paired_layout(grid, notice=notice)
    pages, fonts, foreign = settled_fonts([(draw(sheet, dark=dark), sheet.width, sheet.height)])
    typeset = import_module("wayline.render.typeset")
    made = typeset.pdf(
        pages,
        title=sheet.title,
        told=sheet.told,
        language=sheet.language,
        foreign=foreign,
    )
    return made, [*_cut(sheet), *fonts]


def _png(grid: PairedGrid, notice: str, *, dark: bool) -> Made:
    sheet = paired_layout(grid, notice=notice)
    [(drawn, _, _)], fonts, foreign = settled_fonts([(draw(sheet, dark=dark), sheet.width, sheet.height)])
    typeset = import_module("wayline.render.typeset")
    made, _ = typeset.png(
        drawn, sheet.width, sheet.height, title=sheet.title, told=sheet.told, language=sheet.language, foreign=foreign
    )
    return made, [*_cut(sheet), *fonts, "text cannot be selected"]


def _cut(sheet: Sheet) -> list[str]:
    return [f"{sheet.cut} long texts are cut"] if sheet.cut else []


FORMATS: dict[str, Callable[..., Made]] = {".html": _html, ".svg": _svg, ".pdf": _pdf, ".png": _png, ".md": _markdown}
_DARK = (".svg", ".pdf", ".png")


def check_paired(suffix: str, *, dark: bool = False) -> None:
    """Refuse what cannot be drawn before anything is measured. Raises InputError."""
    if suffix not in FORMATS:
        raise InputError(
            f"two maps cannot be drawn as '{suffix or 'no suffix'}'.{nearest(suffix, FORMATS)}",
            hint=f"Formats: {', '.join(FORMATS)}",
        )
    if dark and suffix not in _DARK:
        raise InputError(
            f"'{suffix}' has no dark form to choose", hint=f"Dark: {', '.join(_DARK)}; a page follows its reader"
        )


@dataclass(frozen=True, slots=True)
class PairedPicture:
    """The picture of two maps; the last value of a notebook cell is enough to see it."""

    grid: PairedGrid
    dark: bool = False
    notice: str = ""

    def svg(self) -> str:
        """The picture as one self-contained SVG."""
        return _svg(self.grid, self.notice, dark=self.dark)[0].decode()

    def save(self, path: Path | str) -> list[str]:
        """Write it as the format of the suffix; returns what that format could not hold. Raises InputError."""
        path = Path(path)
        suffix = path.suffix.lower()
        check_paired(suffix)
        content, notes = FORMATS[suffix](self.grid, self.notice, dark=self.dark)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror}") from error
        return notes

    def _repr_html_(self) -> str:
        """As an image, so that neither the notebook's style nor the picture's reaches the other."""
        held = base64.b64encode(self.svg().encode()).decode("ascii")
        name = escape(f"{self.grid['eyebrow']}: {self.grid['title']}", quote=True)
        image = f'<img src="data:image/svg+xml;base64,{held}" alt="{name}" style="max-width:none">'
        return f'<div style="overflow:auto;max-height:48rem">{image}</div>'

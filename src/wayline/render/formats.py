"""Which format goes with which suffix. Each is loaded when it is asked for: nobody waits for slides to draw a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from wayline.errors import InputError
from wayline.findings import Finding, nearest
from wayline.views.shape import MapView

PAPERS = ("A4", "A3")


@dataclass(frozen=True, slots=True)
class Look:
    """How a document shall look: `tiled` over pages of a paper, dark, and the licence note of the data at its foot.

    `explanations` gives a page the definition and the SQL of its numbers: element → measure → explanation.
    """

    tiled: str = ""
    dark: bool = False
    notice: str = ""
    explanations: Mapping[str, Mapping[str, Any]] | None = None


Made = tuple[bytes, list[str]]


def _html(view: MapView, look: Look) -> Made:
    page: str = import_module("wayline.render.html").html(view, notice=look.notice, explanations=look.explanations)
    return page.encode(), [*import_module("wayline.render.images").note(view), *_fonts(view)]


def _fonts(view: MapView, *, everyday: bool = False) -> list[str]:
    told: list[str] = import_module("wayline.render.reader_fonts").note(view, everyday=everyday)
    return told


def _svg(view: MapView, look: Look) -> Made:
    drawn, notes = import_module("wayline.render.document").svg_document(view, dark=look.dark, notice=look.notice)
    return drawn.encode(), [*notes, *_fonts(view, everyday=True)]


def _pdf(view: MapView, look: Look) -> Made:
    paper = import_module("wayline.render.layout_pages").PAPERS[look.tiled] if look.tiled else None
    made: Made = import_module("wayline.render.document").pdf_document(
        view, paper=paper, dark=look.dark, notice=look.notice
    )
    return made


def _png(view: MapView, look: Look) -> Made:
    made: Made = import_module("wayline.render.document").png_document(view, dark=look.dark, notice=look.notice)
    return made


def _pptx(view: MapView, look: Look) -> Made:
    made, notes = import_module("wayline.render.pptx").pptx(view, dark=look.dark, notice=look.notice)
    return made, [*notes, *_fonts(view)]


def _xlsx(view: MapView, look: Look) -> Made:
    made: Made = import_module("wayline.render.xlsx").xlsx(view, notice=look.notice)
    return made


def _text(module: str, function: str) -> Callable[[MapView, Look], Made]:
    """A format that is text with notes beside it."""

    def made(view: MapView, _look: Look) -> Made:
        text, notes = getattr(import_module(f"wayline.render.{module}"), function)(view)
        return text.encode(), _told(notes)

    return made


def _told(notes: Sequence[Any]) -> list[str]:
    return [note.message if isinstance(note, Finding) else str(note) for note in notes]


FORMATS: dict[str, Callable[[MapView, Look], Made]] = {
    ".html": _html, ".svg": _svg, ".png": _png, ".pdf": _pdf, ".pptx": _pptx, ".xlsx": _xlsx,
    ".md": _text("markdown_text", "markdown"), ".mmd": _text("mermaid_text", "mermaid"), ".csv": _text("grid_csv", "grid_csv"),
}  # fmt: skip
_DARK = (".svg", ".png", ".pdf", ".pptx")


def check(suffix: str, look: Look) -> None:
    """Refuse what cannot be drawn before anything is measured. Raises InputError."""
    if suffix not in FORMATS:
        raise InputError(
            f"no format goes with '{suffix or 'no suffix'}'.{nearest(suffix, FORMATS)}",
            hint=f"Formats: {', '.join(FORMATS)}",
        )
    if look.tiled and look.tiled not in PAPERS:
        raise InputError(f"no paper is called '{look.tiled}'", hint=f"Papers: {', '.join(PAPERS)}")
    if look.tiled and suffix != ".pdf":
        raise InputError(f"only a PDF can be tiled, not '{suffix}'", hint="Name a file that ends in .pdf")
    if look.dark and suffix not in _DARK:
        raise InputError(
            f"'{suffix}' has no dark form to choose", hint=f"Dark: {', '.join(_DARK)}; a page follows its reader"
        )


def made(view: MapView, suffix: str, look: Look = Look()) -> Made:
    """The document as bytes, and notes on what the format could not hold. Raises InputError for an unknown suffix."""
    check(suffix, look)
    return FORMATS[suffix](view, look)

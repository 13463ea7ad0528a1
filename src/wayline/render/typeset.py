"""SVG to PDF and PNG through typst, with the bundled fonts; other fonts of the machine only for scripts these lack."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import import_module, resources
from pathlib import Path
from typing import Any, cast

from wayline.errors import InputError

_LONGEST_POINTS = 14_000.0  # a PDF page may have 14,400 on a side
_MOST_PIXELS = 50_000_000
_LONGEST_PIXELS = 30_000
PX = 0.75  # points a pixel


def pdf(pages: Sequence[tuple[str, float, float]], *, title: str, told: str, language: str, foreign: bool) -> bytes:
    """A PDF with one page for each (SVG, width, height in pixels). `foreign` lets in the fonts of the machine."""
    scale = min(1.0, _LONGEST_POINTS / (PX * max(max(width, height) for _, width, height in pages)))
    source = "\n".join(
        _page(number, width * PX * scale, height * PX * scale) for number, (_, width, height) in enumerate(pages)
    )
    return _compile(
        _preamble(title, told, language) + source, [svg for svg, _, _ in pages], foreign=foreign, format="pdf"
    )


def png(
    svg: str, width: float, height: float, *, title: str, told: str, language: str, foreign: bool
) -> tuple[bytes, float]:
    """A PNG, two pixels for one of the sheet where that is not too large, and how many it came to."""
    ratio = min(2.0, _LONGEST_PIXELS / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
    source = _preamble(title, told, language) + _page(0, width * PX, height * PX)
    return _compile(source, [svg], foreign=foreign, format="png", ppi=96 * ratio), ratio


def _preamble(title: str, told: str, language: str) -> str:
    return (
        f'#set document(title: {_quoted(title)}, description: {_quoted(told)}, keywords: ("journey map",), date: none)\n'
        f"#set text(lang: {_quoted(_language(language))})\n#let told = {_quoted(told)}\n"
    )


def _page(number: int, width: float, height: float) -> str:
    return (
        f"{'#pagebreak()' if number else ''}\n#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt)\n"
        f'#image("{number}.svg", width: 100%, height: 100%, alt: told)\n'
    )


def _language(code: str) -> str:
    """Typst knows languages by their two or three letters."""
    first = code.split("-", maxsplit=1)[0].lower()
    return first if first.isascii() and first.isalpha() and len(first) in (2, 3) else "en"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _compile(source: str, svgs: Sequence[str], *, foreign: bool, **options: Any) -> bytes:
    typst = _typst()
    with tempfile.TemporaryDirectory(prefix="wayline-") as folder, resources.as_file(_fonts()) as fonts:
        home = Path(folder)
        for number, svg in enumerate(svgs):
            (home / f"{number}.svg").write_text(svg, encoding="utf-8")
        (home / "map.typ").write_text(source, encoding="utf-8")
        known = _known(typst, fonts, foreign=foreign)
        try:
            made = typst.compile(home / "map.typ", root=home, font_paths=known, **options)
        except typst.TypstError as error:
            hint = "An SVG or a page needs no typesetting; if an image is named, take it out"
            raise InputError(f"the map cannot be drawn: {error.message}", hint=hint) from error
    return cast("bytes", made[0] if isinstance(made, list) else made)


def _known(typst: Any, folder: Path, *, foreign: bool) -> Any:
    """The bundled fonts, and the machine's where they are needed; not typst's own, which hold parts of scripts and break them."""
    return typst.Fonts(include_system_fonts=foreign, include_embedded_fonts=False, font_paths=[folder])


def _fonts() -> Any:
    return resources.files("wayline.render").joinpath("fonts")


def _typst() -> Any:
    try:
        return import_module("typst")
    except ImportError as error:
        raise InputError("PDF and PNG need the package typst", hint="pip install typst") from error

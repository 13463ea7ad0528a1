"""One self-contained page: no script, no network, readable in any browser, on paper and by a screen reader."""

from __future__ import annotations

from importlib import resources

from wayline.render import grid_html, panels_html
from wayline.render.markup import Markup, el, join, text
from wayline.views.shape import MapView


def html(view: MapView, *, notice: str = "") -> str:
    """The page of a map view. `notice` is the licence note of the data, shown at the foot."""
    title = f"{view['map']['title']} – journey map"
    style = Markup(resources.files("wayline.render").joinpath("page.css").read_text("utf-8"))
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="Wayline"),
        el("title", title),
        el("style", style, _paper(view["columns"])),
    )
    return f"<!doctype html>\n{el('html', head, el('body', _body(view, notice)), lang=view['language'])}\n"


def _paper(columns: int) -> Markup:
    """A sheet as wide as the map needs, never smaller than A3; its sides keep the proportion that any A format has."""
    width = max(420, 50 + 40 * columns)
    return Markup(f"@page {{ size: {width}mm {max(297, round(width / 1.4142))}mm; margin: 10mm; }}\n")


def _body(view: MapView, notice: str) -> Markup:
    the_map = el(
        "section",
        el("h2", "The map", id="map"),
        panels_html.face(view),
        panels_html.reading(view),
        grid_html.grid(view),
        aria_labelledby="map",
    )
    main = el(
        "main",
        panels_html.intro(view),
        panels_html.sayings(view),
        the_map,
        panels_html.below(view),
        panels_html.segments(view),
        panels_html.in_words(view),
        id="main",
    )
    return join(
        [
            el("a", text("Skip to the map"), href="#map", class_="skip"),
            panels_html.head(view),
            main,
            panels_html.foot(view, notice),
        ]
    )

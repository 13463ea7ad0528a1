"""One self-contained page: complete without its script, without network, in any browser, on paper and by a screen reader."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib import resources

from wayline.render import grid_html, icons_svg, levels_html, milestones_html, panels_html, voice_html, words_html
from wayline.render.links_html import Explanations
from wayline.render.markup import Markup, el, join, text
from wayline.render.sql_parts import SqlParts
from wayline.render.words_html import Told
from wayline.views.shape import MapView


def html(view: MapView, *, notice: str = "", explanations: Explanations | None = None, scripts: bool = True) -> str:
    """The page of a map view.

    `notice` is the licence note of the data, shown at the foot. `explanations` says for element and measure what a number
    means (`says`) and the SQL that returns it (`sql`). Without `scripts` the page holds the same, and no script.
    The page forbids itself every address and every script but its own, by the digest of that one.
    """
    style, script = _part("page.css"), _script() if scripts else ""
    body = _body(view, notice, explanations or {})
    return page(
        f"{view['map']['title']} – journey map",
        view["language"],
        [style, _part("voice.css"), _paper(view["columns"])],
        body,
        script,
    )


def page(title: str, language: str, styles: list[str], body: Markup, script: str = "") -> str:
    """A whole document round a body, sealed against everything that is not in it."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_policy(script)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="Wayline"),
        el("title", title),
        el("style", *[Markup(style) for style in styles]),
    )
    run = el("script", Markup(script)) if script else Markup("")
    return f"<!doctype html>\n{el('html', head, el('body', icons_svg.symbols([body]), body, run), lang=language)}\n"


def _policy(script: str) -> str:
    allowed = f"'sha256-{b64encode(sha256(script.encode('utf-8')).digest()).decode('ascii')}'" if script else "'none'"
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def _script() -> str:
    """The script of the page: its parts in one scope, so that they share their names with each other and with nobody else."""
    parts = "".join(_part(name) for name in ("page_folded.js", "page.js"))
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _part(name: str) -> str:
    return resources.files("wayline.render").joinpath(name).read_text("utf-8")


def _paper(columns: int) -> str:
    """A sheet as wide as the map needs, never smaller than A3; its sides keep the proportion that any A format has."""
    width = max(420, 50 + 40 * columns)
    return f"@page {{ size: {width}mm {max(297, round(width / 1.4142))}mm; margin: 10mm; }}\n"


def _body(view: MapView, notice: str, explanations: Explanations) -> Markup:
    the_map = el(
        "section",
        el("h2", "The map", id="map"),
        panels_html.face(view),
        panels_html.reading(view),
        grid_html.grid(view),
        levels_html.levels(view),
        panels_html.curve_gaps(view),
        aria_labelledby="map",
        class_="the-map",
    )
    main = el(
        "main",
        panels_html.intro(view),
        voice_html.scores(view),
        panels_html.sayings(view),
        milestones_html.milestones(view),
        the_map,
        panels_html.below(view),
        panels_html.segments(view),
        words_html.in_words(Told(view, explanations, SqlParts())),
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

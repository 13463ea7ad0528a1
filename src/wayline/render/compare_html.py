"""Two maps on one aligned page: the differences in words, then stage by stage and step by step what either side says."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from wayline.render import icons_svg
from wayline.render.html import page
from wayline.render.markup import Markup, el, join, said, some
from wayline.views.compare import Aligned, AlignedText, Comparison, Pair, Side


def compare_html(found: Comparison, *, language: str = "en") -> str:
    """The page of a comparison; it needs no script."""
    style = resources.files("wayline.render").joinpath("page.css").read_text("utf-8")
    names = (found["left"]["name"], found["right"]["name"])
    body = join([el("main", _head(found), _sentences(found), _table(found, names), class_="compare", id="main")])
    title = f"{names[0]} and {names[1]} – {found['right']['title']}"
    return page(title, language, [style, "@page { size: 297mm 420mm; margin: 10mm; }\n"], body)


def _head(found: Comparison) -> Markup:
    sides = el("div", _side(found["left"]), _side(found["right"]), class_="sides")
    title = found["right"]["title"]
    return join([el("p", "Side by side", class_="eyebrow"), said(title, "h1"), sides])


def _side(one: Side) -> Markup:
    told = " · ".join(part for part in (one["state"], one["subjects"], one["window"]) if part)
    return el("div", said(one["name"], "h2"), said(one["title"], "p"), said(told, "p", class_="aside"), class_="saying")


def _sentences(found: Comparison) -> Markup:
    items = [said(sentence, "li") for sentence in found["sentences"]]
    caution = el("p", found["caution"], class_="aside") if found["caution"] else None
    return el("section", el("h2", "What differs"), el("ul", *items, class_="differences"), caution)


def _table(found: Comparison, names: Sequence[str]) -> Markup:
    head = el(
        "tr",
        el("th", "Element", scope="col"),
        *[el("th", said(name), scope="col") for name in names],
        el("th", "Difference", scope="col"),
    )
    rows = [_row(one) for one in found["elements"]]
    caption = el("caption", f"{names[0]} and {names[1]}, aligned", class_="quiet")
    table = el("table", caption, el("thead", head), el("tbody", *rows), class_="list")
    region = el("div", table, class_="scroll", role="region", tabindex=0, aria_label="Two maps aligned")
    return el("section", el("h2", "Stage by stage, step by step"), region) if rows else Markup("")


def _row(one: Aligned) -> Markup:
    title = one["right_title"] or one["left_title"]
    heading = el("th", said(title), el("br"), el("small", one["kind"]), scope="row")
    differs = "differs" if one["differences"] else None
    told = el("td", *[said(text, "p") for text in one["differences"]] or [el("span", "none", class_="absent")])
    cells = [_cell(one, side, differs) for side in ("left", "right")]
    return el("tr", heading, *cells, told, class_="stage-row" if one["kind"] == "stage" else None)


def _cell(one: Aligned, side: str, differs: str | None) -> Markup:
    is_left = side == "left"
    if one["presence"] not in ("both", side):
        return el("td", "not on this side", class_="missing")
    valence = one["left_valence"] if is_left else one["right_valence"]
    face = Markup("")
    if valence is not None:
        drawn = icons_svg.face("12", 12, valence, "assumed")
        face = el("svg", drawn, width=24, height=24, class_="mood", aria_hidden="true", focusable="false")
    numbers = [_pair(pair, is_left=is_left) for pair in one["pairs"]]
    texts = [_text(text, is_left=is_left) for text in one["texts"]]
    return el(
        "td",
        face,
        said(one["left_title"] if is_left else one["right_title"], "p", class_="contact-title"),
        *texts,
        *numbers,
        class_=differs,
    )


def _pair(pair: Pair, *, is_left: bool) -> Markup:
    kind = f"verdict {pair['verdict']}" if not is_left and pair["verdict"] in ("higher", "lower") else None
    name = el("span", f"{pair['label']} ", class_="pair-name")
    return el("p", name, el("span", pair["left"] if is_left else pair["right"], class_=kind))


def _text(text: AlignedText, *, is_left: bool) -> Markup:
    words = text["left"] if is_left else text["right"]
    return some(words, el("p", el("span", f"{text['lane']}: ", class_="pair-name"), said("; ".join(words))))

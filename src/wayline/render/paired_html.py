"""Two maps on one grid as a self-contained page; it needs no script."""

from __future__ import annotations

from importlib import resources

from wayline.render import marks_svg
from wayline.render.columns_html import edge
from wayline.render.compact import compact, few
from wayline.render.grid_html import curve_cells
from wayline.render.html import page
from wayline.render.markup import Markup, el, join, said, some
from wayline.render.paired_signs import NAMES, SIGNS, WAYS, side_name, whose
from wayline.views.paired_shape import Block, HeadCell, PairedCell, PairedGrid, PairedRow
from wayline.views.shape import Figure

MOST_SENTENCES = 12


def paired_html(grid: PairedGrid, *, notice: str = "") -> str:
    """The page of two maps side by side, or of a difference drawn on the map."""
    styles = [
        resources.files("wayline.render").joinpath(name).read_text("utf-8") for name in ("page.css", "paired.css")
    ]
    width = max(420, 50 + 40 * grid["columns"])
    paper = f"@page {{ size: {width}mm {max(297, round(width / 1.4142))}mm; margin: 10mm; }}\n"
    skip = el("a", "Skip to the grid", href="#grid", class_="skip")
    body = join([skip, _head(grid), el("main", _sentences(grid), _grid(grid), _also(grid), id="main"), _foot(notice)])
    return page(f"{grid['title']} – {grid['eyebrow'].lower()}", grid["language"], [*styles, paper], body)


def _head(grid: PairedGrid) -> Markup:
    sides = [
        el(
            "div",
            el("h2", badge(letter=side["letter"]), " ", said(side["name"])),
            said(side["title"], "p") if side["title"] != side["name"] else None,
            said(side["told"], "p", class_="aside"),
            class_=f"side-face {side['letter'].lower()}",
        )
        for side in grid["sides"]
    ]
    title = el("div", el("p", grid["eyebrow"], class_="eyebrow"), said(grid["title"], "h1"), class_="title")
    return el("header", title, *sides, class_="head pair")


def badge(*, letter: str) -> Markup:
    """The letter of a side: A hollow, B filled."""
    return el("span", letter, class_=f"badge {letter.lower()}")


def _sentences(grid: PairedGrid) -> Markup:
    told = [said(sentence, "li") for sentence in grid["sentences"]]
    first, rest = told[:MOST_SENTENCES], told[MOST_SENTENCES:]
    more = el("details", el("summary", f"{len(rest)} more"), el("ul", *rest, class_="told")) if rest else None
    cautions = [said(caution, "p", class_="aside caution") for caution in grid["cautions"]]
    return el(
        "section", el("h2", "What differs"), el("ul", *first, class_="told"), more, *cautions, class_="differs-list"
    )


def _also(grid: PairedGrid) -> Markup:
    items = [said(sentence, "li") for sentence in grid["also"]]
    return some(
        items, el("section", el("h2", "Not on the grid"), el("ul", *items, class_="told"), class_="differs-list")
    )


def _foot(notice: str) -> Markup:
    return el("footer", el("p", "Drawn by Wayline. Numbers that rest on fewer than 10 are not shown."), said(notice, "p") if notice else None)  # fmt: skip


# -- grid --------------------------------------------------------------------------------------------------------------


def _grid(grid: PairedGrid) -> Markup:
    if not grid["columns"]:
        return el(
            "section", el("p", "Neither map has stages yet, so there is no grid to show.", class_="empty"), id="grid"
        )
    edges = {stage["column"] for stage in grid["stages"]}
    columns = el("colgroup", el("col", class_="lane"), *[el("col") for _ in range(grid["columns"])])
    caption = el("caption", f"{grid['eyebrow']}: “{grid['title']}”, steps across, lanes down", class_="quiet")
    head = el("thead", _stages(grid), _steps(grid, edges))
    body = el("tbody", *[_row(row, grid, edges) for row in grid["rows"]])
    table = el("table", caption, columns, head, body, class_="map paired", style=f"--columns:{grid['columns']}")
    region = el("div", table, class_="scroll", role="region", tabindex=0, aria_label="Both maps, scrolls sideways")
    keys = [
        el("li", el("span", key["sign"], class_=f"sign-key {key['mark']}"), f" {key['text']}") for key in grid["legend"]
    ]
    legend = el("ul", *keys, class_="signs", aria_label="How to read it")
    return el("section", el("h2", "On the grid", id="grid"), legend, region)


def _stages(grid: PairedGrid) -> Markup:
    cells = [
        el("th", el("span", said(one["title"]), class_="stage-title"), _told(one), scope="colgroup", colspan=one["span"],
           class_=_marked("stage first", one))
        for one in grid["stages"]
    ]  # fmt: skip
    return el("tr", el("td", "Stages", class_="corner"), *cells)


def _steps(grid: PairedGrid, edges: set[int]) -> Markup:
    cells = []
    for one in grid["steps"]:
        kind = edge(one["column"], edges, _marked("step", one)) or ""
        if not one["id"]:
            cells.append(el("td", el("span", "no steps yet", class_="muted"), class_=kind))
            continue
        number = el("span", one["number"] or "–", class_="nth")
        title = el("span", number, " ", said(one["title"]), class_="step-title")
        notes = [said(note, "span", class_="chip") for note in one["notes"]]
        chips = el("span", *notes, class_="chips") if notes else None
        cells.append(el("th", title, _told(one), chips, scope="col", class_=kind))
    return el("tr", el("td", "Steps", class_="corner"), *cells, class_="steps")


def _marked(kind: str, one: HeadCell) -> str:
    return f"{kind} marked {one['mark']}" if one["mark"] else kind


def _told(one: HeadCell) -> Markup | None:
    return _happened(one["mark"], one["told"])


def _happened(mark: str, told: list[str]) -> Markup | None:
    """The mark as sign and word, and what happened."""
    if not mark:
        return None
    sign = el("span", SIGNS[mark], class_="mark-sign", aria_hidden="true")
    name = el("b", NAMES[mark]) if NAMES[mark] else None
    words = [said(text, "span", class_="mark-told") for text in told]
    return el("span", sign, name, *words, class_=f"mark-line {mark}")


def _row(row: PairedRow, grid: PairedGrid, edges: set[int]) -> Markup:
    if row["kind"] == "line":
        label = el("th", el("span", row["title"]), scope="rowgroup", colspan=grid["columns"] + 1)
        return el("tr", label, class_=f"line {row['drawn']}")
    if row["kind"] == "band":
        return _band(row, grid, edges)
    if row["curve"] is not None:
        cells = curve_cells(row["curve"], grid["columns"], edges)
    else:
        cells = [_cell(cell, edges) for cell in row["cells"]]
    kind = " ".join(part for part in ("pair-row", row["which"], row["mark"]) if part)
    return el("tr", _row_head(row, grid), *cells, class_=kind)


def _band(row: PairedRow, grid: PairedGrid, edges: set[int]) -> Markup:
    names = [
        el(
            "td",
            el("span", f"{one['number']} ", said(one["title"])),
            aria_hidden="true",
            class_=edge(one["column"], edges),
        )
        for one in grid["steps"]
    ]
    return el("tr", el("th", said(row["title"]), scope="rowgroup", class_="group"), *names, class_="band-row")


def _row_head(row: PairedRow, grid: PairedGrid) -> Markup:
    letters = [badge(letter=letter) for letter in whose(row["which"])]
    word = el("span", "Difference", class_="difference-word") if row["which"] == "difference" else None
    told = _happened(row["mark"], [])
    repeats = row["which"] in ("right", "difference")
    name = side_name(row["which"], grid)
    whose_row = said(name, "span", class_="note side-name") if name else None
    title = said(row["title"], "span", class_="quiet" if repeats else "lane-title")
    note = some(row["note"], said(row["note"], "span", class_="note"))
    return el("th", *letters, word, " ", title, whose_row, note, told, scope="row")


def _cell(cell: PairedCell, edges: set[int]) -> Markup:
    blocks = [_block(one) for one in cell["blocks"]]
    absent = any(one["kind"] == "absent" for one in cell["blocks"])
    kind = edge(cell["column"], edges, "absent-cell" if absent else "")
    return el("td", *blocks, class_=kind, colspan=cell["span"] if cell["span"] > 1 else None)


def _block(one: Block) -> Markup:
    if one["kind"] == "absent":
        return el("span", "not on this side", class_="quiet")
    if one["kind"] == "words":
        sign = WAYS.get(one["way"], "")
        mark = el("span", f"{sign} ", aria_hidden="true") if sign else None
        return said_with(mark, one["text"], f"verdict {one['way']}{' sure' if one['sure'] else ''}")
    notes = [said(note, "span", class_="tag") for note in one["notes"]]
    text = el("del", said(one["text"])) if one["mark"] == "removed" and one["text"] else said(one["text"])
    title = el("del", said(one["title"])) if one["mark"] == "removed" else said(one["title"])
    lines = [
        el("p", title, class_="contact-title") if one["title"] else None,
        el("p", text, class_="says") if one["text"] else None,
        el("p", *notes, class_="tags") if notes else None,
        _number(one["figure"], contact=one["kind"] == "contact") if one["kind"] == "figure" or one["figure"] else None,
        _happened(one["mark"], one["told"]),
    ]
    return el("div", *lines, class_=" ".join(part for part in ("block", f"is-{one['kind']}", one["mark"]) if part))


def said_with(before: Markup | None, value: str, kind: str) -> Markup:
    """A paragraph of a map's words after a sign of ours."""
    return el("p", before, said(value), class_=kind)


def _number(figure: Figure | None, *, contact: bool) -> Markup:
    if figure is None:
        return el("span", "–", class_="absent")
    if figure["value"] is None:
        word = "hidden: " if figure["show"] == "withheld" else ""
        return el("p", f"{word}{figure['reason'] or 'not measured'}", class_="absent")
    bar = marks_svg.share_bar(figure) if figure["unit"] == "share" else Markup("")
    counted = figure["count"] is not None and figure["n"] is not None and figure["unit"] == "share"
    small = [compact(figure["interval"], figure["text"]), f"{figure['count']:,} of {figure['n']:,}" if counted else ""]
    told = [join([" ", el("small", part)]) for part in (*small, few(figure)) if part]
    return join([bar, el("p", el("b", figure["text"]), " in time" if contact else None, *told, class_="value")])

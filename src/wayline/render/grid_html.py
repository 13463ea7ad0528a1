"""The grid: a real table with stages and steps across, what customers did and the drawn lanes down."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.measures.decisions.caution import NO_EXPERIMENT
from wayline.render import cards_html, contact_svg, flow_svg, head_html, marks_svg, measured_html
from wayline.render.columns_html import band_row, edge, firsts
from wayline.render.icons_svg import lane as drawing
from wayline.render.markup import Markup, el, said, some
from wayline.views.shape import Cell, Curve, LaneView, MapView, SideView

_CONTACTS = {
    "window": ("Contact windows", f"open from, to; on one time axis; {NO_EXPERIMENT}"),
    "handoff": ("Handoffs", "from team to team"),
}


def grid(view: MapView) -> Markup:
    """The table in its own scrolling region; a map without columns says that nothing is drawn."""
    if not view["columns"]:
        return el("p", "This map has no stages yet, so there is no grid to show.", class_="empty")
    bodies = [measured_html.measured(view)] if view["measured"] else [_planned_only(view)]
    bodies += [_side(side, view) for side in view["sides"]]
    columns = el("colgroup", el("col", class_="lane"), *[el("col") for _ in range(view["columns"])])
    caption = el("caption", f"Journey map “{view['map']['title']}”: steps across, lanes down", class_="quiet")
    table = el(
        "table", caption, columns, head_html.head(view), *bodies, class_="map", style=f"--columns:{view['columns']}"
    )
    return el("div", table, class_="scroll", role="region", tabindex=0, aria_label="Journey map, scrolls sideways")


def _planned_only(view: MapView) -> Markup:
    lane = el("th", drawing("path"), "Planned path", el("span", "not measured yet", class_="note"), scope="row")
    strip = el("td", flow_svg.strip(view), colspan=view["columns"], class_="first flow")
    return el("tbody", el("tr", lane, strip, data_lane="path"))


def _side(side: SideView, view: MapView) -> Markup:
    rows: list[Markup] = []
    if side["line"]:
        label = el("th", el("span", side["line"]), scope="rowgroup", colspan=view["columns"] + 1)
        rows.append(el("tr", label, class_=f"line {side['side']}"))
    rows.append(band_row(view, side["title"], ""))
    edges = firsts(view)
    for lane in side["lanes"]:
        rows += _lane(lane, view, edges)
    if side["contacts"]:
        rows.append(_contacts(side, view, edges))
    return el("tbody", *rows, class_=f"side-{side['side']}")


def _lane(lane: LaneView, view: MapView, edges: set[int]) -> list[Markup]:
    key = f"lane-{lane['id']}"
    if not lane["rows"] and not lane["curve"]:
        prompt = el("td", el("span", lane["prompt"], class_="prompt"), colspan=view["columns"], class_="first")
        return [el("tr", _lane_head(lane, 1), prompt, class_="lane-row", data_lane=key)]
    bodies = [curve_cells(lane["curve"], view["columns"], edges)] if lane["curve"] else []
    bodies += [_cells(lane, row, edges) for row in lane["rows"] if _has_words(lane, row)]
    ask = f"--ask:{_css_string(lane['ask'])}" if lane["ask"] else None
    first = [el("tr", _lane_head(lane, len(bodies)), *bodies[0], class_="lane-row", data_lane=key, style=ask)]
    return first + [el("tr", *body, class_="more", data_lane=key, style=ask) for body in bodies[1:]]


def _css_string(text: str) -> str:
    """The text as a CSS string: its quotes and backslashes, and whatever could end it, are escaped by number."""
    return '"' + "".join(sign if sign.isalnum() or sign in " ,.?'’" else f"\\{ord(sign):x} " for sign in text) + '"'


def _has_words(lane: LaneView, row: Sequence[Cell]) -> bool:
    """Whether a row of cells says more than the curve that is drawn already."""
    return not lane["curve"] or any(
        card["text"] or card["valence"] is None or card["persona"] for cell in row for card in cell["cards"]
    )


def _cells(lane: LaneView, row: Sequence[Cell], edges: set[int]) -> list[Markup]:
    found = []
    for cell in row:
        blank = "" if cell["cards"] else "blank"
        wide = cell["span"] if cell["span"] > 1 else None
        cards = cards_html.cards(cell["cards"], worded=not lane["curve"], kind=lane["kind"])
        found.append(el("td", cards, class_=edge(cell["column"], edges, blank), colspan=wide))
    return found


def _lane_head(lane: LaneView, rows: int) -> Markup:
    note = el("span", "hollow, dashed: assumed; solid: measured", class_="note") if lane["curve"] else None
    shown = [drawing(lane["kind"]), said(lane["title"], "span", class_="lane-title")]
    return el("th", *shown, note, scope="row", rowspan=rows if rows > 1 else None)


def curve_cells(curve: Curve, columns: int, edges: set[int]) -> list[Markup]:
    """The curve cut into the cells of its row."""
    at: dict[int, list[Markup]] = {}
    for point in (*curve["assumed"], *curve["measured"]):
        mark = some(point["mark"], el("span", f"{point['mark']} ", class_="mark-word"))
        rest = el("span", point["text"].removeprefix(point["word"]), class_="quiet")
        kind = f"feeling {'measured' if point['basis'] == 'measured' else 'assumed'}"
        kind += "" if marks_svg.word_below(point["valence"]) else " above"
        top = f"top:{marks_svg.word_top(point['valence']):g}px"
        said_of = {"data_valence": f"{point['valence']:g}", "data_told": point["text"]}
        words = el("span", mark, said(point["word"]), rest, class_=kind, style=top, **said_of)
        at.setdefault(point["column"], []).append(words)
    return [
        el("td", el("div", marks_svg.curve_piece(column, curve["assumed"], curve["measured"]), *at.get(column, []),
                    class_="curve-cell"), class_=edge(column, edges, "curve-td"))
        for column in range(columns)
    ]  # fmt: skip


def _contacts(side: SideView, view: MapView, edges: set[int]) -> Markup:
    kind = side["contacts"][0]["kind"]
    title, note = _CONTACTS[kind]
    end = contact_svg.longest(view, kind)
    cells = [
        el(
            "td",
            *[cards_html.contact(one, end) for one in side["contacts"] if one["column"] == column],
            class_=edge(column, edges),
        )
        for column in range(view["columns"])
    ]
    heading = el("th", drawing(kind), title, el("span", note, class_="note"), scope="row")
    return el("tr", heading, *cells, data_lane=f"{kind}s")

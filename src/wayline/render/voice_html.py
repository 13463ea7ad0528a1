"""What people say of the whole: its scores in large figures, and which parts go with them."""

from __future__ import annotations

from wayline.render.links_html import number, place
from wayline.render.markup import Markup, el, said, some
from wayline.views.shape import MapView
from wayline.views.voice_shape import DriversView, DriverView, ScoreView

_ROOM = 100.0  # the width of a driver's bar


def scores(view: MapView) -> Markup:
    """A box for every score of the whole map; nothing for a map that asks for none."""
    boxes = [_score(one, view) for one in view["scores"]]
    return el("section", el("h2", "What people say of the whole"), *boxes, class_="scores") if boxes else Markup("")


def _score(one: ScoreView, view: MapView) -> Markup:
    if one["reason"]:
        return el("div", el("h3", one["title"]), el("p", one["reason"], class_="absent"), class_="score")
    figure = view["whole"][one["measure"]]
    pale = " few" if figure["show"] != "normal" else ""
    likely = some(one["interval"], el("span", f" likely {one['interval']}", class_="likely-words"))
    large = el("p", number("whole", figure, el("b", one["text"])), likely, class_=f"large{pale}")
    notes = [el("p", note, class_="aside") for note in one["notes"]]
    weighted = el("p", one["weighted"]) if one["weighted"] else None
    return el("div", el("h3", one["title"]), large, el("p", one["n"]), weighted, *notes, class_="score")


def drivers(view: MapView) -> Markup:
    """Bars of the parts, the groups that cannot be told apart under each other; nothing where the map cannot have them."""
    found = view["drivers"]
    if found is None:
        return Markup("")
    notes = [el("p", note, class_="aside") for note in found["notes"]]
    return el(
        "section",
        el("h2", f"What goes with {found['outcome']}"),
        el("p", said(found["says"])),
        _table(found) if found["rows"] else None,
        *notes,
        class_="panel wide drivers",
    )


def _table(found: DriversView) -> Markup:
    most = max(row["high"] for row in found["rows"])
    bodies = []
    for group in dict.fromkeys(row["group"] for row in found["rows"]):
        members = [row for row in found["rows"] if row["group"] == group]
        name = el("th", f"Group {group + 1}", class_="group", rowspan=len(members), scope="rowgroup")
        rows = [el("tr", *[name] * (row is members[0]), *_cells(row, most)) for row in members]
        bodies.append(el("tbody", *rows))
    heads = [
        el("th", name, scope="col") for name in ("Not told apart", "Part", "Share of what the parts explain", "Likely")
    ]
    caption = el(
        "caption", "Parts by their share, with intervals; parts of one group cannot be told apart", class_="quiet"
    )
    table = el("table", caption, el("thead", el("tr", *heads)), *bodies, class_="list")
    return el("div", table, class_="scroll", role="region", tabindex=0, aria_label="Parts that go with the whole")


def _cells(row: DriverView, most: float) -> list[Markup]:
    scale = _ROOM / most if most > 0 else 0
    full, low, high = (round(row[end] * scale, 1) for end in ("share", "low", "high"))
    bar = el("span", el("span", class_="fill", style=f"width:{full}%"), el("span", class_="range", style=f"left:{low}%;width:{round(high - low, 1)}%"), class_="bar", aria_hidden="true")  # fmt: skip
    named = el("th", el("a", said(row["title"]), href=f"#{place(row['step'])}"), scope="row")
    return [named, el("td", bar, el("b", row["text"])), el("td", row["interval"], class_="num")]

"""Ghost steps on the grid: under the path, between the columns where they happen, dashed since they are not on the map."""

from __future__ import annotations

from wayline.render.columns_html import edge, firsts
from wayline.render.icons_svg import lane as drawing
from wayline.render.markup import Markup, el, said, some
from wayline.views.coverage import standing
from wayline.views.shape import GhostView, MapView


def row(view: MapView) -> Markup | None:
    """The row of ghost steps; none where no place is known. A box stands astride the line between two columns."""
    placed = standing(view["coverage"])
    if not placed:
        return None
    edges, last = firsts(view), view["columns"] - 1
    cells = [
        el(
            "td",
            *[_ghost(ghost, "begin") for ghost in placed.get(-1, []) if column == 0],
            *[_ghost(ghost, "end" if column == last else "between") for ghost in placed.get(column, [])],
            class_=edge(column, edges),
        )
        for column in range(view["columns"])
    ]
    note = el("span", "happen here, no step of the map explains them", class_="note")
    head = el("th", drawing("question"), "Ghost steps", note, scope="row")
    return el("tr", head, *cells, class_="ghost-row", data_lane="ghosts")


def _ghost(ghost: GhostView, kind: str) -> Markup:
    where = el("span", f", {ghost['place']}", class_="quiet")
    share = some(ghost["share_text"], el("span", ghost["share_text"], class_="ghost-share"))
    return el("div", said(ghost["event"], "b"), " ", share, where, class_=f"ghost-step {kind}")

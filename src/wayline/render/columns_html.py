"""What every part of the grid shares: edges of stages, rows with a cell a column, headings across."""

from __future__ import annotations

from collections.abc import Callable

from wayline.render.markup import Markup, el, said, some
from wayline.views.shape import MapView, StepView

CellOf = Callable[[StepView], Markup]


def firsts(view: MapView) -> set[int]:
    """The columns with which a stage begins."""
    return {stage["column"] for stage in view["stages"]}


def edge(column: int, edges: set[int], kind: str = "") -> str | None:
    """The class of a cell: its kind, and `first` where a stage begins."""
    return " ".join(part for part in (kind, "first" if column in edges else "") if part) or None


def band_row(view: MapView, title: str, note: str) -> Markup:
    """A heading across the table; the steps' names are repeated for the eye, since the header may be far above."""
    by_column = {step["column"]: step for step in view["steps"]}
    edges = firsts(view)
    names = [
        el("td", _name(by_column.get(column)), aria_hidden="true", class_=edge(column, edges))
        for column in range(view["columns"])
    ]
    heading = el("th", said(title), some(note, el("span", note, class_="note")), scope="rowgroup", class_="group")
    return el("tr", heading, *names, class_="band-row")


def _name(step: StepView | None) -> Markup | None:
    return el("span", f"{step['number']} ", said(step["title"])) if step else None

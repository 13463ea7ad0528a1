"""The measured cells of the grid once more for each level of the segment: the page's script puts them in place of those of all."""

from __future__ import annotations

from wayline.render import head_html, measured_html
from wayline.render.markup import Markup, el, join
from wayline.views.filters import Filter, filtered
from wayline.views.shape import MapView

# more would make the page heavy; every level stands in the table by segment and behind each number
MOST_LEVELS = 6


def levels(view: MapView) -> Markup:
    """A template a level, the largest first; withheld levels have none. Without a script nothing of it is shown."""
    shown = [level["level"] for level in view["segments"] if not level["withheld"]][:MOST_LEVELS]
    return join([_level(filtered(view, Filter(segment=name)), name) for name in shown])


def _level(view: MapView, name: str) -> Markup:
    numbers = [el("div", head_html.numbers(stage), data_stage=stage["id"]) for stage in view["stages"]]
    subjects = view["provenance"]["subjects"] if view["provenance"] else ""
    rows = el("table", measured_html.measured(view))
    return el("template", *numbers, rows, class_="level", data_level=name, data_subjects=subjects)

"""When a contact window opens and closes, on the time axis that all windows of the map share, and how its contacts fell."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.render.markup import Markup, el, join
from wayline.views.shape import ContactPart, ContactView, MapView

_KINDS = {"hit": "fill", "on_time": "fill", "early": "early", "late": "late", "missed": "waiting", "missing": "waiting"}


def longest(view: MapView, kind: str) -> float:
    """The latest close of all windows, or of all handoffs, of the map in seconds: the end of their time axis."""
    found = [one for side in view["sides"] for one in side["contacts"] if one["kind"] == kind]
    return max((one["closes"] or 0.0 for one in found), default=0.0)


def bar(one: ContactView, end: float) -> Markup:
    """The time axis from the step on; the bar stands from opening to closing."""
    if one["closes"] is None or not end:
        return Markup("")
    opens, closes = (one["opens"] or 0.0) / end * 92, one["closes"] / end * 92
    width = max(closes - opens, 1.5)
    parts = [
        el("line", x1=0, x2="100%", y1=9, y2=9, class_="axis"),
        el("circle", cx=4, cy=9, r=3.5, class_="step-dot"),
        el("rect", x=f"{opens:.2f}%", y=3, width=f"{width:.2f}%", height=12, rx=2, class_="open-time"),
    ]
    if opens:
        parts.append(el("line", x1=f"{opens:.2f}%", x2=f"{opens:.2f}%", y1=0, y2=18, class_="gate"))
    parts.append(el("line", x1=f"{closes:.2f}%", x2=f"{closes:.2f}%", y1=0, y2=18, class_="gate"))
    return _picture(parts, 18)


def ways(parts: Sequence[ContactPart]) -> Markup:
    """One bar of all contacts that were due: in time, too early, too late, never. Nothing where one is hidden."""
    if not parts or any(part["share"] is None for part in parts):
        return Markup("")
    position = 0.0
    drawn = [el("rect", x=0, y=0, width="100%", height=10, class_="rail")]
    for part in parts:
        share = (part["share"] or 0.0) * 100
        kind = _KINDS[part["kind"]]
        drawn.append(el("rect", x=f"{position:.2f}%", y=0, width=f"{share:.2f}%", height=10, class_=kind))
        position += share
    return _picture(drawn, 10)


def key(kind: str) -> Markup:
    """The sign of a way beside its words."""
    return el("i", class_=f"key {_KINDS[kind]}")


def _picture(parts: Sequence[Markup], height: int) -> Markup:
    return el("svg", join(parts), width="100%", height=height, class_="mark", aria_hidden="true", focusable="false")

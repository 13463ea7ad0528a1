"""The strip of planned and walked paths: straight bands along the plan, arcs beside it, tails where paths end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayline.render.markup import Markup, el
from wayline.views.shape import FlowView, MapView

_WIDEST, _THINNEST = 16.0, 1.25
_COLUMN = 100.0
_SPOTS = (
    0.5,
    0.42,
    0.58,
    0.34,
    0.66,
    0.27,
    0.73,
    0.2,
    0.8,
)  # parts of an arc at which its count may stand, the best first
_AGAIN = 74  # pixels below the plan at which a repeat is counted: near its step, clear of the thick ends of arcs
_APART = (0.3, 13.0)  # counts nearer than this, in columns and pixels, would cover each other


@dataclass(frozen=True, slots=True)
class _Frame:
    """The room of the strip: columns, height, the line on which the plan runs, and the count drawn widest."""

    total: int
    height: int
    base: int
    largest: int


def _frame(view: MapView, flows: Sequence[FlowView]) -> _Frame:
    """Much room where paths were measured, little where only the plan is drawn."""
    largest = max((flow["count"] or 0 for flow in flows if flow["kind"] != "repeat"), default=1) or 1
    if view["measured"]:
        return _Frame(view["columns"], 214, 106, largest)
    if any(flow["kind"] == "planned" and not _is_straight(flow) for flow in flows):
        return _Frame(view["columns"], 190, 106, largest)
    return _Frame(view["columns"], 52, 26, largest)


def strip(view: MapView) -> Markup:
    """An image as wide as all columns; what it shows is also said in the list of paths."""
    flows = [flow for flow in view["flows"] if flow["count"] != 0 or flow["planned"]]
    drawn = [flow for flow in flows if flow["kind"] in ("planned", "skip", "return")]
    beside = sorted((flow for flow in drawn if not _is_straight(flow)), key=lambda flow: -(flow["count"] or 0))
    arcs = beside[: max(12, view["columns"])]
    straight = [flow for flow in drawn if _is_straight(flow)]
    frame = _frame(view, flows)
    ends = [flow for flow in flows if flow["kind"] == "end" and flow["count"]]
    shapes = [_arc(flow, frame) for flow in reversed(arcs)] + [_tail(flow, frame) for flow in ends]
    shapes += [_band(flow, frame) for flow in straight]
    box = f"0 0 {frame.total * _COLUMN:g} {frame.height}"
    inner = el("svg", *shapes, view_box=box, aspect="none", width="100%", height=frame.height)
    again = [flow["origin_column"] or 0 for flow in flows if flow["kind"] == "repeat" and flow["count"]]
    labels = _arc_labels([flow for flow in arcs if flow["count"]], frame, again)
    labels += [_band_label(flow, frame) for flow in straight if view["measured"]]
    marks = [_node(step["column"], frame, step["bound"]) for step in view["steps"]]
    marks += [_mark(flow, frame) for flow in flows if flow["kind"] in ("start", "end", "repeat") and flow["count"]]
    borders = [_border(stage["column"], frame) for stage in view["stages"] if stage["column"]]
    parts = [*borders, inner, *marks, *labels]
    return el("svg", *parts, class_="strip", width="100%", height=frame.height, role="img", aria_label=_told(view))


def _border(column: int, frame: _Frame) -> Markup:
    x = f"{column / frame.total * 100:.4f}%"
    return el("line", x1=x, x2=x, y1=0, y2=frame.height, class_="border")


def smaller(view: MapView) -> int:
    """How many paths beside the plan are too many to be drawn; they are in the list."""
    beside = [flow for flow in view["flows"] if flow["kind"] in ("skip", "return") and flow["count"]]
    return max(0, len(beside) - max(12, view["columns"]))


def _told(view: MapView) -> str:
    planned = sum(flow["count"] is not None and flow["kind"] == "planned" for flow in view["flows"])
    beside = sum(flow["kind"] in ("skip", "return") for flow in view["flows"])
    return (
        f"The planned path from step to step with {planned} measured flows and {beside} paths beside the plan. "
        "Every one is listed below the map."
    )


def _ends_of(flow: FlowView) -> tuple[int, int]:
    return flow["origin_column"] or 0, flow["target_column"] or 0


def _is_straight(flow: FlowView) -> bool:
    start, end = _ends_of(flow)
    return flow["planned"] and end == start + 1


def _width(flow: FlowView, largest: int) -> float:
    return max(_THINNEST, _WIDEST * (flow["count"] or 0) / largest)


def _middle(column: float, total: int) -> str:
    return f"{(column + 0.5) / total * 100:.4f}%"


def _band(flow: FlowView, frame: _Frame) -> Markup:
    start, end = (column * _COLUMN + _COLUMN / 2 for column in _ends_of(flow))
    kind = "band" if flow["count"] else "band unknown"
    return el(
        "path", d=f"M{start:g} {frame.base}H{end:g}", class_=kind, stroke_width=f"{_width(flow, frame.largest):.2f}"
    )


def _rise(flow: FlowView) -> float:
    """How far an arc's middle stands from the plan: the wider it reaches, the farther; backward arcs hang below."""
    start, end = _ends_of(flow)
    reach = 20 + 16 * min(abs(end - start), 4)
    return float(-reach if end > start else reach * 0.8)


def _arc(flow: FlowView, frame: _Frame) -> Markup:
    start, end = (column * _COLUMN + _COLUMN / 2 for column in _ends_of(flow))
    bend = frame.base + _rise(flow) / 0.75
    side = (end - start) * 0.2
    path = f"M{start:g} {frame.base}C{start + side:g} {bend:g} {end - side:g} {bend:g} {end:g} {frame.base}"
    kind = "arc planned" if flow["planned"] else "arc"
    return el("path", d=path, class_=kind, stroke_width=f"{_width(flow, frame.largest):.2f}")


def _tail(flow: FlowView, frame: _Frame) -> Markup:
    start = _ends_of(flow)[0] * _COLUMN + _COLUMN / 2
    path = f"M{start:g} {frame.base}V{frame.height - 22}"
    return el("path", d=path, class_="tail", stroke_width=f"{_width(flow, frame.largest):.2f}")


def _label(x: str, y: float, words: str, kind: str = "", shift: int = 0) -> Markup:
    return el("text", words, x=x, y=f"{y:g}", dx=shift or None, class_=f"label {kind}".strip())


def _band_label(flow: FlowView, frame: _Frame) -> Markup:
    start, _ = _ends_of(flow)
    words = flow["text"] if flow["count"] is not None else {"hidden": "hidden"}.get(flow["text"], "?")
    return _label(_middle(start + 0.5, frame.total), frame.base - 12, words, "strong")


def _arc_labels(arcs: Sequence[FlowView], frame: _Frame, again: Sequence[int]) -> list[Markup]:
    """The counts of the arcs, the largest first in the middle; one that would cover another, or a repeat, moves along its arc."""
    taken: list[tuple[float, float]] = [(column + 0.2, frame.base + _AGAIN) for column in again]
    found = []
    for flow in arcs:
        start, end = _ends_of(flow)
        words = f"{flow['text']} →" if end > start else f"← {flow['text']}"
        spots = [_on_arc(flow, frame, part) for part in _SPOTS]
        free = [(x, y) for x, y in spots if all(abs(x - a) > _APART[0] or abs(y - b) > _APART[1] for a, b in taken)]
        x, y = (free or spots)[0]
        taken.append((x, y))
        found.append(_label(_middle(x, frame.total), y, words))
    return found


def _on_arc(flow: FlowView, frame: _Frame, part: float) -> tuple[float, float]:
    """Where a count stands beside an arc, `part` of the way along it: in columns, and pixels from the top."""
    start, end = _ends_of(flow)
    side, rest = (end - start) * 0.2, 1 - part
    x = rest**3 * start + 3 * rest**2 * part * (start + side) + 3 * rest * part**2 * (end - side) + part**3 * end
    y = frame.base + 3 * rest * part * _rise(flow) / 0.75
    clear = _width(flow, frame.largest) / 2
    return x, round(y + (-5 - clear if end > start else 12 + clear), 1)


def _node(column: int, frame: _Frame, bound: bool) -> Markup:
    return el("circle", cx=_middle(column, frame.total), cy=frame.base, r=6, class_="node" if bound else "node unbound")


def _mark(flow: FlowView, frame: _Frame) -> Markup:
    column = flow["target_column"] if flow["kind"] == "start" else flow["origin_column"]
    x = _middle(column or 0, frame.total)
    if flow["kind"] == "start":
        return _label(x, frame.base - 16, f"{flow['text']} began", "start")
    if flow["kind"] == "repeat":
        return _label(x, frame.base + _AGAIN, f"↻ {flow['text']}", "again", 12)
    finished = [part["label"] for part in flow["parts"]] == ["finished"]
    return _label(x, frame.height - 8, f"{flow['text']} {'finished' if finished else 'last seen here'}")

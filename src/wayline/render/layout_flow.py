"""The strip of planned and walked paths: straight bands along the plan, arcs beside it, tails where paths end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayline.render.layout_items import Align, Column, Dot, Item, Stroke, Type, Words
from wayline.views.shape import FlowView, MapView

_WIDEST, _THINNEST = 18.0, 1.25
_LABEL = Type(12, 15)
_SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
_STRONG = Type(13, 16, bold=True)


@dataclass(frozen=True, slots=True)
class _Room:
    columns: Sequence[Column]
    base: float
    height: float
    largest: int

    def middle(self, column: int | None) -> float:
        return self.columns[column or 0].middle

    def thick(self, flow: FlowView) -> float:
        return max(_THINNEST, _WIDEST * (flow["count"] or 0) / self.largest)


def strip(view: MapView, columns: Sequence[Column]) -> tuple[list[Item], float]:
    """The items of the strip and its height; what is too small to be drawn is left to the list of paths."""
    flows = [flow for flow in view["flows"] if flow["count"] != 0 or flow["planned"]]
    drawn = [flow for flow in flows if flow["kind"] in ("planned", "skip", "return")]
    beside = sorted((flow for flow in drawn if not _is_straight(flow)), key=lambda flow: -(flow["count"] or 0))
    arcs = beside[: max(12, len(columns))]
    straight = [flow for flow in drawn if _is_straight(flow)]
    room = _room(view, columns, flows, arcs)
    ends = [flow for flow in flows if flow["kind"] == "end" and flow["count"]]
    items: list[Item] = [_arc(flow, room) for flow in reversed(arcs)]
    items += [_tail(flow, room) for flow in ends]
    items += [_band(flow, room) for flow in straight]
    items += [_node(step["column"], room, bound=step["bound"]) for step in view["steps"]]
    items += _arc_labels([flow for flow in arcs if flow["count"]], room)
    items += [_band_label(flow, room) for flow in straight if view["measured"]]
    items += [_mark(flow, room) for flow in flows if flow["kind"] in ("start", "end", "repeat") and flow["count"]]
    return items, room.height


def _room(view: MapView, columns: Sequence[Column], flows: Sequence[FlowView], arcs: Sequence[FlowView]) -> _Room:
    """Much room where paths were measured, little where only the plan is drawn."""
    largest = max((flow["count"] or 0 for flow in flows if flow["kind"] != "repeat"), default=1) or 1
    if view["measured"]:
        return _Room(columns, 112, 226, largest)
    return _Room(columns, 106, 190, largest) if arcs else _Room(columns, 26, 52, largest)


def told(view: MapView) -> str:
    """The strip in words."""
    planned = [flow for flow in view["flows"] if flow["kind"] == "planned" and flow["count"] is not None]
    beside = [flow for flow in view["flows"] if flow["kind"] in ("skip", "return")]
    most = "; ".join(flow["sentence"] for flow in [*planned, *beside][:24] if flow["sentence"])
    return f"The planned path from step to step with {len(planned)} measured flows and {len(beside)} paths beside the plan. {most}".strip()


def _ends(flow: FlowView) -> tuple[int, int]:
    return flow["origin_column"] or 0, flow["target_column"] or 0


def _is_straight(flow: FlowView) -> bool:
    start, end = _ends(flow)
    return flow["planned"] and end == start + 1


def _band(flow: FlowView, room: _Room) -> Stroke:
    start, end = (room.middle(column) for column in _ends(flow))
    if flow["count"]:
        return Stroke((start, room.base), ((end, room.base),), "accent", room.thick(flow), name=flow["sentence"])
    return Stroke((start, room.base), ((end, room.base),), "muted", 1.5, (2, 5), name=flow["sentence"])


def _rise(flow: FlowView) -> float:
    """How far an arc's middle stands from the plan: the wider it reaches, the farther; backward arcs hang below."""
    start, end = _ends(flow)
    reach = 20 + 16 * min(abs(end - start), 4)
    return float(-reach if end > start else reach * 0.8)


def _arc(flow: FlowView, room: _Room) -> Stroke:
    start, end = (room.middle(column) for column in _ends(flow))
    bend = room.base + _rise(flow) / 0.75
    side = (end - start) * 0.2
    piece = (start + side, bend, end - side, bend, end, room.base)
    ink, opacity = ("accent", 0.8) if flow["planned"] else ("arc", 0.55)
    return Stroke((start, room.base), (piece,), ink, room.thick(flow), opacity=opacity, name=flow["sentence"])  # type: ignore[arg-type]


def _tail(flow: FlowView, room: _Room) -> Stroke:
    start = room.middle(_ends(flow)[0])
    return Stroke(
        (start, room.base), ((start, room.height - 26),), "arc", room.thick(flow), opacity=0.55, name=flow["sentence"]
    )


def _node(column: int, room: _Room, *, bound: bool) -> Dot:
    return (
        Dot(room.middle(column), room.base, 6)
        if bound
        else Dot(room.middle(column), room.base, 6, stroke="muted", dash=(2, 2))
    )


def _said(x: float, y: float, text: str, kind: Type = _LABEL, align: Align = "middle") -> Words:
    """One line whose middle, start or end stands at `x`."""
    wide = 160.0
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[align]
    return Words(left, y, wide, text, (text,), kind, align, halo=True)


def _band_label(flow: FlowView, room: _Room) -> Words:
    start, end = (room.middle(column) for column in _ends(flow))
    text = flow["text"] if flow["count"] is not None or flow["text"] == "hidden" else "?"
    return _said((start + end) / 2, room.base - 18 - room.thick(flow) / 2, text, _STRONG)


def _arc_labels(arcs: Sequence[FlowView], room: _Room) -> list[Words]:
    """The counts of the arcs, the largest first in the middle; one that would cover another moves along its arc."""
    taken: list[tuple[float, float]] = []
    found = []
    for flow in arcs:
        start, end = _ends(flow)
        text = f"{flow['text']} →" if end > start else f"← {flow['text']}"
        spots = [_on_arc(flow, room, part) for part in _SPOTS]
        free = [spot for spot in spots if all(abs(spot[0] - x) > 48 or abs(spot[1] - y) > 13 for x, y in taken)]
        spot = (free or spots)[0]
        taken.append(spot)
        found.append(_said(*spot, text))
    return found


def _on_arc(flow: FlowView, room: _Room, part: float) -> tuple[float, float]:
    """Where a label stands beside an arc, `part` of the way along it."""
    start, end = (room.middle(column) for column in _ends(flow))
    side, rest = (end - start) * 0.2, 1 - part
    x = rest**3 * start + 3 * rest**2 * part * (start + side) + 3 * rest * part**2 * (end - side) + part**3 * end
    y = room.base + 3 * rest * part * _rise(flow) / 0.75
    clear = room.thick(flow) / 2
    return x, y + (-15 - clear if end > start else 1 + clear)


def _mark(flow: FlowView, room: _Room) -> Words:
    column = flow["target_column"] if flow["kind"] == "start" else flow["origin_column"]
    x = room.middle(column)
    if flow["kind"] == "start":
        return _said(x - 12, room.base + 11, f"{flow['text']} began", align="end")
    if flow["kind"] == "repeat":
        return _said(x + 11, room.base + 11, f"↻ {flow['text']}", align="start")
    finished = [part["label"] for part in flow["parts"]] == ["finished"]
    return _said(x, room.height - 22, f"{flow['text']} {'finished' if finished else 'last seen here'}")

"""A part of a map as a view of its own: some neighbouring columns, for a page or a slide."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.views.shape import (
    Cell,
    CoverageView,
    Curve,
    CurvePoint,
    FlowView,
    GhostView,
    LaneView,
    MapView,
    SideView,
    StageView,
    StepView,
)


def part(view: MapView, first: int, count: int) -> MapView:
    """The view with `count` columns from `first`; cards and stages that reach beyond are cut at the edge.

    Paths with one end outside are left out: they are drawn on the whole map.
    """
    last = first + count
    found = view.copy()
    found["columns"] = count
    found["stages"] = [
        _stage(one, first, last)
        for one in view["stages"]
        if one["column"] < last and one["column"] + one["span"] > first
    ]
    found["steps"] = [_step(one, first) for one in view["steps"] if first <= one["column"] < last]
    found["flows"] = [_flow(one, first) for one in view["flows"] if _is_inside(one, first, last)]
    found["coverage"] = _coverage(view["coverage"], first, last)
    found["sides"] = [_side(one, first, last) for one in view["sides"]]
    return found


def _stage(one: StageView, first: int, last: int) -> StageView:
    found = one.copy()
    start = max(one["column"], first)
    found["column"], found["span"] = start - first, min(one["column"] + one["span"], last) - start
    if one["column"] < first:
        found["title"] = f"{one['title']} (continued)"
    return found


def _step(one: StepView, first: int) -> StepView:
    found = one.copy()
    found["column"] = one["column"] - first
    return found


def _coverage(one: CoverageView | None, first: int, last: int) -> CoverageView | None:
    """Each ghost stands on one part only: that of the column before it, or the first."""
    if one is None:
        return None
    found = one.copy()
    found["ghosts"] = [_ghost(ghost, first, last) for ghost in one["ghosts"]]
    return found


def _ghost(one: GhostView, first: int, last: int) -> GhostView:
    found = one.copy()
    after = one["before"] - 1 if one["after"] is None and one["before"] is not None else one["after"]
    found["after"] = after - first if after is not None and first <= after < last else None
    found["before"] = 0 if after == -1 and first == 0 else None
    return found


def _is_inside(flow: FlowView, first: int, last: int) -> bool:
    ends = [flow["origin_column"], flow["target_column"]]
    return all(end is None or first <= end < last for end in ends)


def _flow(one: FlowView, first: int) -> FlowView:
    found = one.copy()
    found["origin_column"] = None if one["origin_column"] is None else one["origin_column"] - first
    found["target_column"] = None if one["target_column"] is None else one["target_column"] - first
    return found


def _side(one: SideView, first: int, last: int) -> SideView:
    found = one.copy()
    found["lanes"] = [_lane(lane, first, last) for lane in one["lanes"]]
    found["contacts"] = []
    for contact in one["contacts"]:
        if first <= contact["column"] < last:
            here = contact.copy()
            here["column"] = contact["column"] - first
            found["contacts"].append(here)
    return found


def _lane(one: LaneView, first: int, last: int) -> LaneView:
    found = one.copy()
    rows = [_row(row, first, last) for row in one["rows"]]
    found["rows"] = [row for row in rows if any(cell["cards"] for cell in row)] or rows[:1]
    if one["curve"]:
        curve = one["curve"]
        found["curve"] = Curve(
            assumed=_points(curve["assumed"], first, last),
            measured=_points(curve["measured"], first, last),
            text=curve["text"],
            gaps=curve["gaps"],
        )
    return found


def _row(row: Sequence[Cell], first: int, last: int) -> list[Cell]:
    found = []
    for cell in row:
        start, end = max(cell["column"], first), min(cell["column"] + cell["span"], last)
        if start < end:
            found.append(Cell(column=start - first, span=end - start, cards=cell["cards"]))
    return found


def _points(points: Sequence[CurvePoint], first: int, last: int) -> list[CurvePoint]:
    found = []
    for point in points:
        if first <= point["column"] < last:
            here = point.copy()
            here["column"] = point["column"] - first
            found.append(here)
    return found

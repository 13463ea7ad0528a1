"""The drawn half of a map with other columns: some of them, or all in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wayline.views.shape import Cell, CoverageView, Curve, CurvePoint, LaneView, SideView, StepView


def sides(found: Sequence[SideView], order: Sequence[int]) -> list[SideView]:
    """The sides with the columns of `order` (old numbers), left to right; what stood in others is gone."""
    new = {column: number for number, column in enumerate(order)}
    return [_side(side, order, new) for side in found]


def step(one: StepView, column: int, stage: str = "") -> StepView:
    """The step in another column, and another stage where one is named."""
    moved = one.copy()
    moved.update({"column": column, "stage": stage or one["stage"]})
    return moved


def coverage(one: CoverageView | None, new: Mapping[int, int]) -> CoverageView | None:
    """The coverage with its ghosts in other columns; one that stood beside a column that is gone has no place on the grid."""
    if one is None:
        return None
    moved = one.copy()
    moved["ghosts"] = [ghost.copy() for ghost in one["ghosts"]]
    for ghost in moved["ghosts"]:
        stays = all(ghost[end] is None or ghost[end] in new for end in ("after", "before"))
        for end in ("after", "before"):
            ghost[end] = new[ghost[end] or 0] if stays and ghost[end] is not None else None
    return moved


def _side(side: SideView, order: Sequence[int], new: Mapping[int, int]) -> SideView:
    moved = side.copy()
    moved["contacts"] = [one.copy() for one in side["contacts"] if one["column"] in new]
    for one in moved["contacts"]:
        one["column"] = new[one["column"]]
    moved["lanes"] = [_lane(lane, order, new) for lane in side["lanes"]]
    return moved


def _lane(lane: LaneView, order: Sequence[int], new: Mapping[int, int]) -> LaneView:
    moved = lane.copy()
    rows = [_row(row, order) for row in lane["rows"]]
    moved["rows"] = [row for row in rows if any(cell["cards"] for cell in row)]
    moved["curve"] = _curve(lane["curve"], new) if lane["curve"] else None
    return moved


def _row(row: Sequence[Cell], order: Sequence[int]) -> list[Cell]:
    """One cell for neighbours that were one cell; where its columns now stand apart, its cards stand in each."""
    by_column = {cell["column"] + more: cell for cell in row for more in range(cell["span"])}
    cells: list[Cell] = []
    last: Cell | None = None
    for number, column in enumerate(order):
        source = by_column.get(column)
        if source is not None and source is last:
            cells[-1]["span"] += 1
        else:
            cells.append(Cell(column=number, span=1, cards=source["cards"] if source else []))
        last = source
    return cells


def _curve(curve: Curve, new: Mapping[int, int]) -> Curve | None:
    assumed, measured = _points(curve["assumed"], new), _points(curve["measured"], new)
    if not assumed and not measured:
        return None
    return Curve(assumed=assumed, measured=measured, text=curve["text"], gaps=curve["gaps"])


def _points(points: Sequence[CurvePoint], new: Mapping[int, int]) -> list[CurvePoint]:
    kept = [point.copy() for point in points if point["column"] in new]
    for point in kept:
        point["column"] = new[point["column"]]
    return sorted(kept, key=lambda point: point["column"])

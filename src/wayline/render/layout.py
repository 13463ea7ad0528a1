"""The geometry of a map: a view becomes a sheet of rows and columns whose items have places. Pure: the same view, the same sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wayline.measures.decisions.caution import NO_EXPERIMENT
from wayline.render import layout_cells, layout_curve, layout_flow, layout_frame, layout_head
from wayline.render.contact_svg import longest
from wayline.render.icons import icon
from wayline.render.icons_svg import lane_name
from wayline.render.layout_items import BODY, SMALL, STRONG, Column, Group, Item, Kind, Row, Sheet
from wayline.render.layout_stack import Stack, words
from wayline.render.lettering import clean
from wayline.views import heard
from wayline.views.coverage import standing
from wayline.views.figures import VOICE
from wayline.views.shape import Cell, LaneView, MapView, SideView, StepView

MARGIN = 32.0
LANE = 150.0
PAD = 10.0
_INSET = 19.0  # of a lane's name, beside its drawing
HEAD_WIDTH = 1500.0  # a head wider than this is not read as one
CellOf = Callable[[StepView, Stack], None]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row needs to know: the view, its columns, where the grid begins and ends, steps by column, texts cut so far."""

    view: MapView
    columns: tuple[Column, ...]
    lane: float
    width: float
    steps: dict[int, StepView]
    cut: list[int]


def layout(view: MapView, *, column: float = 0, lane: float = LANE, whole: bool = True, notice: str = "") -> Sheet:
    """The sheet of a map. `column` fixes the width of columns; without `whole` there is the grid only, for a part of a page."""
    frame = _frame(view, column or column_width(view["columns"], lane), lane)
    margin = MARGIN if whole else 0.0
    outer = max(frame.width, 960.0 if whole else 0.0)
    rows = _rows(frame)
    head = layout_head.head(view, min(outer, HEAD_WIDTH)) if whole else Stack(0, 0, outer)
    grid_height = sum(row.height for row in rows)
    below = head.y + grid_height
    foot = layout_head.foot(view, below, min(outer, HEAD_WIDTH), notice) if whole else Stack(0, below, outer)
    return Sheet(
        width=outer + 2 * margin,
        height=foot.y + 2 * margin,
        lane=lane,
        columns=frame.columns,
        head=tuple(head.items),
        grid_top=head.y,
        rows=tuple(rows),
        foot=tuple(foot.items),
        margin=margin,
        title=clean(view["map"]["title"]),
        told=clean(told(view)),
        language=view["language"],
        cut=frame.cut[0] + head.cut + foot.cut,
    )


def told(view: MapView) -> str:
    """The map in a few sentences, for those who do not see it."""
    size = f"Journey map with {len(view['stages'])} stages and {len(view['steps'])} steps."
    return " ".join([size, *(f"{one['title']}: {one['text']}" for one in view["sayings"])])


def column_width(total: int, lane: float) -> float:
    """Few columns share the width of a screen, many get narrower, none too narrow to be read."""
    if total <= 6:
        return min(280.0, max(190.0, (1240.0 - lane) / max(total, 1)))
    return 184.0 if total <= 30 else 160.0 if total <= 80 else 132.0


def _frame(view: MapView, width: float, lane: float) -> Frame:
    begins = {stage["column"] for stage in view["stages"]}
    columns = tuple(Column(lane + k * width, width, k in begins) for k in range(view["columns"]))
    return Frame(
        view, columns, lane, lane + width * len(columns), {step["column"]: step for step in view["steps"]}, [0]
    )


def _rows(frame: Frame) -> list[Row]:
    if not frame.columns:
        return [_empty(frame)]
    rows = [_stages(frame), _steps(frame)]
    rows += _measured(frame) if frame.view["measured"] else [_path(frame)]
    for side in frame.view["sides"]:
        rows += _side(frame, side)
    return rows


def _empty(frame: Frame) -> Row:
    wide = max(frame.width, 960.0)
    text = words("This map has no stages yet, so there is no grid to show.", 0, 22, wide, BODY, align="middle")
    return Row("note", "", 64, (), (Group("cell", "", (layout_frame.outline(wide, 64), text)),))


def _label(frame: Frame, title: str, note: str, drawing: str = "") -> Stack:
    """The name of a lane with its drawing, or a plain word where there is none."""
    stack = Stack(PAD, 9, frame.lane - 2 * PAD)
    stack.say(title, STRONG if drawing else SMALL, inset=_INSET if drawing else 0)
    stack.say(note, SMALL, gap=1, inset=_INSET if drawing else 0)
    if drawing and title:
        stack.items += icon(drawing, PAD, 11)
    return stack


def _row(frame: Frame, kind: Kind, label: Stack, cells: Sequence[Group], content: float, *, side: str = "") -> Row:
    height = max(content, label.y + 8, 26)
    title = next((item.text for item in label.items if hasattr(item, "text")), "")
    under = layout_frame.under(kind, frame.columns, frame.lane, frame.width, height)
    return Row(kind, title, height, tuple(label.items), tuple(cells), tuple(under), side)


def _each(frame: Frame, kind: Kind, named: tuple[str, str, str], cell: CellOf, *, role: str = "cell") -> Row:
    """A row with one cell a step."""
    cells, lowest = [], 0.0
    for number, column in enumerate(frame.columns):
        stack = Stack(column.x + PAD, 10, column.width - 2 * PAD)
        if number in frame.steps:
            cell(frame.steps[number], stack)
        elif kind == "steps":
            stack.say("no steps yet", SMALL)
        frame.cut[0] += stack.cut
        lowest = max(lowest, stack.y)
        name = frame.steps[number]["title"] if number in frame.steps else ""
        cells.append(Group(role, name if role == "cell" else "", tuple(stack.items)))
    return _row(frame, kind, _label(frame, *named), cells, lowest + 10)


def _stages(frame: Frame) -> Row:
    cells, lowest = [], 0.0
    for stage in frame.view["stages"]:
        first, last = frame.columns[stage["column"]], frame.columns[stage["column"] + stage["span"] - 1]
        stack = Stack(first.x + PAD, 12, last.x + last.width - first.x - 2 * PAD)
        layout_cells.stage(stage, stack)
        frame.cut[0] += stack.cut
        lowest = max(lowest, stack.y)
        cells.append(Group("columnheader", "", tuple(stack.items)))
    return _row(frame, "stages", _label(frame, "Stages", ""), cells, lowest + 12)


def _steps(frame: Frame) -> Row:
    return _each(frame, "steps", ("Steps", "", ""), layout_cells.step, role="columnheader")


def _band(frame: Frame, title: str, side: str = "") -> Row:
    """A heading across the grid; the steps' names are repeated, since the header may be far above."""
    cells = [
        Group("presentation", "", (layout_cells.step_name(frame.steps[k], column, PAD),) if k in frame.steps else ())
        for k, column in enumerate(frame.columns)
    ]
    label = Stack(PAD, 6, frame.lane - 2 * PAD)
    label.say(title, STRONG)
    return _row(frame, "band", label, cells, 28, side=side)


def _path(frame: Frame) -> Row:
    view = frame.view
    note = "width = how many went on; arcs = beside the plan" if view["measured"] else "not measured yet"
    items, height = layout_flow.strip(view, frame.columns)
    label = _label(frame, "Path walked" if view["measured"] else "Planned path", note, "path")
    return _row(frame, "path", label, [Group("img", layout_flow.told(view), tuple(items))], height)


def _heard(frame: Frame) -> list[Row]:
    """The rows of a map of answers only: one sentence in place of paths, and what people said."""
    label = _label(frame, "Path walked", "not bound", "path")
    wide = sum(column.width for column in frame.columns)
    sentence = Stack(frame.columns[0].x + PAD, 10, min(wide - 2 * PAD, 620))
    sentence.say(heard.SAYS, BODY)
    path = _row(frame, "path", label, [Group("group", "", tuple(sentence.items))], sentence.y + 10)
    said = _each(frame, "measure", ("What they say", "surveys and reviews", "quote"), layout_cells.voice)
    return [_band(frame, f"What {frame.view['map']['many']} said"), path, said]


def _measured(frame: Frame) -> list[Row]:
    if not frame.view["walked"]:
        return _heard(frame)
    many = frame.view["map"]["many"]
    waits = [step["figures"]["time_to_next"] for step in frame.view["steps"] if "time_to_next" in step["figures"]]
    longest = max((figure["spread"]["p90"] for figure in waits if figure["spread"]), default=0.0)
    by_hour = [("When in the day", "by the hour", "site", layout_cells.when)]
    rows: list[tuple[str, str, str, CellOf]] = [
        *(by_hour if any(step["hours"] for step in frame.view["steps"]) else []),
        ("Reached", f"of all {many} on the map", "milestone", layout_cells.reached),
        ("What came next", "after the first touch", "handoff", layout_cells.ways),
        ("Wait to the next step", "one time axis; box = middle half", "window", layout_cells.wait(longest)),
        ("Detours", "", "action", layout_cells.detours),
        ("Here now", "and not left", "site", layout_cells.now),
    ]
    if any(name in step["figures"] for step in frame.view["steps"] for name in VOICE):
        rows.append(("What they say", "surveys and reviews", "quote", layout_cells.voice))
    found = [_each(frame, "measure", (title, note, drawing), cell) for title, note, drawing, cell in rows]
    return [_band(frame, f"What {many} really did"), _path(frame), *_ghosts(frame), *found]


def _ghosts(frame: Frame) -> list[Row]:
    """Ghost steps under the path, each astride the line between two columns; no row where no place is known."""
    placed = standing(frame.view["coverage"])
    cells, lowest = [], 0.0
    for column, ghosts in placed.items():
        x, width = layout_frame.astride(frame.columns, column)
        stack = Stack(x + PAD, 10, width - 2 * PAD)
        for ghost in ghosts:
            layout_cells.ghost(ghost, stack)
        frame.cut[0] += stack.cut
        lowest = max(lowest, stack.y)
        cells.append(Group("cell", "", tuple(stack.items)))
    return [_row(frame, "measure", _label(frame, "Ghost steps", "not on the map"), cells, lowest + 10)] if cells else []


def _side(frame: Frame, side: SideView) -> list[Row]:
    rows: list[Row] = []
    if side["line"]:
        rows.append(layout_frame.line_row(side["line"], side["side"], frame.lane, frame.width))
    rows.append(_band(frame, side["title"], side["side"]))
    for lane in side["lanes"]:
        rows += _lane(frame, lane, side["side"])
    if side["contacts"]:
        rows.append(_contacts(frame, side))
    return rows


def _lane(frame: Frame, lane: LaneView, side: str) -> list[Row]:
    if not lane["rows"] and not lane["curve"]:
        text = words(lane["prompt"], frame.lane + PAD, 9, min(frame.width - frame.lane, 700) - 2 * PAD, SMALL)
        cell = Group("cell", "", (text,))
        return [
            _row(
                frame,
                "note",
                _label(frame, lane["title"], "", lane_name(lane["kind"])),
                [cell],
                text.y + text.height + 9,
                side=side,
            )
        ]
    rows = [_curve(frame, lane, side)] if lane["curve"] else []
    for placed in lane["rows"]:
        told = any(
            card["text"] or card["valence"] is None or card["persona"] for cell in placed for card in cell["cards"]
        )
        if told or not lane["curve"]:
            rows.append(
                _cards(
                    frame, lane, placed, _label(frame, "" if rows else lane["title"], "", lane_name(lane["kind"])), side
                )
            )
    return rows


def _cards(frame: Frame, lane: LaneView, placed: Sequence[Cell], label: Stack, side: str) -> Row:
    """One row of a lane's cards; a cell is as wide as the columns it spans."""
    cells, lowest = [], 0.0
    for cell in placed:
        first, last = frame.columns[cell["column"]], frame.columns[cell["column"] + cell["span"] - 1]
        stack = Stack(first.x + PAD - 3, 8, last.x + last.width - first.x - 2 * PAD + 6)
        layout_cells.cards(cell, lane, stack)
        frame.cut[0] += stack.cut
        lowest = max(lowest, stack.y)
        cells.append(Group("cell", "", tuple(stack.items)))
    return _row(frame, "lane", label, cells, lowest + 8, side=side)


def _curve(frame: Frame, lane: LaneView, side: str) -> Row:
    assert lane["curve"] is not None
    items: list[Item] = [*layout_curve.curve(lane["curve"], frame.columns), *layout_curve.axis(frame.lane)]
    label = _label(frame, lane["title"], "hollow, dashed = assumed; solid = measured", lane_name(lane["kind"]))
    cell = Group("img", lane["curve"]["text"], tuple(items))
    return _row(frame, "curve", label, [cell], layout_curve.HEIGHT, side=side)


def _contacts(frame: Frame, side: SideView) -> Row:
    kind = side["contacts"][0]["kind"]
    end = longest(frame.view, kind)
    title, note = (
        ("Contact windows", f"open from, to; on one time axis; {NO_EXPERIMENT}")
        if kind == "window"
        else ("Handoffs", "from team to team")
    )
    cells, lowest = [], 0.0
    for number, column in enumerate(frame.columns):
        stack = Stack(column.x + PAD, 10, column.width - 2 * PAD)
        for one in side["contacts"]:
            if one["column"] == number:
                layout_cells.contact(one, end, stack)
        frame.cut[0] += stack.cut
        lowest = max(lowest, stack.y)
        cells.append(Group("cell", "", tuple(stack.items)))
    return _row(frame, "contacts", _label(frame, title, note, kind), cells, lowest + 10, side=side["side"])

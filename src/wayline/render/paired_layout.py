"""The geometry of two maps on one grid: a sheet of the same rows and columns as that of one map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wayline.render import layout_curve, layout_frame
from wayline.render.layout import HEAD_WIDTH, LANE, MARGIN, PAD, column_width
from wayline.render.layout_items import (
    BODY,
    EYEBROW,
    HEADING,
    SMALL,
    SMALL_STRONG,
    STAGE,
    STEP,
    STRONG,
    TITLE,
    Box,
    Column,
    Group,
    Ink,
    Item,
    Kind,
    Row,
    Sheet,
    Stroke,
    Type,
    line,
)
from wayline.render.layout_stack import GAP, Stack, recoloured, words
from wayline.render.lettering import clean, clipped
from wayline.render.paired_cells import blocks, happened
from wayline.render.paired_signs import DASHES, INKS, side_name, whose
from wayline.views.paired_shape import HeadCell, PairedCell, PairedGrid, PairedRow

MOST_SENTENCES = 24
_BADGE = 15.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The grid, its columns and its whole width; `cut` counts shortened texts."""

    grid: PairedGrid
    columns: tuple[Column, ...]
    width: float
    cut: list[int]


def paired_layout(grid: PairedGrid, *, notice: str = "") -> Sheet:
    """The sheet of two maps."""
    wide = column_width(grid["columns"], LANE)
    begins = {stage["column"] for stage in grid["stages"]}
    columns = tuple(Column(LANE + k * wide, wide, k in begins) for k in range(grid["columns"]))
    frame = Frame(grid, columns, LANE + wide * len(columns), [0])
    outer = max(frame.width, 960.0)
    head = _head(grid, min(outer, HEAD_WIDTH))
    rows = _rows(frame)
    foot = _foot(grid, head.y + sum(row.height for row in rows) + 18, min(outer, HEAD_WIDTH), notice)
    return Sheet(
        width=outer + 2 * MARGIN, height=foot.y + 2 * MARGIN, lane=LANE, columns=columns, head=tuple(head.items), grid_top=head.y,
        rows=tuple(rows), foot=tuple(foot.items), margin=MARGIN, title=clean(grid["title"]), told=clean(told(grid)),
        language=grid["language"], cut=frame.cut[0] + head.cut + foot.cut,
    )  # fmt: skip


def told(grid: PairedGrid) -> str:
    """The grid in sentences, for those who do not see it."""
    names = " and ".join(f"{side['letter']} {side['name']}" for side in grid["sides"])
    return " ".join([f"{grid['eyebrow']}: {names}.", *grid["sentences"][:MOST_SENTENCES]])


# -- above and below ---------------------------------------------------------------------------------------------------


def _head(grid: PairedGrid, width: float) -> Stack:
    whole = Stack(0, 0, width)
    whole.say(grid["eyebrow"], EYEBROW)
    whole.say(grid["title"], TITLE, gap=2, most=6)
    whole.y += 10
    _sides(grid, whole)
    whole.y += 14
    whole.items.append(line(0, whole.y, width, whole.y, "hair"))
    whole.y += 14
    whole.say("What differs", HEADING)
    shown = grid["sentences"][:MOST_SENTENCES]
    for sentence in shown:
        whole.say(f"•\u2002{sentence}", BODY, gap=3, most=6)
    more = len(grid["sentences"]) - len(shown)
    whole.say(f"and {more:,} more, marked on the grid" if more else "", SMALL, gap=3)
    for caution in grid["cautions"]:
        whole.say(caution, SMALL, gap=6)
    whole.y += 16
    _legend(grid, whole)
    whole.y += 12
    return whole


def _sides(grid: PairedGrid, whole: Stack) -> None:
    room, top, lowest = whole.width / 2, whole.y, whole.y
    for number, side in enumerate(grid["sides"]):
        stack = Stack(number * room + 24, top, room - 48)
        whole.items += badge(side["letter"], number * room, top + 2)
        stack.say(side["name"], HEADING, most=3)
        stack.say(side["title"] if side["title"] != side["name"] else "", BODY, most=3)
        stack.say(side["told"], SMALL, most=4)
        whole.items += stack.items
        whole.cut += stack.cut
        lowest = max(lowest, stack.y)
    whole.y = lowest


def badge(letter: str, x: float, y: float) -> list[Item]:
    """The letter of a side: A hollow, B filled."""
    filled = letter == "B"
    kind = recoloured(SMALL_STRONG, "surface" if filled else "ink")
    word = words(letter, x, y, _BADGE, kind, align="middle")
    return [Box(x, y, _BADGE, 15, "ink" if filled else "surface", "ink", 1.5, radius=3, inside=(word,))]


def _legend(grid: PairedGrid, whole: Stack) -> None:
    x = 0.0
    for key in grid["legend"]:
        if key["mark"].startswith("side-"):
            whole.items += badge(key["sign"], x, whole.y)
        elif key["mark"] == "absent":
            whole.items += _hatched(x, whole.y + 1, 18, 13)
        else:
            ink: Ink = INKS.get(key["mark"], "ink")
            whole.items.append(words(key["sign"], x, whole.y, 18, recoloured(SMALL_STRONG, ink), align="middle"))
        text = words(key["text"], x + 24, whole.y, 300, SMALL, most=1)
        whole.items.append(text)
        x += 34 + 6.2 * len(key["text"])
    whole.y += 16


def _foot(grid: PairedGrid, top: float, width: float, notice: str) -> Stack:
    whole = Stack(0, top, width)
    if grid["also"]:
        whole.say("Not on the grid", HEADING)
        for sentence in grid["also"]:
            whole.say(f"•\u2002{sentence}", BODY, gap=3, most=6)
        whole.y += 12
    whole.say("Drawn by Wayline. Numbers that rest on fewer than 10 are not shown.", SMALL)
    whole.say(notice, SMALL, gap=4)
    return whole


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows(frame: Frame) -> list[Row]:
    if not frame.columns:
        wide = max(frame.width, 960.0)
        text = words("Neither map has stages yet, so there is no grid to show.", 0, 22, wide, BODY, align="middle")
        return [Row("note", "", 64, (), (Group("cell", "", (layout_frame.outline(wide, 64), text)),))]
    heads = [_heads(frame, "stages", frame.grid["stages"], STAGE), _heads(frame, "steps", frame.grid["steps"], STEP)]
    return [*heads, *(_row(frame, row) for row in frame.grid["rows"])]


def _heads(frame: Frame, kind: Kind, found: Sequence[HeadCell], type_: Type) -> Row:
    cells, lowest, under = [], 0.0, list[Item]()
    for one in found:
        stack = _stack(frame, one["column"], one["span"], 12)
        _one_head(one, stack, type_, numbered=kind == "steps")
        lowest = max(lowest, stack.y)
        frame.cut[0] += stack.cut
        cells.append(Group("columnheader", "", tuple(stack.items)))
        under += _top(frame, one)
    label = Stack(PAD, 9, frame.columns[0].x - 2 * PAD)
    label.say("Stages" if kind == "stages" else "Steps", SMALL)
    row = _laid(frame, kind, label, cells, lowest + 12)
    return replace(row, under=(*row.under, *under))


def _one_head(one: HeadCell, stack: Stack, kind: Type, *, numbered: bool) -> None:
    if not one["id"]:
        stack.say("no steps yet", SMALL)
        return
    number = f"{one['number'] or '–'}\u2002" if numbered else ""
    type_ = replace(kind, struck=True, ink="muted") if one["mark"] == "removed" else kind
    stack.say(f"{number}{one['title']}", type_, most=8)
    happened(one["mark"], one["told"], stack)
    stack.say(GAP.join(one["notes"]), SMALL, gap=4, most=6)


def _top(frame: Frame, one: HeadCell) -> list[Item]:
    """A strong line above a head to which something happened; its dashes say what, too."""
    if not one["mark"]:
        return []
    first, last = frame.columns[one["column"]], frame.columns[one["column"] + one["span"] - 1]
    ink, dash = INKS[one["mark"]], DASHES[one["mark"]]
    return [line(first.x + 2, 2, last.x + last.width - 2, 2, ink, 4.0, dash)]


def _stack(frame: Frame, column: int, span: int, top: float) -> Stack:
    first, last = frame.columns[column], frame.columns[column + span - 1]
    return Stack(first.x + PAD, top, last.x + last.width - first.x - 2 * PAD)


def _laid(frame: Frame, kind: Kind, label: Stack, cells: Sequence[Group], content: float) -> Row:
    height = max(content, label.y + 8, 26)
    title = next((item.text for item in label.items if hasattr(item, "text")), "")
    under = layout_frame.under(kind, frame.columns, frame.columns[0].x, frame.width, height)
    return Row(kind, title, height, tuple(label.items), tuple(cells), tuple(under))


def _row(frame: Frame, row: PairedRow) -> Row:
    if row["kind"] == "line":
        return layout_frame.line_row(row["title"], row["drawn"], frame.columns[0].x, frame.width)
    if row["kind"] == "band":
        return _band(frame, row)
    label = _label(frame, row)
    if row["curve"] is not None:
        items = [*layout_curve.axis(frame.columns[0].x), *layout_curve.curve(row["curve"], frame.columns)]
        cell = Group("img", row["curve"]["text"] or row["title"], tuple(items))
        return _laid(frame, "curve", label, [cell], layout_curve.HEIGHT)
    cells, lowest, hatches = [], 0.0, list[tuple[float, float]]()
    for one in row["cells"]:
        stack = _stack(frame, one["column"], one["span"], 9)
        blocks(one["blocks"], stack)
        lowest = max(lowest, stack.y)
        frame.cut[0] += stack.cut
        cells.append(Group("cell", "", tuple(stack.items)))
        if _is_absent(one):
            hatches.append((stack.x - PAD, stack.width + 2 * PAD))
    laid = _laid(frame, "measure" if row["which"] == "difference" else "lane", label, cells, lowest + 8)
    grey = _ground(frame, laid.height) if row["which"] == "difference" else []
    drawn = [item for x, wide in hatches for item in _hatched(x + 1, 1, wide - 2, laid.height - 2)]
    return replace(laid, under=(*laid.under[:1], *grey, *drawn, *laid.under[1:]))


def _is_absent(one: PairedCell) -> bool:
    return any(block["kind"] == "absent" for block in one["blocks"])


def _ground(frame: Frame, height: float) -> list[Item]:
    return [Box(frame.columns[0].x, 0, frame.width - frame.columns[0].x, height, "group")]


def _hatched(x: float, y: float, width: float, height: float) -> list[Item]:
    """Fine diagonal lines across a box: this side has nothing here."""
    items: list[Item] = [Box(x, y, width, height, "group")]
    step = 12.0
    for k in range(int((width + height) / step)):
        right = (k + 1) * step
        start = (x + min(right, width), y + max(0.0, right - width))
        end = (x + max(0.0, right - height), y + min(right, height))
        items.append(Stroke(start, (end,), "hair"))
    return items


def _band(frame: Frame, row: PairedRow) -> Row:
    cells = []
    for one in frame.grid["steps"]:
        stack = _stack(frame, one["column"], 1, 7)
        text = clipped(f"{one['number']} {one['title']}".strip(), stack.width, SMALL.size)
        stack.say(text, SMALL, most=1)
        cells.append(Group("presentation", "", tuple(stack.items)))
    label = Stack(PAD, 6, frame.columns[0].x - 2 * PAD)
    label.say(row["title"], STRONG)
    return _laid(frame, "band", label, cells, 28)


def _label(frame: Frame, row: PairedRow) -> Stack:
    letters = whose(row["which"])
    inset = (_BADGE + 4) * len(letters)
    label = Stack(PAD, 9, frame.columns[0].x - 2 * PAD)
    for place, letter in enumerate(letters):
        label.items += badge(letter, PAD + place * (_BADGE + 3), 10)
    quiet = row["which"] in ("right", "difference")
    title = "Difference" if row["which"] == "difference" else row["title"]
    if row["which"] == "right":
        title = ""
    label.say(title, SMALL if quiet else STRONG, inset=inset + (2 if letters else 0))
    label.say(side_name(row["which"], frame.grid), SMALL, gap=1, inset=inset + (2 if letters else 0), most=1)
    label.say(row["note"], SMALL, gap=1)
    happened(row["mark"], [], label)
    return label

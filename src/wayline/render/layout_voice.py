"""What people say of the whole, drawn: large scores beside each other, and bars of the parts that go with them."""

from __future__ import annotations

from wayline.render.compact import compact
from wayline.render.layout_items import BODY, HEADING, SMALL, SMALL_STRONG, Box, Item, Type, line
from wayline.render.layout_stack import GAP, Stack, recoloured
from wayline.views.shape import MapView
from wayline.views.voice_shape import DriverView, ScoreView

_LARGE = Type(30, 36, bold=True)
_GAP = 28.0
_MOST_BAR, _NUMBER, _MOST_WIDE = 150.0, 104.0, 600.0


def scores(view: MapView, whole: Stack) -> None:
    """The scores of the whole map beside each other, at most four in a row."""
    found = view["scores"]
    if not found:
        return
    room = (whole.width - _GAP * (max(len(found), 3) - 1)) / max(len(found), 3)
    lowest = whole.y
    for place, one in enumerate(found):
        stack = Stack(whole.x + place * (room + _GAP) + 14, whole.y, room - 14)
        _score(one, stack)
        whole.items += [line(stack.x - 12, whole.y, stack.x - 12, stack.y, "accent", 3), *stack.items]
        whole.cut += stack.cut
        lowest = max(lowest, stack.y)
    whole.y = lowest + 20


def _score(one: ScoreView, stack: Stack) -> None:
    stack.say(one["title"], recoloured(SMALL_STRONG, "muted"))
    if one["reason"]:
        stack.say(one["reason"], BODY, gap=2)
        return
    stack.say(one["text"], _LARGE, gap=1)
    stack.say(GAP.join(part for part in (one["interval"] and f"likely {one['interval']}", one["n"]) if part), BODY)
    stack.say(one["weighted"], SMALL, gap=2)
    for note in one["notes"]:
        stack.say(note, SMALL, gap=1)


def drivers(view: MapView, stack: Stack) -> None:
    """Bars with their intervals; a line between groups that can be told apart."""
    found = view["drivers"]
    assert found is not None
    stack.say(f"What goes with {found['outcome']}", HEADING)
    stack.say(found["says"], BODY, gap=2)
    most = max((row["high"] for row in found["rows"]), default=1.0) or 1.0
    before = 0
    for row in found["rows"]:
        if row["group"] != before:
            stack.y += 4
            stack.items.append(line(stack.x, stack.y, stack.x + min(stack.width, _MOST_WIDE), stack.y, "strong", 1.5))
            before = row["group"]
        _bar(row, most, stack)
    stack.y += 4
    for note in found["notes"]:
        stack.say(note, SMALL, gap=2)


def _bar(row: DriverView, most: float, stack: Stack) -> None:
    whole = min(stack.width, _MOST_WIDE)
    wide = min(_MOST_BAR, whole * 0.3)
    name = Stack(stack.x, stack.y + 4, whole - wide - _NUMBER - 16)
    name.say(row["title"], SMALL, most=2)
    left, top = stack.x + name.width + 8, stack.y + 7
    middle = top + 5
    ends = [left + wide * row[end] / most for end in ("low", "high")]
    bar: list[Item] = [
        Box(left, top, wide, 10, "group"),
        Box(left, top, wide * row["share"] / most, 10, "soft", "accent"),
        line(ends[0], middle, ends[1], middle, "ink", 2),
    ]
    told = Stack(left + wide + 8, stack.y + 4, _NUMBER)
    told.say(f"{row['text']} ({compact(row['interval'], row['text'])})", SMALL_STRONG)
    stack.items += [*name.items, *bar, *told.items]
    stack.cut += name.cut
    stack.y = max(name.y, told.y) + 2

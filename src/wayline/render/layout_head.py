"""What stands above and below the grid: whose journey it is, the sentences on top, the legend, where the numbers come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wayline.render import layout_marks, layout_voice
from wayline.render.layout_items import (  # fmt: skip
    BODY,
    EYEBROW,
    HEADING,
    LEAD,
    SMALL,
    SMALL_STRONG,
    STRONG,
    TITLE,
    Box,
    Dot,
    Ink,
    Item,
    Stroke,
    Words,
    line,
)
from wayline.render.layout_stack import GAP, Stack, recoloured
from wayline.render.lettering import width as wide
from wayline.views.claims import CLAIM_KEY, FRICTION_KEY
from wayline.views.shape import MapView, SuccessView

_GAP = 36.0
_SIGNS = {"met": "✓", "missed": "×", "cannot tell": "?", "not measured": "–"}
_TOPS: dict[str, tuple[Ink, tuple[float, ...]]] = {
    "wait": ("accent", ()),
    "leave": ("lost", ()),
    "low": ("lost", ()),
    "apart": ("accent", ()),
    "unknown": ("strong", (6, 4)),
}
_MOST_GHOSTS, _MOST_GAPS = 12, 8
_MARKS = re.compile(r"^> ?|(?<= )> (?=\S)|\*\*|`|^#+ ", re.MULTILINE)


def head(view: MapView, width: float, *, titled: bool = True) -> Stack:
    """Title, persona and success beside each other, then the sentences on top. A slide has its title already."""
    whole = Stack(0, 0, width)
    fills = [
        _title if titled else _about,
        *([_persona] if view["persona"] else []),
        *([_success] if view["success"] else []),
    ]
    _beside(whole, view, fills, [2.0] + [1.1] * (len(fills) - 1))
    whole.y += 18
    whole.items.append(line(0, whole.y, width, whole.y, "hair"))
    whole.y += 18
    layout_voice.scores(view, whole)
    _sayings(view, whole)
    covered = view["coverage"]
    if covered and covered["face"]:
        whole.y += 6
        whole.say(covered["face"], STRONG)
        whole.y += 8
    if view["inside"]:
        whole.say(
            "This copy shows numbers that rest on fewer than 10 and is not for sharing.", recoloured(STRONG, "lost")
        )
        whole.y += 8
    return whole


def _beside(
    whole: Stack, view: MapView, fills: Sequence[Callable[[MapView, Stack], None]], shares: Sequence[float]
) -> None:
    """Stacks side by side, with a fine line between them."""
    room = whole.width - _GAP * (len(fills) - 1)
    x, top, lowest = whole.x, whole.y, whole.y
    for number, (fill, share) in enumerate(zip(fills, shares, strict=True)):
        stack = Stack(x, top, room * share / sum(shares))
        fill(view, stack)
        whole.items += stack.items
        whole.cut += stack.cut
        lowest = max(lowest, stack.y)
        x += stack.width + _GAP
        if number:
            left = stack.x - _GAP / 2
            whole.items.append(line(left, top, left, stack.y, "hair"))
    whole.y = lowest


def _title(view: MapView, stack: Stack) -> None:
    stack.say(view["map"]["state"], EYEBROW)
    stack.say(view["map"]["title"], TITLE, gap=2, most=6)
    _about(view, stack)


def _about(view: MapView, stack: Stack) -> None:
    face, scenario = view["map"], view["scenario"]
    ends = " → ".join(part for part in (scenario["starts"], scenario["ends"]) if part)
    stack.say(" · ".join(part for part in (scenario["name"], ends) if part), LEAD, gap=4)
    stack.say(face["description"], BODY, gap=4)
    if scenario["expectations"]:
        stack.say(f"Expects: {'; '.join(scenario['expectations'])}", SMALL, gap=8)
    stack.say(GAP.join(f"{fact['label']}: {fact['text']}" for fact in face["facts"]), SMALL, gap=4)


def _persona(view: MapView, stack: Stack) -> None:
    one = view["persona"]
    assert one is not None
    stack.say("Whose journey", recoloured(SMALL_STRONG, "muted"))
    stack.say(one["name"], HEADING, gap=2)
    stack.say(one["job"], BODY)
    stack.say(f"“{one['quote']}”" if one["quote"] else "", LEAD, gap=4)
    stack.say(one["basis_text"], SMALL, gap=4)


def _success(view: MapView, stack: Stack) -> None:
    stack.say("What success is", recoloured(SMALL_STRONG, "muted"))
    for one in view["success"]:
        _one_success(one, stack)


def _one_success(one: SuccessView, stack: Stack) -> None:
    stack.say(f"“{one['says']}”" if one["says"] else "", BODY, gap=4)
    if not one["measure"]:
        return
    ink: Ink = {"met": "accent", "missed": "lost"}.get(one["verdict"], "muted")  # type: ignore[assignment]
    stack.y += 3
    sign = _SIGNS[one["verdict"]]
    kind = recoloured(SMALL_STRONG, ink)
    stack.items.append(Dot(stack.x + 8, stack.y + 9, 7.5, "surface", ink, 1.4))
    stack.items.append(Words(stack.x, stack.y + 2, 16, sign, (sign,), kind, "middle"))
    stack.say(one["sentence"], STRONG, inset=23)
    stack.say(one["measure"], SMALL, inset=23)


def _sayings(view: MapView, whole: Stack) -> None:
    """The sentences in boxes of equal height; the line on top has a colour and a second sign, its dashes."""
    if view["changes"]:
        whole.say("What changed", HEADING)
        for change in view["changes"]:
            whole.say(f"•  {change}", BODY, gap=2)
        whole.y += 14
    boxes = []
    total = max(len(view["sayings"]), 1)
    room = (whole.width - 16 * (total - 1)) / total
    for number, one in enumerate(view["sayings"]):
        stack = Stack(whole.x + number * (room + 16) + 14, whole.y + 13, room - 28)
        stack.say(one["title"], recoloured(SMALL_STRONG, "muted"))
        stack.say(one["text"], LEAD, gap=3)
        whole.cut += stack.cut
        boxes.append((one["kind"], stack))
    lowest = max((stack.y for _, stack in boxes), default=whole.y)
    for kind, stack in boxes:
        left, ink_dash = stack.x - 14, _TOPS[kind]
        whole.items.append(Box(left, whole.y, room, lowest + 13 - whole.y, "surface", "hair", inside=tuple(i for i in stack.items if isinstance(i, Words)), name=kind))  # fmt: skip
        whole.items.append(line(left, whole.y, left + room, whole.y, ink_dash[0], 3, ink_dash[1]))
    whole.y = lowest + 13 + 18 if boxes else whole.y


def foot(view: MapView, top: float, width: float, notice: str) -> Stack:
    """Legend, ghost steps and what is not shown, then where the numbers come from."""
    whole = Stack(0, top + 14, width)
    _legend(view, whole)
    has_paths = view["measured"] and view["walked"]
    listed = ((layout_voice.drivers, view["drivers"] is not None), (_ghosts, has_paths), (_gaps, bool(view["gaps"])))
    fills = [fill for fill, has in listed if has]
    if fills:
        whole.y += 22
        _beside(whole, view, fills, [1.0] * len(fills))
    whole.y += 18
    whole.items.append(line(0, whole.y, width, whole.y, "hair"))
    whole.y += 10
    whole.say(provenance(view), SMALL)
    whole.say(_MARKS.sub("", notice).replace("\n", " "), SMALL, gap=4)
    whole.y += 4
    return whole


def provenance(view: MapView) -> str:
    """Where the numbers come from, in one line: printed on every page and slide."""
    origin = view["provenance"]
    if origin is None:
        return f"{view['map']['title']}: drawn, not measured."
    parts = [
        origin["subjects"],
        origin["window"],
        origin["as_of"] and f"as of {origin['as_of']}",
        origin["unassigned"],
        origin["events"] and f"events: {origin['events']}",
        origin["map"] and f"map: {origin['map'][:19]}",
        origin["wayline"] and f"Wayline {origin['wayline']}",
    ]
    return " · ".join(part for part in parts if part)


def _keys(view: MapView) -> list[tuple[list[Item], str]]:
    many = view["map"]["many"]
    hollow: list[Item] = [line(0, 7, 22, 7, "muted", 1.75, (5, 4)), Dot(11, 7, 5, "surface", "ink", 1.75, (3, 2))]
    edges: list[Item] = [
        line(4, 1, 4, 14, "strong", 2, (2, 3)),
        line(11, 1, 11, 14, "strong", 2),
        line(18, 1, 18, 14, "accent", 3),
    ]
    always = [(hollow, "feeling the team assumes"), (edges, "card: assumed, told or seen, measured")]
    felt: tuple[list[Item], str] = ([Box(0, 4, 22, 6, "soft"), line(0, 7, 22, 7, "ink", 2.5), Dot(11, 7, 5, "ink", "ink")], "feeling measured, with its 95 % band")  # fmt: skip
    if not view["measured"]:
        return always
    if not view["walked"]:
        return [*always, felt]
    return [
        *_claim_keys(view),
        ([line(0, 7, 22, 7, "accent", 7)], f"the plan: width = {many} who took it"),
        ([Stroke((1, 13), ((5, 0, 17, 0, 21, 13),), "arc", 2)], "a path nobody planned: above ahead, below back"),
        ([line(0, 7, 22, 7, "muted", 1.5, (2, 5))], "planned, not measured"),
        ([layout_marks.key("converted")], "moved on"),
        ([layout_marks.key("left")], "left"),
        ([layout_marks.key("open")], "still open: may still do either"),
        ([Box(3, 2, 12, 10, "soft", "accent"), line(8, 0, 8, 14, "ink", 2.5), line(15, 7, 22, 7, "ink", 1.5)], "wait: middle half, median, nine in ten"),
        *always,
        felt,
    ]  # fmt: skip


def _claim_keys(view: MapView) -> list[tuple[list[Item], str]]:
    """How to read rungs and signs of friction, where the map has any."""
    keys: list[tuple[list[Item], str]] = []
    if any(step["claim"] for step in view["steps"]):
        rungs: list[Item] = [Box(5.0 * rung, 10 - 2.0 * rung, 4, 4 + 2.0 * rung, "accent" if rung < 3 else "rail") for rung in range(5)]  # fmt: skip
        keys.append((rungs, CLAIM_KEY))
    if any(step["friction"] for step in view["steps"]):
        sign: list[Item] = [Words(0, 0, 22, "▼", ("▼",), recoloured(SMALL, "lost"))]
        keys.append((sign, FRICTION_KEY))
    return keys


def _legend(view: MapView, whole: Stack) -> None:
    """The signs of the map, as many on a line as have room."""
    x = 0.0
    for items, text in _keys(view):
        room = 30 + wide(text, SMALL.size) + 24
        if x and x + room > whole.width:
            x, whole.y = 0.0, whole.y + 21
        row = Stack(x, whole.y, whole.width)
        row.put(items, 0)
        label = Stack(x + 30, whole.y, room)
        label.say(text, SMALL)
        whole.items += [*row.items, *label.items]
        x += room
    whole.y += 18
    if view["measured"]:
        whole.say("“likely” and the small figures beside a number name its 95 % interval. Pale numbers rest on fewer than 30; those on fewer than 10 are not in this document.", SMALL, gap=3)  # fmt: skip


def _ghosts(view: MapView, stack: Stack) -> None:
    covered = view["coverage"]
    stack.say("What the map does not know", HEADING)
    if covered is None:
        return
    known = "Every kind of event is explained by a step."
    has = covered["ghosts"] or covered["ghosts_withheld"]
    stack.say("Ghost steps: events that happen and that no step of this map explains." if has else known, BODY, gap=2)
    for ghost in covered["ghosts"][:_MOST_GHOSTS]:
        _ghost(ghost["event"], ghost["text"], stack)
    more = len(covered["ghosts"]) - _MOST_GHOSTS
    stack.say(f"and {more} more" if more > 0 else "", SMALL, gap=4)
    many = view["map"]["many"]
    stack.say(
        f"{covered['ghosts_withheld']} more hidden: fewer than 10 {many} each." if covered["ghosts_withheld"] else "",
        SMALL,
        gap=4,
    )


def _ghost(event: str, text: str, stack: Stack) -> None:
    """A step that reality has and the map has not: dashed, like everything that is not drawn by the team."""
    inner = Stack(stack.x + 9, stack.y + 8, stack.width * 0.55)
    inner.say(event, SMALL_STRONG, most=2)
    lines = [line for one in inner.items if isinstance(one, Words) for line in one.lines]
    room = max((wide(one, SMALL.size, bold=True) for one in lines), default=0.0)
    height = inner.y - stack.y - 5 + 3
    own = tuple(one for one in inner.items if isinstance(one, Words))
    stack.items.append(
        Box(stack.x, stack.y + 5, room + 18, height, "none", "strong", 1.3, (4, 3), 3, inside=own, name="ghost step")
    )
    beside = Stack(stack.x + room + 26, stack.y + 8, stack.width - room - 26)
    beside.say(text, SMALL)
    stack.items += beside.items
    stack.y = max(inner.y + 3, beside.y)


def _gaps(view: MapView, stack: Stack) -> None:
    stack.say("Not shown, and why", HEADING)
    stack.say(
        "A number that is not sure enough, or that points at too few, is not in this document at all.", BODY, gap=2
    )
    for gap in view["gaps"][:_MOST_GAPS]:
        word = "Hidden" if gap["kind"] == "withheld" else "Not said"
        stack.say(f"•  {word}: {gap['reason']} ({gap['count']})", SMALL, gap=3)
    more = len(view["gaps"]) - _MOST_GAPS
    stack.say(f"•  and {more} more reasons" if more > 0 else "", SMALL, gap=3)

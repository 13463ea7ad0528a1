"""What stands in the cells of the grid: stages, steps, the numbers of a step, cards, contact windows and handoffs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wayline.render import layout_marks
from wayline.render.compact import compact, few
from wayline.render.icons import icon
from wayline.render.images import drawable
from wayline.render.layout_items import (
    BODY,
    SMALL,
    SMALL_STRONG,
    STAGE,
    STEP,
    STRONG,
    VALUE,
    Box,
    Column,
    Group,
    Ink,
    Picture,
    Words,
    line,
)
from wayline.render.layout_stack import GAP, Stack, recoloured, words
from wayline.render.lettering import clean, clipped, width
from wayline.views.figures import VOICE
from wayline.views.grid import signed
from wayline.views.shape import CardView, Cell, ContactView, Fact, Figure, GhostView, LaneView, StageView, StepView

_SEVERITY = {1: "▲ small", 2: "▲▲ serious", 3: "▲▲▲ severe"}
_STAGE_WORDS = {"reached": "reached it", "converted": "moved on", "left": "left", "time_in_stage": "to move on (median)", "now": "here now"}  # fmt: skip
_DETOURS = {"repeats": "did it again", "returns": "came back", "skips": "of those further on skipped it"}


def stage(one: StageView, stack: Stack) -> None:
    """Title, what it is for, and its numbers, two lines where there is room."""
    stack.say(one["title"], STAGE, most=4)
    facts = [one["goal"] and f"“{one['goal']}”", one["team"] and f"Team: {one['team']}"]
    facts += [one["done_when"] and f"Done with “{one['done_when']}”", one["target"] and f"Target: {one['target']}"]
    stack.say(GAP.join(fact for fact in facts if fact), SMALL, gap=3, most=6)
    shown = [(one["figures"][name], said) for name, said in _STAGE_WORDS.items() if name in one["figures"]]
    numbers = [f"{figure['text']} {said}" for figure, said in shown if figure["value"] is not None]
    stack.say(GAP.join(numbers), SMALL_STRONG, gap=4)


def step(one: StepView, stack: Stack) -> None:
    """Number and title, the milestone with its sign, touchpoints with an icon of their channel."""
    stack.say(f"{one['number']}\u2002{one['title']}", STEP, most=8)
    milestone = one["milestone"]
    if milestone:
        sign = "◆" if milestone["truth"] else "◇"
        why = f": {milestone['why']}" if milestone["why"] else ""
        kind = recoloured(SMALL_STRONG, "accent") if milestone["truth"] else SMALL
        stack.say(f"{sign} {milestone['label']}{why}", kind, gap=4, most=8)
    for said, ink in claims(one):
        stack.say(said, recoloured(SMALL, ink), gap=3, most=6)
    for touchpoint in one["touchpoints"]:
        name = " · ".join(part for part in (touchpoint["channel"], touchpoint["name"]) if part)
        _chip(stack, name or "touchpoint", touchpoint["icon"], indirect=touchpoint["indirect"])


def claims(one: StepView) -> list[tuple[str, Ink]]:
    """The rung of a step's claim and its signs of friction, each a line of text and its colour."""
    claim = one["claim"]
    told: list[tuple[str, Ink]] = []
    if claim and claim["rung"]:
        told.append((f"{claim['badge']}: {claim['verb']}, {claim['effect']} ({claim['interval']})", "accent"))
    for sign in one["friction"]:
        ink: Ink = "muted" if sign["consequence"] else "lost"
        mark = "▽ Consequence" if sign["consequence"] else "▼ Friction"
        told.append((f"{mark}: {sign['what']}, {sign['effect']} ({sign['interval']})", ink))
    return told


def _chip(stack: Stack, name: str, drawing: str, *, indirect: bool) -> None:
    inner = Stack(stack.x + 22, stack.y + 8, stack.width - 28)
    inner.say(f"{name} (indirect)" if indirect else name, SMALL, most=3)
    wide = min(stack.width, 30 + max((width(item, SMALL.size) for one in inner.items if isinstance(one, Words) for item in one.lines), default=0))  # fmt: skip
    height = inner.y - stack.y - 5 + 3
    shift = max(0.0, stack.width - wide)  # text from right to left stands at the right end of its room
    own = tuple(
        replace(item, x=item.x - shift) if item.align == "end" else item
        for item in inner.items
        if isinstance(item, Words)
    )
    top = stack.y + 5
    frame = Box(
        stack.x,
        top,
        wide,
        height,
        "none",
        "strong" if indirect else "hair",
        1,
        (3, 2) if indirect else (),
        3,
        inside=own,
    )
    sign = icon(drawing, stack.x + 6, top + height / 2 - 6.5)
    stack.items += [frame, *sign]
    stack.y = top + height
    stack.cut += inner.cut


def step_name(one: StepView, column: Column, pad: float) -> Words:
    """The name of a step on one line, to be repeated in a heading."""
    text = f"{one['number']} {one['title']}"
    shown = clipped(text, column.width - 2 * pad, SMALL.size)
    return Words(column.x + pad, 7, column.width - 2 * pad, clean(text), (shown,), SMALL)


def absent(figure: Figure | None, stack: Stack) -> None:
    """What stands in place of a number that is not shown: the reason."""
    word = "hidden: " if figure and figure["show"] == "withheld" else ""
    stack.say(f"{word}{figure['reason']}" if figure else "–", SMALL)


def _value(figure: Figure, stack: Stack, note: str = "", *, gap: float = 3) -> None:
    """A number with its interval beside it; one from few subjects says so, in words and in ink."""
    reserve = few(figure)
    kind = recoloured(VALUE, "muted") if reserve else VALUE
    likely = compact(figure["interval"], figure["text"])
    stack.say(figure["text"], kind, gap=gap)
    _beside(stack, likely, 5)
    stack.say(note, SMALL)
    stack.say(reserve, SMALL)


def _beside(stack: Stack, text: str, drop: float, inset: float = 0) -> None:
    """Small words after the line that stands last, where they fit; else below it."""
    last = stack.items[-1] if stack.items else None
    if text and isinstance(last, Words) and len(last.lines) == 1 and last.align == "start":
        taken = inset + width(last.lines[0], last.type.size, bold=last.type.bold) + 5
        if taken + width(text, SMALL.size) <= stack.width:
            stack.items.append(words(text, stack.x + taken, last.y + drop, stack.width - taken, SMALL))
            return
    stack.say(text, SMALL, inset=inset)


def reached(one: StepView, stack: Stack) -> None:
    """The share that came here, as a bar and in words."""
    figure = one["figures"].get("reached")
    if figure is None or figure["value"] is None:
        absent(figure, stack)
        return
    stack.put(*layout_marks.share_bar(figure, stack.width))
    counted = figure["count"] is not None and figure["n"] is not None
    _value(figure, stack, f"{figure['count']:,} of {figure['n']:,}" if counted else "")
    since = one["figures"].get("time_to_value")
    if since and since["value"] is not None:
        stack.say(f"{since['text']} after the start (median)", SMALL)


def ways(one: StepView, stack: Stack) -> None:
    """Moved on, left, still open: one bar and a line each."""
    three = [one["figures"].get(name) for name in ("converted", "left", "open")]
    shown = [figure for figure in three if figure and figure["value"] is not None]
    if not shown:
        absent(three[0], stack)
        return
    if len(shown) == 3:
        stack.put(*layout_marks.ways_bar(shown, stack.width))
    for figure in shown:
        top = stack.y + (4 if figure is shown[0] else 1)
        reserve = few(figure)
        likely = reserve or compact(figure["interval"], figure["text"])
        kind = recoloured(BODY, "muted") if reserve else BODY
        stack.y = top
        key = layout_marks.key(figure["measure"])
        stack.put([key], 0)
        stack.say(f"{figure['text']} {figure['label'].lower()}", kind, inset=15)
        _beside(stack, likely, 2.5, inset=15)


def wait(longest: float) -> Callable[[StepView, Stack], None]:
    """The cell of a wait, drawn to the scale of the longest one."""

    def cell(one: StepView, stack: Stack) -> None:
        figure = one["figures"].get("time_to_next")
        if figure is None or figure["value"] is None:
            absent(figure, stack)
            return
        spread = figure["spread"]
        if spread:
            stack.put(*layout_marks.spread_bar(spread, longest, stack.width))
        _value(figure, stack)
        if spread:
            stack.say(f"middle half {compact(spread['middle'])}", SMALL)
            stack.say(f"one in ten over {spread['tail']}", SMALL)

    return cell


def detours(one: StepView, stack: Stack) -> None:
    """Repeats, returns and skips, each in words."""
    shown = [(one["figures"][name], said) for name, said in _DETOURS.items() if name in one["figures"]]
    seen = [(figure, said) for figure, said in shown if figure["value"] is not None]
    if not seen:
        absent(shown[0][0] if shown else one["figures"].get("reached"), stack)
        return
    for figure, said in seen:
        if figure["value"]:
            stack.say(f"{figure['text']} {said}", BODY, gap=2)
    if not stack.items:
        stack.say("none", SMALL)


def when(one: StepView, stack: Stack) -> None:
    """The hours of the day at which a step is touched, or why they cannot be told."""
    hours = one["hours"]
    if hours is None:
        return
    if hours["shares"]:
        stack.put(*layout_marks.clock(hours, stack.width))
    stack.say(hours["text"], SMALL, gap=4)


def ghost(one: GhostView, stack: Stack) -> None:
    """An event that no step explains: a dashed box, with the share of subjects who have it."""
    stack.y += 6 if stack.items else 0
    top = stack.y
    inner = Stack(stack.x + 6, top + 4, stack.width - 12)
    inner.say(one["event"], STRONG, most=3)
    inner.say(one["share_text"], SMALL)
    stack.framed(inner, top, pad=(6, 5), fill="surface", stroke="strong", dash=(4, 3), radius=4, name="ghost step")


def now(one: StepView, stack: Stack) -> None:
    """How many are here now."""
    figure = one["figures"].get("now")
    if figure is None or figure["value"] is None:
        absent(figure or one["figures"].get("reached"), stack)
        return
    _value(figure, stack)


def voice(one: StepView, stack: Stack) -> None:
    """What surveys and reviews say of the step, a line each."""
    asked = [one["figures"][name] for name in VOICE if name in one["figures"]]
    shown = [figure for figure in asked if figure["value"] is not None]
    for figure in shown:
        stack.say(f"{figure['text']} {figure['label']}", BODY, gap=2)
        _beside(stack, few(figure) or compact(figure["interval"], figure["text"]), 2.5)
    if asked and not shown:
        absent(asked[0], stack)


def cards(cell: Cell, lane: LaneView, stack: Stack) -> None:
    """The cards of a cell, one under the other."""
    for number, card in enumerate(cell["cards"]):
        stack.y += 6 if number else 0
        _card(card, stack, worded=not lane["curve"])


_EDGES: dict[str, tuple[Ink, float, tuple[float, ...]]] = {"assumed": ("strong", 2.0, (2, 3)), "measured": ("accent", 3.0, ())}  # fmt: skip


def _card(card: CardView, stack: Stack, *, worded: bool) -> None:
    """A card on its own ground; its left edge says what it rests on: dashed assumed, solid told or seen, broad measured."""
    top = stack.y
    inner = Stack(stack.x + 9, top + 5, stack.width - 15)
    _picture(card, inner)
    inner.say(card["persona"], recoloured(SMALL_STRONG, "accent"))
    inner.say(card["text"], BODY)
    told = _told(card, worded or bool(card["persona"]))
    lost = bool(card["severity"])
    inner.say(" · ".join(told), recoloured(SMALL, "lost") if lost else SMALL, gap=1)
    inner.say(card["link"], SMALL, most=2)
    if not inner.items:
        return
    whole = Stack(stack.x, top, stack.width)
    whole.framed(inner, top, pad=(9, 5), fill="ground", name="card")
    ink, thick, dash = _EDGES.get(card["basis"], ("strong", 2.0, ()))
    edge = line(stack.x + thick / 2, top, stack.x + thick / 2, whole.y, ink, thick, dash)
    stack.items.append(Group("group", "", (*whole.items, edge)))
    stack.y = whole.y
    stack.cut += whole.cut


def _told(card: CardView, worded: bool) -> list[str]:
    feeling = card["word"] if worded else ""
    if worded and card["valence"] is not None:
        feeling = f"{feeling} ({signed(card['valence'])})".strip()
    basis = "" if card["basis"] == "assumed" else card["basis"]
    evidence = f"{card['evidence']} source{'' if card['evidence'] == 1 else 's'}" if card["evidence"] else ""
    return [
        part for part in (_SEVERITY.get(card["severity"] or 0, ""), feeling, *card["notes"], basis, evidence) if part
    ]


def _picture(card: CardView, inner: Stack) -> None:
    """An image that stands in the map itself is drawn; any other is named, since a document loads nothing."""
    if held := drawable(card["image"]):
        tall = min(inner.width * 0.62, 160)
        inner.put([Picture(0, 0, inner.width, tall, held, card["alt"])], tall)
    elif card["image"]:
        inner.say(f"Picture: {card['alt'] or 'not included here'}", SMALL)


def contact(one: ContactView, end: float, stack: Stack) -> None:
    """A contact window or handoff in a frame: when it stands open, how often it was met. `end` is that of the shared axis."""
    stack.y += 10 if stack.items else 0
    top = stack.y
    inner = Stack(stack.x + 5, top + 8, stack.width - 10)
    inner.put(icon(one["kind"], 0, 2), 0)
    inner.say(one["title"], STRONG, inset=18)
    inner.say(one["who"], SMALL, gap=1)
    inner.put(*layout_marks.open_bar(one, end, inner.width), gap=6 if one["closes"] is not None else 0)
    for text in (one["when"], one["why"]):
        inner.say(text, SMALL, gap=2)
    figure = one["figure"]
    if figure is not None and figure["value"] is not None:
        bar, tall = layout_marks.contacts_bar(one["shares"], inner.width)
        inner.put(*((bar, tall) if bar else layout_marks.share_bar(figure, inner.width)), gap=6)
        _value(figure, inner, "in time")
    elif figure is not None:
        inner.say(f"{'hidden' if figure['show'] == 'withheld' else 'not measured'}: {figure['reason']}", SMALL, gap=4)
    _facts(one["parts"], inner)
    _facts([fact for fact in one["data"] if fact["text"]], inner)
    unmeasured = [fact["label"] for fact in one["data"] if not fact["text"]]
    inner.say(f"Hands over: {', '.join(unmeasured)}" if unmeasured else "", SMALL, gap=2)
    height = inner.y - top + 8
    frame = Box(stack.x - 3, top, stack.width + 6, height, "surface", "strong", 1, radius=4, name=one["kind"])
    stack.items.append(Group("group", one["title"], (frame, *inner.items)))
    stack.y = top + height
    stack.cut += inner.cut


def _facts(facts: Sequence[Fact], stack: Stack) -> None:
    for fact in facts:
        stack.say(f"{fact['text']} {fact['label']}", SMALL, gap=1)

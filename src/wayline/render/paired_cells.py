"""What stands in a cell of two maps: cards, contacts, numbers of a side, a difference in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wayline.render import layout_marks
from wayline.render.compact import compact, few
from wayline.render.layout_items import BODY, SMALL, SMALL_STRONG, STRONG, VALUE, Ink, line
from wayline.render.layout_stack import GAP, Stack, recoloured
from wayline.render.paired_signs import DASHES, INKS, NAMES, SIGNS, WAYS
from wayline.views.paired_shape import Block
from wayline.views.shape import Figure


def blocks(found: Sequence[Block], stack: Stack) -> None:
    """The blocks of a cell, one under the other."""
    for one in found:
        if one["kind"] == "absent":
            continue
        stack.y += 8 if stack.items else 0
        if one["kind"] == "words":
            _verdict(one, stack)
        elif one["kind"] == "figure":
            number(one["figure"], stack)
        else:
            _block(one, stack)


def happened(mark: str, told: Sequence[str], stack: Stack) -> None:
    """The mark as sign and word, and what happened."""
    if not mark:
        return
    name = f"{SIGNS[mark]} {NAMES[mark]}".strip()
    stack.say(name if NAMES[mark] or not told else f"{name} {told[0]}", recoloured(SMALL_STRONG, INKS[mark]), gap=2)
    for text in told if NAMES[mark] else told[1:]:
        stack.say(text, recoloured(SMALL, "ink"), gap=1, most=12)


def _verdict(one: Block, stack: Stack) -> None:
    sign = WAYS.get(one["way"], "")
    ink: Ink = "ink" if one["way"] in ("higher", "lower") else "muted"
    kind = recoloured(SMALL_STRONG if one["sure"] else SMALL, ink)
    stack.say(f"{sign} {one['text']}".strip(), kind, most=12)


def number(figure: Figure | None, stack: Stack, note: str = "") -> None:
    """A number of one side with its interval, or why it is not shown."""
    if figure is None:
        stack.say("–", SMALL)
        return
    if figure["value"] is None:
        word = "hidden: " if figure["show"] == "withheld" else ""
        stack.say(f"{word}{figure['reason'] or 'not measured'}", SMALL)
        return
    if figure["unit"] == "share":
        stack.put(*layout_marks.share_bar(figure, min(stack.width, 220)))
    reserve = few(figure)
    stack.say(figure["text"], recoloured(VALUE, "muted") if reserve else VALUE, gap=3)
    counted = figure["count"] is not None and figure["n"] is not None and figure["unit"] == "share"
    small = [
        note,
        compact(figure["interval"], figure["text"]),
        f"{figure['count']:,} of {figure['n']:,}" if counted else "",
        reserve,
    ]
    stack.say(GAP.join(part for part in small if part), SMALL)


def _block(one: Block, stack: Stack) -> None:
    top, mark = stack.y, one["mark"]
    gone = mark == "removed"
    struck = {"struck": True, "ink": "muted"} if gone else {}
    stack.say(one["title"], replace(STRONG, **struck), most=8)  # type: ignore[arg-type]
    stack.say(one["text"], replace(BODY, **struck))  # type: ignore[arg-type]
    for note in one["notes"]:
        stack.say(note, SMALL, gap=1, most=6)
    if one["figure"]:
        number(one["figure"], stack, "in time")
    happened(mark, one["told"], stack)
    if mark:
        stack.items.append(line(stack.x - 6, top, stack.x - 6, stack.y, INKS[mark], 3.0, DASHES[mark]))

"""What stands in a cell: cards, contact windows, handoffs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wayline.render import contact_svg
from wayline.render.compact import compact, few
from wayline.render.images import drawable
from wayline.render.links_html import number
from wayline.render.markup import Markup, el, join, said, some
from wayline.views.grid import signed
from wayline.views.shape import CardView, ContactView, Fact

_LINK = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_SEVERITY = {1: "▲ small", 2: "▲▲ serious", 3: "▲▲▲ severe"}


def cards(found: Sequence[CardView], *, worded: bool = True, kind: str = "") -> Markup:
    """The cards of a cell. `worded` is off where the feeling is drawn as a curve already; `kind` is that of their lane."""
    return join(_card(card, kind, worded=worded) for card in found)


def _card(card: CardView, kind: str, *, worded: bool) -> Markup:
    worded = worded or bool(card["persona"])
    feeling = card["word"] if worded else ""
    if worded and card["valence"] is not None:
        feeling = f"{feeling} ({signed(card['valence'])})".strip()
    notes = [_SEVERITY.get(card["severity"] or 0, ""), feeling, *card["notes"], _basis(card)]
    told = [said(note, "span", class_="tag") for note in notes if note]
    lines = [
        said(card["persona"], "b", class_="of-persona") if card["persona"] else None,
        _picture(card),
        said(card["text"], "p", class_="says") if card["text"] else None,
        some(told, el("p", *told, class_="tags")),
        _link(card),
    ]
    if not any(lines):
        return Markup("")
    backed = "backed" if card["evidence"] or card["basis"] != "assumed" else "assumed"
    marks = ("card", backed, kind if kind == "quote" else "", "other" if card["persona"] else "")
    return el("div", *lines, class_=" ".join(mark for mark in marks if mark), data_persona=card["persona"] or None)


def _basis(card: CardView) -> str:
    """Only what is more than an assumption says so: most cards of a young map are assumptions, and drawn hollow."""
    if card["basis"] == "assumed" and not card["evidence"]:
        return ""
    evidence = f"{card['evidence']} source{'' if card['evidence'] == 1 else 's'}" if card["evidence"] else ""
    return " · ".join(part for part in ("" if card["basis"] == "assumed" else card["basis"], evidence) if part)


def _picture(card: CardView) -> Markup | None:
    if not card["image"]:
        return None
    if held := drawable(card["image"]):
        return el("img", src=held, alt=card["alt"])
    return said(f"Picture: {card['alt'] or 'not included in this page'}", "p", class_="aside")


def _link(card: CardView) -> Markup | None:
    if not card["link"]:
        return None
    if _LINK.fullmatch(card["link"]):
        return el("a", card["link"], href=card["link"], rel="noreferrer noopener")
    return said(card["link"], "p", class_="aside")


def contact(one: ContactView, end: float) -> Markup:
    """A contact window or handoff: when it stands open, and how often it was met. `end` is that of the shared time axis."""
    figure = one["figure"]
    lines: list[Markup | None] = [
        said(one["title"], "p", class_="contact-title"),
        said(one["who"], "p", class_="aside"),
        contact_svg.bar(one, end),
        said(one["when"], "p", class_="aside"),
    ]
    if figure is not None and figure["value"] is not None:
        interval = el("small", f" {compact(figure['interval'])}") if figure["interval"] else None
        reserve = el("small", f" {few(figure)}") if few(figure) else None
        shown = number(one["id"], figure, el("b", figure["text"]), " in\N{NO-BREAK SPACE}time")
        lines += [contact_svg.ways(one["shares"]), el("p", shown, interval, reserve, class_="value")]
    elif figure is not None:
        word = "hidden: " if figure["show"] == "withheld" else "not measured: "
        lines.append(el("p", f"{word}{figure['reason']}", class_="absent"))
    lines += [_parts(one), _facts([fact for fact in one["data"] if fact["text"]])]
    unmeasured = [fact["label"] for fact in one["data"] if not fact["text"]]
    lines.append(said(f"Hands over: {', '.join(unmeasured)}", "p", class_="aside") if unmeasured else None)
    lines.append(said(one["why"], "p", class_="aside why") if one["why"] else None)
    return el("div", *lines, class_="contact")


def _parts(one: ContactView) -> Markup | None:
    """Those that were not in time, with the sign that they have in the bar."""
    kinds = {part["label"]: part["kind"] for part in one["shares"]}
    items = [
        el("li", contact_svg.key(kinds[part["label"]]) if part["label"] in kinds else None, el("b", part["text"]),
           f" {part['label']}", dir="auto")
        for part in one["parts"]
    ]  # fmt: skip
    return el("ul", *items, class_="ways") if items else None


def _facts(facts: Sequence[Fact]) -> Markup | None:
    items = [el("li", el("b", fact["text"]), f" {fact['label']}", dir="auto") for fact in facts]
    return el("ul", *items, class_="ways") if items else None

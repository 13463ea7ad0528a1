"""What stands in a cell: cards, contact windows, handoffs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wayline.render import marks_svg
from wayline.render.compact import compact, few
from wayline.render.markup import Markup, el, join, said, some
from wayline.views.grid import signed
from wayline.views.shape import CardView, ContactView, Fact

_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_LINK = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_SEVERITY = {1: "▲ small", 2: "▲▲ serious", 3: "▲▲▲ severe"}


def cards(found: Sequence[CardView], *, worded: bool = True) -> Markup:
    """The cards of a cell. `worded` is off where the feeling is drawn as a curve already."""
    return join(_card(card, worded) for card in found)


def _card(card: CardView, worded: bool) -> Markup:
    feeling = card["word"] if worded else ""
    if worded and card["valence"] is not None:
        feeling = f"{feeling} ({signed(card['valence'])})".strip()
    notes = [_SEVERITY.get(card["severity"] or 0, ""), feeling, *card["notes"], _basis(card)]
    told = [said(note, "span", class_="tag") for note in notes if note]
    lines = [
        _picture(card),
        said(card["text"], "p") if card["text"] else None,
        some(told, el("p", *told, class_="tags")),
        _link(card),
    ]
    return el("div", *lines, class_=f"card {card['basis']}")


def _basis(card: CardView) -> str:
    """Only what is more than an assumption is marked: most cards of a young map are assumptions."""
    if card["basis"] == "assumed" and not card["evidence"]:
        return ""
    evidence = f"{card['evidence']} source{'' if card['evidence'] == 1 else 's'}" if card["evidence"] else ""
    return " · ".join(part for part in ("" if card["basis"] == "assumed" else card["basis"], evidence) if part)


def _picture(card: CardView) -> Markup | None:
    if not card["image"]:
        return None
    if _IMAGE.fullmatch(card["image"]):
        return el("img", src=card["image"], alt=card["alt"])
    return said(f"Picture: {card['alt'] or 'not included in this page'}", "p", class_="aside")


def _link(card: CardView) -> Markup | None:
    if not card["link"]:
        return None
    if _LINK.fullmatch(card["link"]):
        return el("a", card["link"], href=card["link"], rel="noreferrer noopener")
    return said(card["link"], "p", class_="aside")


def contact(one: ContactView) -> Markup:
    """A contact window or handoff with how often it was met."""
    figure = one["figure"]
    lines: list[Markup | None] = [
        said(one["title"], "p", class_="contact-title"),
        said(one["who"], "p", class_="aside"),
        said(one["when"], "p", class_="aside"),
    ]
    lines.append(said(one["why"], "p", class_="aside") if one["why"] else None)
    if figure is not None and figure["value"] is not None:
        interval = el("small", f" {compact(figure['interval'])}") if figure["interval"] else None
        reserve = el("small", f" {few(figure)}") if few(figure) else None
        lines += [
            marks_svg.share_bar(figure),
            el("p", el("b", figure["text"]), " in\N{NO-BREAK SPACE}time", interval, reserve, class_="value"),
        ]
    elif figure is not None:
        word = "hidden: " if figure["show"] == "withheld" else "not said: "
        lines.append(el("p", f"{word}{figure['reason']}", class_="absent"))
    lines += [_facts(one["parts"]), _facts([fact for fact in one["data"] if fact["text"]])]
    unmeasured = [fact["label"] for fact in one["data"] if not fact["text"]]
    lines.append(said(f"Hands over: {', '.join(unmeasured)}", "p", class_="aside") if unmeasured else None)
    return el("div", *lines, class_="contact")


def _facts(facts: Sequence[Fact]) -> Markup | None:
    items = [el("li", el("b", fact["text"]), f" {fact['label']}", dir="auto") for fact in facts]
    return el("ul", *items, class_="ways") if items else None

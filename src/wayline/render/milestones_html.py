"""The strip of milestones over the map: how many get there, when, and which of them are moments of truth."""

from __future__ import annotations

from wayline.render import marks_svg
from wayline.render.claims_html import badges
from wayline.render.compact import compact
from wayline.render.links_html import number, place
from wayline.render.markup import Markup, el, said
from wayline.views.shape import MapView, StepView


def milestones(view: MapView) -> Markup:
    """An ordered list; nothing for a map without milestones."""
    items = [_milestone(step) for step in view["steps"] if step["milestone"]]
    return el("section", el("h2", "Milestones"), el("ol", *items), class_="milestones") if items else Markup("")


def _milestone(step: StepView) -> Markup:
    one = step["milestone"]
    assert one is not None
    sign = el("span", "◆" if one["truth"] else "◇", class_="sign-mark", aria_hidden="true")
    title = el("a", said(step["title"]), href=f"#{place(step['id'])}", class_="open")
    due = f"expected within {one['expected']}" if one["expected"] else ""
    lines = [
        el("p", sign, " ", one["label"], class_="aside"),
        el("p", title, class_="milestone-title"),
        *_numbers(step),
        *badges(step),
    ]
    lines.append(said(due, "p", class_="aside") if due else Markup(""))
    return el("li", *lines, class_="truth" if one["truth"] else None)


def _numbers(step: StepView) -> list[Markup]:
    reached, since = step["figures"].get("reached"), step["figures"].get("time_to_value")
    if reached is None:
        return []
    if reached["value"] is None:
        word = "hidden: " if reached["show"] == "withheld" else ""
        return [el("p", f"{word}{reached['reason']}", class_="absent")]
    likely = el("small", f" {compact(reached['interval'], reached['text'])}")
    shown = [
        marks_svg.share_bar(reached),
        el("p", number(step["id"], reached, el("b", reached["text"])), " reached it", likely),
    ]
    if since is not None and since["value"] is not None:
        shown.append(el("p", number(step["id"], since, since["text"]), " from the start (median)", class_="aside"))
    return shown

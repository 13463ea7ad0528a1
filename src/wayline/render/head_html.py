"""The head of the grid: stages with their numbers, steps with milestone and touchpoints."""

from __future__ import annotations

from wayline.render.claims_html import badges
from wayline.render.columns_html import edge, firsts
from wayline.render.icons_svg import icon
from wayline.render.links_html import number, place
from wayline.render.markup import Markup, el, said, some
from wayline.views.shape import MapView, MilestoneView, StageView, StepView, TouchpointView

_STAGE_WORDS = {
    "reached": "reached it", "converted": "moved on", "left": "left", "time_in_stage": "to move on (median)", "now": "here now",
}  # fmt: skip


def head(view: MapView) -> Markup:
    stages = el(
        "tr",
        el("td", "Stages", class_="corner"),
        *[_stage(stage) for stage in view["stages"]],
    )
    by_column = {step["column"]: step for step in view["steps"]}
    edges = firsts(view)
    told = any(step["bound"] for step in view["steps"])
    steps = [
        _step(by_column[column], edge(column, edges), told=told) if column in by_column
        else el("td", el("span", "no steps yet", class_="muted"), class_=edge(column, edges))
        for column in range(view["columns"])
    ]  # fmt: skip
    return el(
        "thead",
        stages,
        el("tr", el("td", "Steps", class_="corner"), *steps, class_="steps"),
    )


def _stage(stage: StageView) -> Markup:
    facts = [stage["goal"] and f"“{stage['goal']}”", stage["team"] and f"Team: {stage['team']}"]
    facts += [
        stage["done_when"] and f"Done with “{stage['done_when']}”",
        stage["target"] and f"Target: {stage['target']}",
    ]
    lines = [said(fact, "span", class_="fact") for fact in facts if fact]
    name = el("a", said(stage["title"]), href=f"#{place(stage['id'])}", class_="open")
    title = el("span", name, class_="stage-title")
    return el(
        "th",
        title,
        el("div", *lines, class_="facts"),
        numbers(stage),
        scope="colgroup",
        colspan=stage["span"],
        class_="stage first",
        data_stage=stage["id"],
    )


def numbers(stage: StageView) -> Markup:
    """What was measured of a stage, in its head."""
    shown = [(words, stage["figures"][name]) for name, words in _STAGE_WORDS.items() if name in stage["figures"]]
    items = [
        el("span", number(stage["id"], figure, el("b", figure["text"])), f" {words}", class_="number")
        for words, figure in shown
        if figure["value"] is not None
    ]
    return some(items, el("div", *items, class_="numbers"))


def _step(step: StepView, kind: str | None, *, told: bool) -> Markup:
    """`told`: whether a step that is not bound says so; where none is, the sentence on top says it once."""
    chips = [_touchpoint(touchpoint) for touchpoint in step["touchpoints"]]
    name = el("a", said(step["title"]), href=f"#{place(step['id'])}", class_="open")
    title = el("span", el("span", step["number"], class_="nth"), " ", name, class_="step-title")
    known = "step bound" if step["bound"] else "step unbound"
    classes = " ".join(part for part in (known, kind) if part)
    unbound = None if step["bound"] or not told else el("span", "not bound to events", class_="unbound-note")
    shown = [
        title,
        _milestone(step["milestone"]),
        *badges(step),
        some(chips, el("span", *chips, class_="chips")),
        unbound,
    ]
    return el("th", *shown, scope="col", class_=classes)


def _milestone(one: MilestoneView | None) -> Markup:
    if one is None:
        return Markup("")
    why = f": {one['why']}" if one["why"] else ""
    due = f" (expected within {one['expected']})" if one["expected"] else ""
    sign = el("span", "◆" if one["truth"] else "◇", class_="sign-mark", aria_hidden="true")
    words = [sign, " ", el("b", one["label"]), said(f"{why}{due}")]
    return el("span", *words, class_="milestone truth" if one["truth"] else "milestone")


def _touchpoint(one: TouchpointView) -> Markup:
    name = " · ".join(part for part in (one["channel"], one["name"]) if part) or "touchpoint"
    indirect = " (indirect)" if one["indirect"] else ""
    return el("span", icon(one["icon"]), said(name + indirect), class_="chip indirect" if one["indirect"] else "chip")

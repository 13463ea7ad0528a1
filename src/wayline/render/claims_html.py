"""The rung of a step's claim and signs of friction, short in the head of the grid and whole in the step's words."""

from __future__ import annotations

from wayline.render.markup import Markup, el, said
from wayline.views.claim_shape import ClaimView, FrictionView
from wayline.views.claims import CLAIM_KEY, FRICTION_KEY
from wayline.views.shape import MapView, StepView
from wayline.views.words import capital

SIGN = "▼"


def keys(view: MapView) -> list[tuple[str, str]]:
    """The class of a sign and what it means, for the legend of a map that has any."""
    has = {
        "claim": any(step["claim"] for step in view["steps"]),
        "friction": any(step["friction"] for step in view["steps"]),
    }
    told = (("claim", "key rungs-key", CLAIM_KEY), ("friction", "key friction-key", FRICTION_KEY))
    return [(sign, capital(f"{text}.")) for kind, sign, text in told if has[kind]]


def badges(step: StepView) -> list[Markup]:
    """What the head of a column has room for."""
    claim = step["claim"]
    shown = [_badge(claim)] if claim and claim["rung"] else []
    return shown + [_sign(one) for one in step["friction"]]


def _badge(one: ClaimView) -> Markup:
    rungs = el("span", *[el("i", class_="on" if rung <= one["rung"] else None) for rung in range(1, 6)], class_="rungs", aria_hidden="true")  # fmt: skip
    words = [
        rungs,
        " ",
        el("b", one["badge"]),
        f" {one['verb']}: {one['effect']}",
        el("small", f" ({one['interval']})"),
    ]
    return el("span", *words, class_="claim")


def _sign(one: FrictionView) -> Markup:
    mark = el("span", "▽" if one["consequence"] else SIGN, class_="sign-mark", aria_hidden="true")
    name = "Consequence" if one["consequence"] else "Friction"
    words = [
        mark,
        " ",
        el("b", name),
        " ",
        said(one["what"]),
        f": {one['effect']}",
        el("small", f" ({one['interval']})"),
    ]
    return el("span", *words, class_="friction consequence" if one["consequence"] else "friction")


def whole(step: StepView) -> Markup:
    """Everything known, with the command that writes a plan; nothing for a step without claim and friction."""
    parts = ([_claim(step["claim"])] if step["claim"] else []) + [_friction(one) for one in step["friction"]]
    return el("div", *parts, class_="evidence-words") if parts else Markup("")


def _claim(one: ClaimView) -> Markup:
    facts = [("Effect", f"{one['effect']} ({one['interval']})"), ("n", one["n"]), ("Tried", one["tried"]), ("Asked", one["asked"])]  # fmt: skip
    head = el("p", el("b", one["badge"]), ": ", said(one["sentence"]))
    return el("div", head, _facts(facts), _plan(one), class_="claim-words")


def _plan(one: ClaimView) -> Markup | None:
    if not one["command"]:
        return None
    told = "What predicts need not help when it is brought about. This writes the plan of an experiment that would tell, locked before it starts:"
    return el(
        "div", el("p", told, class_="aside"), el("pre", one["command"], tabindex=0, class_="command"), class_="to-plan"
    )


def _friction(one: FrictionView) -> Markup:
    facts = [("Effect", f"{one['effect']} ({one['interval']})"), ("n", one["n"]), ("Asked", one["asked"])]
    name = "Consequence" if one["consequence"] else "Friction"
    return el("div", el("p", el("b", name), ": ", said(one["sentence"])), _facts(facts), class_="friction-words")


def _facts(told: list[tuple[str, str]]) -> Markup:
    pairs = [el("div", el("dt", label), said(text, "dd")) for label, text in told if text]
    return el("dl", *pairs, class_="facts-list")

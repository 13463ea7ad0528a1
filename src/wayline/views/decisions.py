"""Decision rules in words: a rule as a sentence, what later paths made of it, and what it must not be taken for."""

from __future__ import annotations

from collections.abc import Mapping

from wayline.estimates.estimate import Estimate
from wayline.maps.duration import spoken
from wayline.measures.decisions.decisions import Decisions
from wayline.measures.decisions.question import MOST_EFFORT
from wayline.measures.decisions.rules import Judgement, Rule, Side
from wayline.views import words

_CALLED = {"lost": "lost", "success": "success"}
_MICRO = 1_000_000


def sentence(rule: Rule, steps: Mapping[int, str]) -> str:
    """`after tma, with 1 touch of effort (so far: register, tma), 84 days without a step → lost`."""
    state = rule.state
    idle = f", {spoken(state.idle / _MICRO)} without a step" if state.idle else ""
    so_far = ", ".join(steps[step] for step in state.milestones)
    return f"after {steps[state.last]}, {_effort(state.effort)} (so far: {so_far or 'no milestone'}){idle} → {_CALLED[rule.calls]}"


def _effort(effort: int) -> str:
    if effort == 0:
        return "no effort"
    more = " or more" if effort == MOST_EFFORT else ""
    return f"{effort}{more} {'touch' if effort == 1 else 'touches'} of effort"


def closure_note(rule: Rule) -> str:
    """Says of a rule that it only restates an automatic closure; empty where it does not."""
    if rule.closure_seconds is None:
        return ""
    return f"restates a closure: most who left were closed {spoken(rule.closure_seconds)} after their last touch"


def side_line(found: Decisions, side: Side, many: str) -> str:
    """What later paths made of all rules of one side, or that there is no rule."""
    plain = found.plain_side(side)
    if plain["verdict"] == "no rule":
        return _no_rule(side, plain["highest_lower_limit"], found.threshold)
    judged = found.sides[side]
    counted = words.counted(plain["rules"], "rule", "rules")
    told = f"{_CALLED[side]}: {counted} called {words.number(judged.precision.n)} of {found.judged:,} later {many}"
    if judged.precision.show == "hidden":
        return f"{told}: too few to say how often they are right"
    return f"{told} ({words.percent(judged.reach.value or 0.0)}); {right(judged)} right, {ahead(judged)} ahead: {_VERDICTS[plain['verdict']]}"


_VERDICTS = {
    "kept": "they keep what they promise",
    "broken": "BROKEN on later paths, not to be used",
    "cannot tell": "cannot tell yet whether they keep it",
}


def _no_rule(side: Side, nearest: float | None, threshold: float) -> str:
    if nearest is None:
        return f"{_CALLED[side]}: no rule, for no state is passed by 30 paths"
    return (
        f"{_CALLED[side]}: no rule, and that is the answer: of no state does the lower limit reach {threshold:g}; "
        f"the highest is {nearest:.3f}"
    )


def right(judged: Judgement) -> str:
    """The precision on later paths with its interval; empty where there is too little to show."""
    precision = judged.precision
    if precision.value is None or precision.show == "hidden":
        return ""
    grey = "~" if precision.show == "grey" else ""
    return f"{grey}{precision.value:.3f} [{precision.low:.3f}, {precision.high:.3f}]"


def ahead(judged: Judgement) -> str:
    """The median lead to the end."""
    return spoken(judged.lead.value) if judged.lead.value is not None and judged.lead.show != "hidden" else ""


def hazard(one: Estimate) -> str:
    """`9.8 % [8.9, 10.8]`: shares of a period are small, and tell apart by their first decimal."""
    if one.value is None or one.low is None or one.high is None:
        return ""
    return f"{one.value * 100:.1f} % [{one.low * 100:.1f}, {one.high * 100:.1f}]"

"""Faces of one map: the service blueprint, the strip of milestones, a day in the life. Each is a map view again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from wayline.errors import NotFoundError
from wayline.findings import nearest
from wayline.views import rearrange
from wayline.views.filters import Filter, filtered
from wayline.views.shape import MapView, SideView, StageView, StepView

_BLUEPRINT = ("action", "touchpoint", "channel", "storyboard", "onstage", "system", "backstage", "support", "policy",
              "window", "handoff")  # fmt: skip
_DAY = (
    "action",
    "thought",
    "emotion",
    "need",
    "pain",
    "gain",
    "delight",
    "touchpoint",
    "channel",
    "quote",
    "storyboard",
    "goal",
)
_STRIP = ("goal", "emotion", "milestone", "expectation", "experience")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.h]([0-5]\d)\b|\b(1[0-2]|[1-9])\s?([ap])\.?m\b", re.IGNORECASE)
_PARTS = ((5, "Night"), (11, "Morning"), (14, "Midday"), (18, "Afternoon"), (23, "Evening"), (24, "Night"))


def blueprint(view: MapView) -> MapView:
    """The service blueprint: what customers do and touch on top, then everything behind, between the three lines.

    Physical evidence (touchpoints, pictures) stands above the customer's actions, feelings and thoughts are left out.
    """
    less = filtered(view, Filter(kinds=_BLUEPRINT))
    less["sides"] = [_evidence_first(side) for side in less["sides"]]
    less["filters"] = [*view["filters"], "service blueprint: without feelings, thoughts and needs"]
    return less


def _evidence_first(side: SideView) -> SideView:
    first = {"storyboard": 0, "touchpoint": 0, "channel": 1, "action": 2}
    lanes = sorted(side["lanes"], key=lambda lane: first.get(lane["kind"], 3))
    return SideView(side=side["side"], title=side["title"], line=side["line"], lanes=lanes, contacts=side["contacts"])


def milestones(view: MapView) -> MapView:
    """Only the columns that are a milestone, in a strip: reached share, time from the start, moments of truth.

    Paths between steps go, since they would skip what is not shown; a map without milestones gives an empty strip.
    """
    kept = [step for step in view["steps"] if step["milestone"]]
    strip = _columns(view, kept, "milestones only", lambda step: step["stage"], {})
    less = filtered(strip, Filter(kinds=_STRIP))
    less["filters"] = strip["filters"]
    return less


def day_in_the_life(view: MapView) -> MapView:
    """The customer's side by the clock: steps in the order of the time in their title, under the parts of the day.

    A step whose title and description name no time comes last, under “No time given”.
    """
    times = {step["id"]: _minutes(f"{step['title']} {step['description']}") for step in view["steps"]}
    ordered = sorted(view["steps"], key=lambda step: (times[step["id"]], step["column"]))
    titles = {f"day-{number}": title for number, (_, title) in enumerate(_PARTS)} | {"day-none": "No time given"}
    day = _columns(
        view,
        ordered,
        "day in the life: the customer’s side by the clock",
        lambda step: _part(times[step["id"]]),
        titles,
    )
    less = filtered(day, Filter(kinds=_DAY, sides=("customer",), contacts=False))
    less["filters"] = day["filters"]
    return less


FACES: dict[str, Callable[[MapView], MapView]] = {
    "map": lambda view: view,
    "blueprint": blueprint,
    "milestones": milestones,
    "day": day_in_the_life,
}


def face(view: MapView, name: str) -> MapView:
    """The face of this name: `map`, `blueprint`, `milestones` or `day`. Raises NotFoundError for another."""
    if name not in FACES:
        raise NotFoundError(f"a map has no face '{name}'.{nearest(name, FACES)}", hint=f"Faces: {', '.join(FACES)}")
    return FACES[name](view)


def _minutes(text: str) -> int:
    """Minutes since midnight of the first clock time in the text; after all of them where there is none."""
    found = _CLOCK.search(text)
    if found is None:
        return 24 * 60
    if found[3]:
        return (int(found[3]) % 12 + (12 if found[4].lower() == "p" else 0)) * 60
    return int(found[1]) * 60 + int(found[2])


def _part(minutes: int) -> str:
    number = next((number for number, (until, _) in enumerate(_PARTS) if minutes < until * 60), None)
    return "day-none" if number is None else f"day-{number}"


def _columns(
    view: MapView,
    steps: Sequence[StepView],
    told: str,
    group: Callable[[StepView], str],
    titles: Mapping[str, str],
) -> MapView:
    """The view with these steps as its columns, in this order, under stages named by `group`."""
    order = [step["column"] for step in steps]
    known = {stage["id"]: stage for stage in view["stages"]}
    stages: list[StageView] = []
    placed = []
    for column, step in enumerate(steps):
        stage = group(step)
        if not stages or stages[-1]["id"] != stage:
            stages.append(_stage(stage, known.get(stage), titles.get(stage, ""), column))
        else:
            stages[-1]["span"] += 1
        stages[-1]["steps"] = [*stages[-1]["steps"], step["id"]]
        placed.append(rearrange.step(step, column, stage))
    less = view.copy()
    less.update({"columns": len(steps), "stages": stages, "steps": placed, "flows": [], "flows_withheld": 0})
    less["coverage"] = rearrange.coverage(view["coverage"], {})
    less["sides"] = rearrange.sides(view["sides"], order)
    less["filters"] = [*view["filters"], told]
    return less


def _stage(name: str, known: StageView | None, title: str, column: int) -> StageView:
    if known is not None:
        one = known.copy()
        one.update({"column": column, "span": 1, "steps": []})
        return one
    return StageView(
        id=name, title=title, goal="", description="", team="", target="", done_when="", column=column, span=1, steps=[],
        figures={},
    )  # fmt: skip

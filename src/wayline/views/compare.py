"""Two map views on one aligned grid: two states, segments or periods, with every difference in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Literal, TypedDict

from wayline.views import story, words
from wayline.views.curve import signed
from wayline.views.filters import Filter, filtered
from wayline.views.paired_columns import in_order
from wayline.views.shape import Figure, MapView, StageView, StepView

VERSION = 1
Presence = Literal["both", "left", "right"]
Verdict = Literal["higher", "lower", "no visible change", "cannot tell", "hidden", "same"]
MEASURES = ("reached", "converted", "left", "time_to_next", "time_in_stage", "now", "emotion")


class Pair(TypedDict):
    """One measure on both sides. `change` is the difference in words where both are shares of different subjects."""

    measure: str
    label: str
    left: str
    right: str
    verdict: Verdict
    change: str


class AlignedText(TypedDict):
    """What one lane says on either side of a step; nothing where both say the same."""

    lane: str
    left: list[str]
    right: list[str]


class Aligned(TypedDict):
    """One stage or step of the two maps side by side. Columns are those of its own map, null where it has none."""

    kind: Literal["stage", "step"]
    id: str
    presence: Presence
    left_title: str
    right_title: str
    left_column: int | None
    right_column: int | None
    left_valence: float | None
    right_valence: float | None
    pairs: list[Pair]
    texts: list[AlignedText]
    differences: list[str]


class Side(TypedDict):
    name: str
    title: str
    state: str
    subjects: str
    window: str


class Comparison(TypedDict):
    """`sentences` say what differs, the surest first; `caution` says what the numbers do not allow."""

    comparison: int
    left: Side
    right: Side
    elements: list[Aligned]
    sentences: list[str]
    caution: str


def compare(
    left: MapView, right: MapView, *, names: tuple[str, str] = ("left", "right"), separate: bool = False
) -> Comparison:
    """Both views aligned by the ids of stages and steps, in the order of the right map.

    `separate`: the two rest on different subjects (two segments, two periods of starts). Only then is a difference of
    shares judged, by the interval of Newcombe (1998, method 10); for the same subjects both numbers stand side by side.
    """
    elements = _nested(_aligned("stage", left, right, separate), _aligned("step", left, right, separate), (left, right))
    for one in elements:
        one["differences"] = _differences(one, names)
    told = [(one, text) for one in elements for text in one["differences"]]
    moved = [text for one, text in told if one["presence"] != "both"]
    rest = [text for one, text in told if one["presence"] == "both"]
    caution = "" if separate else "Both sides may rest on the same subjects, so no difference of shares is judged."
    measured = left["measured"] and right["measured"]
    return Comparison(
        comparison=VERSION,
        left=_side(names[0], left),
        right=_side(names[1], right),
        elements=elements,
        sentences=[*moved, *rest] or ["The two show no difference."],
        caution=caution if measured else "",
    )


def levels(view: MapView, left: str, right: str) -> Comparison:
    """Two levels of the segment that the view was measured by."""
    sides = (filtered(view, Filter(segment=left)), filtered(view, Filter(segment=right)))
    return compare(*sides, names=(left, right), separate=True)


def _side(name: str, view: MapView) -> Side:
    origin = view["provenance"]
    return Side(
        name=name,
        title=view["map"]["title"],
        state=view["map"]["state"],
        subjects=origin["subjects"] if origin else "not measured",
        window=origin["window"] if origin else "",
    )


def _aligned(kind: Literal["stage", "step"], left: MapView, right: MapView, separate: bool) -> list[Aligned]:
    before, after = ({one["id"]: one for one in _elements(view, kind)} for view in (left, right))
    scenes = [
        {scene["step"]: scene for scene in story.scenes(view)} if kind == "step" else {} for view in (left, right)
    ]
    return [
        _one(
            kind, name, before.get(name), after.get(name), (scenes[0].get(name), scenes[1].get(name)), separate=separate
        )
        for name in in_order(list(before), list(after))
    ]


def _nested(stages: list[Aligned], steps: list[Aligned], views: tuple[MapView, MapView]) -> list[Aligned]:
    """Each stage before its steps; a step that stands in different stages goes with the right one."""
    home = {step["id"]: step["stage"] for view in views for step in view["steps"]}
    return [one for stage in stages for one in (stage, *(step for step in steps if home[step["id"]] == stage["id"]))]


def _elements(view: MapView, kind: str) -> Sequence[StageView | StepView]:
    return view["stages"] if kind == "stage" else view["steps"]


def _one(
    kind: Literal["stage", "step"],
    name: str,
    left: StageView | StepView | None,
    right: StageView | StepView | None,
    scenes: tuple[story.Scene | None, story.Scene | None],
    *,
    separate: bool,
) -> Aligned:
    pairs = _pairs(left["figures"], right["figures"], separate) if left and right else []
    texts = _texts(*scenes) if left and right else []
    valences = [scene["valence"] if scene else None for scene in scenes]
    return Aligned(
        kind=kind, id=name, presence="both" if left and right else "left" if left else "right",
        left_title=left["title"] if left else "", right_title=right["title"] if right else "",
        left_column=left["column"] if left else None, right_column=right["column"] if right else None,
        left_valence=valences[0], right_valence=valences[1], pairs=pairs, texts=texts, differences=[],
    )  # fmt: skip


def _differences(one: Aligned, names: tuple[str, str]) -> list[str]:
    what = f"{one['kind']} “{one['right_title'] or one['left_title']}”"
    if one["presence"] != "both":
        return [f"{words.capital(what)} is only in “{names[0] if one['presence'] == 'left' else names[1]}”."]
    told = []
    if one["left_title"] != one["right_title"]:
        told.append(f"{words.capital(one['kind'])} “{one['left_title']}” is called “{one['right_title']}”.")
    if (
        one["left_valence"] is not None
        and one["right_valence"] is not None
        and one["left_valence"] != one["right_valence"]
    ):
        told.append(f"Feeling at {what}: {signed(one['left_valence'])} → {signed(one['right_valence'])}.")
    told += [f"{text['lane']} at {what}: {_changed(text)}." for text in one["texts"]]
    told += [
        f"{pair['label']} at {what}: {pair['left']} → {pair['right']}, {pair['change'] or pair['verdict']}."
        for pair in one["pairs"]
        if pair["verdict"] in ("higher", "lower")
    ]
    return told


def _changed(text: AlignedText) -> str:
    gone = [f"no longer “{one}”" for one in text["left"] if one not in text["right"]]
    new = [f"now “{one}”" for one in text["right"] if one not in text["left"]]
    return "; ".join(gone + new)


def _texts(left: story.Scene | None, right: story.Scene | None) -> list[AlignedText]:
    before, after = _by_lane(left), _by_lane(right)
    lanes = dict.fromkeys([*before, *after])
    both = [AlignedText(lane=lane, left=before.get(lane, []), right=after.get(lane, [])) for lane in lanes]
    return [text for text in both if sorted(text["left"]) != sorted(text["right"])]


def _by_lane(scene: story.Scene | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in scene["lines"] if scene else []:
        found.setdefault(line["lane"], []).extend(line["texts"])
    return found


def _pairs(left: Mapping[str, Figure], right: Mapping[str, Figure], separate: bool) -> list[Pair]:
    return [_pair(left[name], right[name], separate) for name in MEASURES if name in left and name in right]


def _pair(left: Figure, right: Figure, separate: bool) -> Pair:
    verdict, change = _verdict(left, right, separate)
    return Pair(
        measure=left["measure"],
        label=left["label"],
        left=_said(left),
        right=_said(right),
        verdict=verdict,
        change=change,
    )


def _said(one: Figure) -> str:
    likely = f" ({one['interval']})" if one["interval"] and one["value"] is not None else ""
    return f"{one['text']}{likely}" if one["value"] is not None else one["text"] or "–"


def _verdict(left: Figure, right: Figure, separate: bool) -> tuple[Verdict, str]:
    before, after = left["value"], right["value"]
    if before is None or after is None:
        return ("hidden", "") if "withheld" in (left["show"], right["show"]) else ("cannot tell", "")
    if before == after:
        return "same", ""
    direction: Verdict = "higher" if after > before else "lower"
    if left["unit"] == "share":
        return _share(left, right, direction) if separate else ("cannot tell", "")
    if None in (left["low"], left["high"], right["low"], right["high"]) or not separate:
        return "cannot tell", ""
    apart = (right["low"] or 0) > (left["high"] or 0) or (left["low"] or 0) > (right["high"] or 0)
    return (direction, "") if apart else ("no visible change", "")


def _share(left: Figure, right: Figure, direction: Verdict) -> tuple[Verdict, str]:
    """Newcombe's interval of the difference of two independent shares, from their Wilson intervals."""
    bounds = (left["value"], left["low"], left["high"], right["value"], right["low"], right["high"])
    if any(bound is None for bound in bounds):
        return "cannot tell", ""
    p, p_low, p_high, q, q_low, q_high = (float(bound) for bound in bounds if bound is not None)
    difference = q - p
    low = difference - hypot(q - q_low, p_high - p)
    high = difference + hypot(q_high - q, p - p_low)
    if low <= 0 <= high:
        return "no visible change", f"no visible change (could have seen {max(-low, high) * 100:.0f} points)"
    near, far = sorted((abs(low), abs(high)))
    return direction, f"{abs(difference) * 100:.0f} points {direction} (likely {near * 100:.0f} to {far * 100:.0f})"

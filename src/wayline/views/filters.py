"""The same map, less of it: some lanes, some stages, one level of a segment. What was left out is said in `filters`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wayline.errors import NotFoundError
from wayline.findings import nearest
from wayline.views import rearrange, words
from wayline.views.shape import LaneView, MapView, SegmentView, SideView, StageView, StepView


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep; empty keeps all. `lanes` and `stages` are ids, `sides` as in the map file, `segment` a level of the view's segments.

    `contacts` and `numbers` say whether contact windows with handoffs, and the measured rows, stay.
    """

    lanes: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    segment: str = ""
    contacts: bool = True
    numbers: bool = True


def filtered(view: MapView, keep: Filter) -> MapView:
    """The view with only what `keep` names. Raises NotFoundError, naming what there is, for an unknown lane, stage or level."""
    _known("lane", keep.lanes, [lane["id"] for side in view["sides"] for lane in side["lanes"]])
    _known("stage", keep.stages, [stage["id"] for stage in view["stages"]])
    less = view.copy()
    if keep.segment:
        less = _one_level(less, keep.segment)
    if keep.stages:
        less = _some_stages(less, keep.stages)
    sides = [_side(side, keep) for side in less["sides"]]
    less["sides"] = [side for side in sides if side["lanes"] or side["contacts"]]
    if not keep.numbers:
        less.update({"measured": False, "flows": [], "coverage": None, "segments": [], "trend": None, "gaps": []})
    less["filters"] = [*view["filters"], *_told(view, keep)]
    return less


def _known(kind: str, asked: Iterable[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            plural = f"{kind.capitalize()}s"
            raise NotFoundError(
                f"the map has no {kind} '{name}'.{nearest(name, known)}", hint=f"{plural}: {', '.join(known) or 'none'}"
            )


def _told(view: MapView, keep: Filter) -> list[str]:
    lanes = {lane["id"]: lane["title"] for side in view["sides"] for lane in side["lanes"]}
    titles = {stage["id"]: stage["title"] for stage in view["stages"]}
    told = []
    if keep.segment:
        told.append(f"only “{keep.segment}”; paths between steps are not split by segment and left out")
    if keep.stages:
        told.append(f"only the stages {words.listed([f'“{titles[name]}”' for name in keep.stages])}")
    if keep.lanes or keep.kinds or keep.sides:
        kept = [lanes[name] for name in keep.lanes] + list(keep.kinds) + list(keep.sides)
        told.append(f"only the lanes {words.listed(kept)}")
    if not keep.numbers:
        told.append("without measured numbers")
    return told


def _side(side: SideView, keep: Filter) -> SideView:
    lanes = [lane for lane in side["lanes"] if _keeps(lane, side, keep)]
    stays = keep.contacts and (not keep.sides or side["side"] in keep.sides)
    return SideView(
        side=side["side"],
        title=side["title"],
        line=side["line"],
        lanes=lanes,
        contacts=side["contacts"] if stays else [],
    )


def _keeps(lane: LaneView, side: SideView, keep: Filter) -> bool:
    if keep.sides and side["side"] not in keep.sides:
        return False
    named = not (keep.lanes or keep.kinds)
    return named or lane["id"] in keep.lanes or lane["kind"] in keep.kinds


def _one_level(view: MapView, name: str) -> MapView:
    """The figures of one level in place of those of all; what is not known by level goes."""
    levels = {one["level"]: one for one in view["segments"]}
    _known("level", [name], list(levels))
    level = levels[name]
    less = view.copy()
    less["stages"] = [_stage_of(stage, level) for stage in view["stages"]]
    less["steps"] = [_step_of(step, level) for step in view["steps"]]
    less.update(
        {
            "flows": [],
            "coverage": None,
            "trend": None,
            "whole": {},
            "success": [],
            "sayings": [],
            "gaps": [],
            "segments": [],
        }
    )
    less["sides"] = [
        SideView(side=side["side"], title=side["title"], line=side["line"], lanes=side["lanes"], contacts=[])
        for side in view["sides"]
    ]
    if view["provenance"]:
        origin = view["provenance"].copy()
        origin["subjects"] = level["subjects"]
        less["provenance"] = origin
    return less


def _stage_of(stage: StageView, level: SegmentView) -> StageView:
    one = stage.copy()
    one["figures"] = level["elements"].get(stage["id"], {})
    return one


def _step_of(step: StepView, level: SegmentView) -> StepView:
    one = step.copy()
    one["figures"] = level["elements"].get(step["id"], {})
    return one


def _some_stages(view: MapView, names: Sequence[str]) -> MapView:
    """The columns of the stages named, renumbered; cards that reach further are cut to what is left."""
    stages = [stage for stage in view["stages"] if stage["id"] in names]
    old = [column for stage in stages for column in range(stage["column"], stage["column"] + stage["span"])]
    new = {column: number for number, column in enumerate(old)}
    less = view.copy()
    less["columns"] = len(old)
    less["stages"] = [_moved_stage(stage, new) for stage in stages]
    less["steps"] = [rearrange.step(step, new[step["column"]]) for step in view["steps"] if step["column"] in new]
    less["sides"] = rearrange.sides(view["sides"], old)
    less["coverage"] = rearrange.coverage(view["coverage"], new)
    kept = {step["id"] for step in less["steps"]}
    flows = [flow.copy() for flow in view["flows"] if {flow["origin"], flow["target"]} <= kept | {"START", "END"}]
    for flow in flows:
        flow["origin_column"] = new.get(-1 if flow["origin_column"] is None else flow["origin_column"])
        flow["target_column"] = new.get(-1 if flow["target_column"] is None else flow["target_column"])
    less["flows"] = flows
    return less


def _moved_stage(stage: StageView, new: dict[int, int]) -> StageView:
    one = stage.copy()
    one["column"] = new[stage["column"]]
    return one

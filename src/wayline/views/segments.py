"""The same numbers for each level of a segment, none of which may give another one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wayline.maps.model import JourneyMap
from wayline.views import figures, suppress
from wayline.views.ends import without_other_ends
from wayline.views.shape import Figure, SegmentView
from wayline.views.suppress import Reader


def segments(
    measured: Mapping[str, Mapping[str, Any]] | None, journey: JourneyMap, reader: Reader
) -> list[SegmentView]:
    """A view of each level, largest first. With the whole printed beside them, a single hidden level takes the next larger with it."""
    levels = sorted((measured or {}).items(), key=lambda level: (-level[1]["subjects"], level[0]))
    kept = reader.parts({name: int(part["subjects"]) for name, part in levels})
    views = [_segment(name, part, kept[name], journey, reader) for name, part in levels]
    for element in _shown(journey):
        guard([view["elements"].get(element, {}) for view in views], reader)
    return views


def _shown(journey: JourneyMap) -> list[str]:
    return [*(stage.id for stage in journey.stages), *(step.id for step in journey.steps)]


def _segment(name: str, part: Mapping[str, Any], kept: int | None, journey: JourneyMap, reader: Reader) -> SegmentView:
    if kept is None:
        few = suppress.is_small(part["subjects"])
        told = f"{suppress.WITHHELD} {reader.many}" if few else "hidden, or a smaller level would show"
        return SegmentView(level=name, subjects=told, withheld=True, elements={})
    measured = without_other_ends(journey, part.get("elements") or {})
    found = {element: figures.figures(measured.get(element), reader) for element in _shown(journey)}
    return SegmentView(level=name, subjects=reader.counted(kept), withheld=False, elements=found)


def guard(levels: Sequence[dict[str, Figure]], reader: Reader) -> None:
    """Where exactly one level of a measure is withheld, the one on the next fewest subjects is withheld too."""
    for measure in dict.fromkeys(name for level in levels for name in level):
        found = [level[measure] for level in levels if measure in level]
        open_ = [figure for figure in found if figure["value"] is not None]
        if open_ and sum(figure["show"] == "withheld" for figure in found) == 1:
            fewest = min(open_, key=lambda figure: figure["n"] or 0)
            level = next(level for level in levels if level.get(measure) is fewest)
            level[measure] = figures.withheld(measure, f"a level of {suppress.WITHHELD} {reader.many} would show")

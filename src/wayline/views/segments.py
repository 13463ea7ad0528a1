"""The same numbers for each level of a segment, none of which may give another one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wayline.maps.model import JourneyMap
from wayline.views import figures, suppress
from wayline.views.ends import without_other_ends
from wayline.views.shape import ContactView, Figure, MapView, SegmentView
from wayline.views.suppress import Reader

Numbers = Mapping[str, Mapping[str, Any]]
SMALLER = "hidden, or a smaller level would show"


def segments(
    measured: Mapping[str, Mapping[str, Any]] | None, journey: JourneyMap, reader: Reader
) -> list[SegmentView]:
    """A view of each level, largest first. With the whole printed beside them, hidden levels that are few together take the next larger with them."""
    return _levels(measured or {}, journey, reader, _shown(journey))


def _levels(
    measured: Mapping[str, Mapping[str, Any]], journey: JourneyMap, reader: Reader, shown: Sequence[str]
) -> list[SegmentView]:
    levels = sorted(measured.items(), key=lambda level: (-level[1]["subjects"], level[0]))
    kept = reader.parts({name: int(part["subjects"]) for name, part in levels})
    views = [_segment(name, part, kept[name], journey, reader, shown) for name, part in levels]
    for element in shown:
        numbers = [(part.get("elements") or {}).get(element, {}) for _, part in levels]
        guard([view["elements"].get(element, {}) for view in views], reader, numbers)
    return views


def _shown(journey: JourneyMap) -> list[str]:
    return [*(stage.id for stage in journey.stages), *(step.id for step in journey.steps)]


def _segment(  # noqa: PLR0917 (a level and who reads it)
    name: str, part: Mapping[str, Any], kept: int | None, journey: JourneyMap, reader: Reader, shown: Sequence[str]
) -> SegmentView:
    if kept is None:
        few = suppress.is_small(part["subjects"])
        told = f"{suppress.WITHHELD} {reader.many}" if few else SMALLER
        return SegmentView(level=name, subjects=told, withheld=True, elements={})
    measured = without_other_ends(journey, part.get("elements") or {})
    found = {element: figures.figures(measured.get(element), reader) for element in shown}
    return SegmentView(level=name, subjects=reader.counted(kept), withheld=False, elements=found)


def guard(levels: Sequence[dict[str, Figure]], reader: Reader, numbers: Sequence[Numbers] = ()) -> None:
    """Where one level of a measure alone is withheld, or those withheld are few together, the one on the next fewest goes too.

    `numbers` are the numbers of the levels as measured, also of levels without figures.
    """
    for measure in dict.fromkeys(name for level in levels for name in level):
        while level := _gives_away(levels, measure, reader, numbers):
            level[measure] = figures.withheld(measure, f"a level of {suppress.WITHHELD} {reader.many} would show")


def _gives_away(
    levels: Sequence[dict[str, Figure]], measure: str, reader: Reader, numbers: Sequence[Numbers]
) -> dict[str, Figure] | None:
    """The level to withhold next, if any."""
    known = list(zip(levels, numbers or [{}] * len(levels), strict=True))
    open_ = [level for level in levels if measure in level and level[measure]["value"] is not None]
    hidden = [
        one
        for level, one in known
        if (level[measure]["show"] == "withheld" if measure in level else _size(one, measure))
    ]
    few = len(hidden) == 1 or reader.conceals(sum(_size(one, measure) for one in hidden))
    if not open_ or not few:
        return None
    return min(open_, key=lambda level: level[measure]["n"] or 0)


def _size(numbers: Numbers, measure: str) -> int:
    """How many stand behind a number, for a count the count itself."""
    name, _, target = measure.partition(":")
    number = numbers.get(name) or {}
    number = (number.get(target) or {}) if target else number
    return int((number.get("value") if number.get("method") == "count" else number.get("n")) or 0)


def beside_others(view: MapView, measured: Mapping[str, Mapping[str, Any]], level: str, journey: JourneyMap) -> MapView:
    """The view of one level, less what would give another level away to a reader of the whole. `measured` are all levels of the trait."""
    contacts = [*(one.id for one in journey.windows), *(one.id for one in journey.handoffs)]
    reader = suppress.reader(journey.unit)
    known = {one["level"]: one for one in _levels(measured, journey, reader, [*_shown(journey), *contacts])}
    seen = known[level]
    less = view.copy()
    less["stages"] = [{**stage, "figures": _fewer(stage["figures"], seen, stage["id"])} for stage in view["stages"]]
    less["steps"] = [{**step, "figures": _fewer(step["figures"], seen, step["id"])} for step in view["steps"]]
    less["sides"] = [{**side, "contacts": [_contact(one, seen) for one in side["contacts"]]} for side in view["sides"]]
    if view["provenance"]:
        less["provenance"] = {**view["provenance"], "subjects": seen["subjects"]}
    return less


def _fewer(shown: Mapping[str, Figure], seen: SegmentView, element: str) -> dict[str, Figure]:
    if seen["withheld"]:
        return {measure: figures.withheld(measure, seen["subjects"]) for measure in shown}
    allowed = seen["elements"].get(element, {})
    hidden = {measure: figure for measure, figure in allowed.items() if figure["show"] == "withheld"}
    return {measure: hidden.get(measure, figure) for measure, figure in shown.items()}


def _contact(one: ContactView, seen: SegmentView) -> ContactView:
    figure = one["figure"]
    if figure is None:
        return one
    fewer = _fewer({figure["measure"]: figure}, seen, one["id"])[figure["measure"]]
    if fewer is figure or fewer["show"] != "withheld":
        return one
    return {**one, "figure": fewer, "shares": [], "parts": [], "data": []}

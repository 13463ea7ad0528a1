"""What differs between two versions of a map as plain data for drawing: a mark and words for every element on the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

from wayline.maps.difference import Mark, Sentence, spoken
from wayline.maps.elements import Element, Elements
from wayline.views import suppress, words

VERSION = 1
# what an element is marked as where several things happened to it: the first of these
_WEIGHT: tuple[Mark, ...] = ("added", "removed", "moved", "changed")


class ElementDifference(TypedDict):
    """One element that differs. `before` is its place in its list of the earlier map, `after` of the later; null where it is not."""

    kind: Literal["map", "stage", "step", "window", "handoff", "lane", "card", "connection", "success"]
    id: str
    title: str
    mark: Mark
    words: list[str]
    stage: str
    follows: str
    lane: str
    step: str
    before: int | None
    after: int | None
    effect: str


class MapName(TypedDict):
    """The map that one side shows."""

    id: str
    title: str


class DifferenceView(TypedDict):
    """Two maps, and every element that differs, in map order: kind by kind, removed ones first."""

    difference: int
    before: MapName
    after: MapName
    same: bool
    elements: list[ElementDifference]
    sentences: list[str]


def difference_view(
    before_map: Mapping[str, Any],
    after_map: Mapping[str, Any],
    before_measurement: Mapping[str, Any] | None = None,
    after_measurement: Mapping[str, Any] | None = None,
    *,
    inside: bool = False,
) -> DifferenceView:
    """The difference of two map documents (as read from their files) for drawing it on the grid of the later one.

    Measurements are the JSON of `wayline measure --json`, taken of the same events; with both of them a changed binding says how
    many customers it has now. Differences of fewer than ten are withheld, unless `inside` the workspace.
    """
    told = spoken(before_map, after_map)
    unit = str(after_map.get("unit") or "person")
    effects = {
        one.id: reached_change(one.id, before_measurement, after_measurement, unit=unit, inside=inside)
        for one in told
        if one.kind == "step" and one.key == "bind"
    }
    sides = (Elements(before_map), Elements(after_map))
    found = [_element(group, sides, effects) for group in _grouped(told)]
    return DifferenceView(
        difference=VERSION,
        before=_named(before_map),
        after=_named(after_map),
        same=not told,
        elements=found,
        sentences=[line for one in found for line in one["words"]],
    )


def reached_change(
    step: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    unit: str = "person",
    inside: bool = False,
) -> str:
    """What happened to the number of customers who reach a step: `12 % fewer customers (100 → 88)`; empty where it was not measured.

    Counts and differences from 1 to 9 would point at people; outside the workspace they are not told.
    """
    counts = [_reached(side, step) for side in (before, after)]
    if counts[0] is None or counts[1] is None:
        return ""
    was, now = counts[0], counts[1]
    one, many = ("customer", "customers") if unit == "person" else words.nouns(unit)
    reader = suppress.Reader(one, many, inside=inside)
    if reader.conceals(was) or reader.conceals(now) or reader.conceals(abs(now - was)):
        return f"the number of {many} differs by too few to be told"
    if was == now:
        return f"the same number of {many} ({words.number(now)})"
    if not was or not now:
        return f"{words.number(now) if now else 'no'} {many if now != 1 else one} instead of {words.number(was) if was else 'none'}"
    share = words.percent(abs(now - was) / was)
    return f"{share} {'fewer' if now < was else 'more'} {many} ({words.number(was)} → {words.number(now)})"


def _reached(measurement: Mapping[str, Any] | None, step: str) -> int | None:
    number = ((measurement or {}).get("elements") or {}).get(step, {}).get("reached") or {}
    count = number.get("count")
    return int(count) if count is not None and not number.get("refused") else None


def _named(document: Mapping[str, Any]) -> MapName:
    own = str(document.get("map") or "")
    return MapName(id=own, title=str(document.get("title") or own))


def _grouped(told: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences of one element together."""
    groups: dict[Any, list[Sentence]] = {}
    for one in told:
        groups.setdefault((one.kind, one.id or (one.was_place, one.now_place)), []).append(one)
    return list(groups.values())


def _element(
    group: Sequence[Sentence], sides: tuple[Elements, Elements], effects: Mapping[str, str]
) -> ElementDifference:
    first = group[0]
    element = _found(first, sides)
    keys: Mapping[str, Any] = element.keys if element else {}
    gone = first.mark == "removed"
    return ElementDifference(
        kind=first.kind,
        id=first.id,
        title=element.title if element else "",
        mark=min((one.mark for one in group), key=_WEIGHT.index),
        words=[_with_effect(one, effects) for one in group],
        stage=element.home if element else "",
        follows=_follows(element, sides[0 if gone else 1]) if element else "",
        lane=str(keys.get("lane") or ""),
        step=str(keys.get("step") or keys.get("stage") or keys.get("after") or ""),
        before=first.was_place,
        after=first.now_place,
        effect=effects.get(first.id, "") if first.kind == "step" else "",
    )


def _with_effect(one: Sentence, effects: Mapping[str, str]) -> str:
    effect = effects.get(one.id, "") if one.kind == "step" and one.key == "bind" else ""
    return one.text.replace("changed: ", f"changed: {effect}; ", 1) if effect else one.text


def _found(one: Sentence, sides: tuple[Elements, Elements]) -> Element | None:
    """The element in the later map; one that was removed, in the earlier."""
    place, elements = (one.was_place, sides[0]) if one.mark == "removed" else (one.now_place, sides[1])
    return next(
        (
            element
            for element in elements.of_kind(one.kind)
            if element.place == place and (element.id == one.id or one.kind == "map")
        ),
        None,
    )


def _follows(element: Element, elements: Elements) -> str:
    """The id of the element before it in its list: where a removed one stood."""
    row = [one for one in elements.of_kind(element.kind) if one.home == element.home and one.place == element.place - 1]
    return row[0].id if row else ""

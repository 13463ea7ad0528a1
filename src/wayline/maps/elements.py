"""The parts of a map document one by one, each with what it is called: what differences and outlines speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wayline.maps.matching import identity
from wayline.maps.model import STANDARD_LANES

Kind = Literal["map", "stage", "step", "window", "handoff", "lane", "card", "connection", "success"]
KINDS: tuple[Kind, ...] = ("map", "stage", "step", "window", "handoff", "lane", "card", "connection", "success")
_IN_STAGES: dict[str, Kind] = {"steps": "step", "windows": "window", "handoffs": "handoff"}
_ON_TOP: dict[str, Kind] = {"lanes": "lane", "cards": "card", "connections": "connection", "success": "success"}
_SPOKEN_KINDS = {"window": "contact window", "success": "success"}


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a map with its own keys; the lists of other elements inside it are left out. `place` counts in its list from 0.

    `home` is the id of the stage that holds a step, window or handoff. `title` is what a person calls it.
    """

    kind: Kind
    id: str
    title: str
    home: str
    place: int
    keys: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The element with its kind: `step Verify`, `pain at Checkout`."""
        if self.kind in ("card", "map", "success"):
            return self.title
        return f"{_SPOKEN_KINDS.get(self.kind, self.kind)} {self.title}"


class Elements:
    """All elements of a document, with the titles by which they name each other; with `by_id` they go by their ids."""

    def __init__(self, document: Mapping[str, Any], *, by_id: bool = False) -> None:
        self.document = document
        self.by_id = by_id
        stages = _items(document.get("stages"))
        inner = [item for stage in stages for key in _IN_STAGES for item in _items(stage.get(key))]
        lanes = _items(document.get("lanes"))
        self.titles = {str(identity(item)): self._title(item) for item in (*stages, *inner, *lanes)}
        self.lane_kinds = {**STANDARD_LANES, **{str(identity(lane)): str(lane.get("kind") or "") for lane in lanes}}

    def title(self, own: Any) -> str:
        """What the element with this id is called."""
        return self.titles.get(str(own), str(own))

    def of_kind(self, kind: Kind) -> list[Element]:
        """The elements of one kind, in map order."""
        return [element for element in self if element.kind == kind]

    def __iter__(self) -> Iterator[Element]:
        yield self._map()
        stages = _items(self.document.get("stages"))
        for place, stage in enumerate(stages):
            yield self._element("stage", stage, "", place, without=_IN_STAGES)
            for key, kind in _IN_STAGES.items():
                for inner, item in enumerate(_items(stage.get(key))):
                    yield self._element(kind, item, str(identity(stage) or ""), inner)
        for key, kind in _ON_TOP.items():
            for place, item in enumerate(_items(self.document.get(key))):
                yield self._element(kind, item, "", place)

    def _map(self) -> Element:
        held = ("stages", *_ON_TOP)
        # what is no list of mappings is no element, and stays a plain key of the map
        own = {
            key: value
            for key, value in self.document.items()
            if key not in held or (value and not _items(value)) or (key == "connections" and value == [])
        }
        return Element("map", str(self.document.get("map") or ""), "the map", "", 0, own)

    def _element(
        self, kind: Kind, item: Mapping[str, Any], home: str, place: int, *, without: Mapping[str, Any] | None = None
    ) -> Element:
        own = {key: value for key, value in item.items() if key not in (without or ())}
        return Element(kind, str(identity(item) or ""), self._called(kind, item), home, place, own)

    def _called(self, kind: Kind, item: Mapping[str, Any]) -> str:
        if kind == "connection":
            return f"{self.title(item.get('from'))} → {self.title(item.get('to'))}"
        if kind == "success":
            return "success"
        if kind != "card":
            return self._title(item)
        lane = str(item.get("lane") or "")
        noun = self.lane_kinds.get(lane, "")
        return f"{noun if noun not in ('', 'text') else f'{self.title(lane)}:'} at {self.cell(item)}"

    def _title(self, item: Mapping[str, Any]) -> str:
        own = str(identity(item) or "")
        spoken = own.replace("-", " ").replace("_", " ")
        return own if self.by_id else str(item.get("title") or "") or spoken[:1].upper() + spoken[1:]

    def cell(self, card: Mapping[str, Any]) -> str:
        """Where a card stands, by title."""
        begin = self.title(card.get("step") or card.get("stage") or "?")
        return f"{begin} to {self.title(card['until'])}" if card.get("until") else begin


def _items(value: Any) -> list[Mapping[str, Any]]:
    listed = value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []
    return [item for item in listed if isinstance(item, Mapping)]

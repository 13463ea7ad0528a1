"""Where the elements of a map stand in its file: ids and paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wayline.maps.model import Handoff, JourneyMap, Stage, Step, Window
from wayline.maps.selector import Selector

Path = tuple[str | int, ...]


def elements(journey: JourneyMap) -> Iterator[tuple[str, str, Path]]:
    """(kind, id, path) of everything that has an id, in the order of the file."""
    for i, stage in enumerate(journey.stages):
        yield "stage", stage.id, ("stages", i)
        yield from _within_stage(stage, ("stages", i))
    yield from (("lane", lane.id, ("lanes", i)) for i, lane in enumerate(journey.lanes))
    yield from (("card", card.id, ("cards", i)) for i, card in enumerate(journey.cards) if card.id)


def _within_stage(stage: Stage, path: Path) -> Iterator[tuple[str, str, Path]]:
    yield from (("step", step.id, (*path, "steps", j)) for j, step in enumerate(stage.steps))
    yield from (("window", window.id, (*path, "windows", j)) for j, window in enumerate(stage.windows))
    yield from (("handoff", handoff.id, (*path, "handoffs", j)) for j, handoff in enumerate(stage.handoffs))


def selectors(journey: JourneyMap) -> Iterator[tuple[Path, Selector]]:
    """Every event selector of the map with its path."""
    yield from ((("leaves", k), selector) for k, selector in enumerate(journey.leaves))
    for i, stage in enumerate(journey.stages):
        yield from _of_elements(stage.steps, ("stages", i, "steps"))
        yield from _of_elements(stage.windows, ("stages", i, "windows"))
        yield from _of_elements(stage.handoffs, ("stages", i, "handoffs"))


def _of_elements(bound: Sequence[Step | Window | Handoff], path: Path) -> Iterator[tuple[Path, Selector]]:
    for j, element in enumerate(bound):
        for k, selector in enumerate(element.bind):
            yield (*path, j, "bind", k), selector

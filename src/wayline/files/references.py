"""What one part of a map says about another: ids that are taken, references that dangle, limits that go in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from wayline.files.addresses import Path, elements, selectors
from wayline.files.cursor import Cursor, shown
from wayline.files.shape import LONGEST_NAME
from wayline.findings import nearest
from wayline.maps.model import STANDARD_LANES, Card, JourneyMap, Stage

MOST_LISTED = 12


class Reference(NamedTuple):
    """A name that stands for another element."""

    path: Path
    name: str
    kind: str


def check_references(journey: JourneyMap, at: Cursor) -> None:
    """Note duplicate ids, dangling references, spans that run backwards and circles of `within.of`."""
    _check_duplicates(journey, at)
    _check_dangling(journey, at)
    _check_spans(journey, at)
    _check_circles(journey, at)


def _check_duplicates(journey: JourneyMap, at: Cursor) -> None:
    first: dict[str, tuple[str, int]] = {}
    for kind, name, path in elements(journey):
        if name in first:
            other, line = first[name]
            at.to((*path, "id")).refuse(
                "duplicate-id",
                f"the id '{name}' is taken by a {other} on line {line}; ids are unique over the whole map",
            )
        elif name:
            first[name] = (kind, at.document.place(at.to((*path, "id")).path)[0])


def _check_dangling(journey: JourneyMap, at: Cursor) -> None:
    known = {
        "step": {step.id: None for step in journey.steps},
        "stage": {stage.id: None for stage in journey.stages},
        "persona": dict.fromkeys((journey.persona, *journey.overlays)),
        "lane": {lane.id: None for lane in journey.lanes} | dict.fromkeys(STANDARD_LANES),
    }
    for path, name, kind in references(journey):
        if name and name not in known[kind] and not at.is_full:
            at.to(path).refuse(
                "dangling-reference", f"there is no {kind} {shown(name)}{_available(name, kind, known[kind])}"
            )


def _available(name: str, kind: str, known: Collection[str]) -> str:
    hint = nearest(name, known) if len(name) <= LONGEST_NAME else ""
    listed = ", ".join(sorted(known)[:MOST_LISTED] if kind == "lane" else list(known)[:MOST_LISTED])
    more = ", …" if len(known) > MOST_LISTED else ""
    return f".{hint} {kind.capitalize()}s: {listed or 'none'}{more}"


def references(journey: JourneyMap) -> Iterator[Reference]:
    """Every reference of the map in the order of the file."""
    for i, stage in enumerate(journey.stages):
        yield from _of_stage(stage, ("stages", i))
    for i, card in enumerate(journey.cards):
        yield from _of_card(card, ("cards", i))
    for i, connection in enumerate(journey.connections or ()):
        yield Reference(("connections", i, "from"), connection.origin, "step")
        yield Reference(("connections", i, "to"), connection.target, "step")
    for path, selector in selectors(journey):
        if selector.within:
            yield Reference((*path, "within", "of"), selector.within.of, "step")


def _of_stage(stage: Stage, path: Path) -> Iterator[Reference]:
    yield Reference((*path, "done_when"), stage.done_when, "step")
    for j, step in enumerate(stage.steps):
        for k, target in enumerate(step.times):
            yield Reference((*path, "steps", j, "times", k, "to"), target, "step")
    for j, window in enumerate(stage.windows):
        yield Reference((*path, "windows", j, "after"), window.after, "step")
    for j, handoff in enumerate(stage.handoffs):
        yield Reference((*path, "handoffs", j, "after"), handoff.after, "step")


def _of_card(card: Card, path: Path) -> Iterator[Reference]:
    yield Reference((*path, "lane"), card.lane, "lane")
    yield Reference((*path, "persona"), card.persona, "persona")
    yield Reference((*path, "step"), card.step, "step")
    yield Reference((*path, "stage"), card.stage, "stage")
    yield Reference((*path, "until"), card.until, "stage" if card.stage else "step")


def _check_spans(journey: JourneyMap, at: Cursor) -> None:
    steps = {step.id: n for n, step in enumerate(journey.steps)}
    stages = {stage.id: n for n, stage in enumerate(journey.stages)}
    for i, card in enumerate(journey.cards):
        order, start = (stages, card.stage) if card.stage else (steps, card.step)
        if order.get(card.until, len(order)) < order.get(start, -1):
            at.to(("cards", i, "until")).refuse(
                "wrong-value", f"the card ends at '{card.until}', before it begins at '{start}'"
            )


def _check_circles(journey: JourneyMap, at: Cursor) -> None:
    """A touch of a step may be limited by the first touch of another, but never, over any way round, by its own."""
    circle = _circle(journey)
    said = " → ".join(circle)
    for i, stage in enumerate(journey.stages):
        for j, step in enumerate(stage.steps):
            for k, selector in enumerate(step.bind):
                if step.id in circle and selector.within and selector.within.of in circle:
                    path = ("stages", i, "steps", j, "bind", k, "within", "of")
                    at.to(path).refuse("cycle", f"`within` goes in a circle: {said}; a step cannot wait for itself")


def _circle(journey: JourneyMap) -> tuple[str, ...]:
    waits_for = {step.id: {selector.within.of for selector in step.bind if selector.within} for step in journey.steps}
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as found:
        return tuple(reversed(found.args[1]))
    return ()

"""A map and a question as numbers that kernels read: no names, no selectors' words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.conditions import Names, event_codes
from wayline.bindings.log import MICROSECONDS
from wayline.bindings.match import FIRST_HANDOFF, FIRST_WINDOW, LEAVE, Bound, levels_of
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Bools = NDArray[np.bool_]
FOREVER = np.iinfo(np.int64).max


Records = NDArray[np.void]

STEP = np.dtype(
    [
        *(("stage", np.int64), ("is_last", np.bool_)),
        *((f"{listed}_{end}", np.int64) for listed in ("next", "aim", "window", "handoff") for end in ("first", "end")),
    ],
    align=True,
)
WINDOW = np.dtype([("contact", np.int64), ("opens", np.int64), ("closes", np.int64)])
HANDOFF = np.dtype([("contact", np.int64), ("within", np.int64)])


class Shape(NamedTuple):
    """Elements are dense: steps in map order, the leave, windows, handoffs. A step's targets, windows and handoffs are ranges of these lists.

    `planned[origin, target]`, START and END at place `steps`. Times and durations in microseconds.
    """

    steps: int
    stages: int
    step: Records
    targets: Ints
    planned: Bools
    milestones: Ints
    windows: Records
    handoffs: Records
    since: int
    until: int
    as_of: int
    strict: bool


class Selectors(NamedTuple):
    """What every selector asks beside its event's name, by its number. `nth` 0 and `within_of` -1: nothing.

    `of_event`: the selectors of the event code e are `of_event[first[e]:first[e + 1]]`.
    """

    element: Ints
    level: Ints
    nth: Ints
    within_of: Ints
    limit: Ints
    levels: int
    plain: bool
    first: Ints
    of_event: Ints


def shape(
    journey: JourneyMap, *, since: int | None, until: int | None, as_of: int | None, strict: bool = False
) -> Shape:
    """The map's elements, plan and promises, and which paths count."""
    steps = journey.steps
    position = {step.id: number for number, step in enumerate(steps)}
    nexts = [[position[target] for target in journey.next_steps(step.id)] for step in steps]
    aims = [[position[target] for target in dict.fromkeys(step.times)] for step in steps]
    base = len(steps) + 1
    windows = sorted(
        (position[w.after], base + n, _micro(w.opens), _micro(w.closes)) for n, w in enumerate(journey.windows)
    )
    base += len(journey.windows)
    handoffs = sorted(
        (position[h.after], base + n, _micro(h.within)) for n, h in enumerate(journey.handoffs) if h.within
    )
    step = records(len(steps), STEP)
    step["stage"] = [number for number, stage in enumerate(journey.stages) for _ in stage.steps]
    step["is_last"] = [not targets for targets in nexts]
    _set_ranges(step, "next", [len(targets) for targets in nexts], 0)
    _set_ranges(step, "aim", [len(targets) for targets in aims], sum(map(len, nexts)))
    for name, listed in (("window", windows), ("handoff", handoffs)):
        _set_ranges(step, name, [sum(each[0] == number for each in listed) for number in range(len(steps))], 0)
    return Shape(
        len(steps),
        len(journey.stages),
        step,
        whole(target for targets in (*nexts, *aims) for target in targets),
        _planned(journey, position, step["is_last"].tolist()),
        whole(number for number, each in enumerate(steps) if each.milestone is not None),
        np.array([window[1:] for window in windows], dtype=WINDOW).view(np.recarray),
        np.array([handoff[1:] for handoff in handoffs], dtype=HANDOFF).view(np.recarray),
        since if since is not None else -FOREVER,
        until if until is not None else FOREVER,
        as_of if as_of is not None else 0,
        strict,
    )


def records(size: int, kind: np.dtype[np.void]) -> Records:
    """Empty records whose fields are attributes."""
    return np.zeros(size, dtype=kind).view(np.recarray)


def _micro(text: str) -> int:
    return round(seconds(text)) * MICROSECONDS


def _set_ranges(step: Records, name: str, lengths: Sequence[int], start: int) -> None:
    ends = start + np.cumsum(lengths, dtype=np.int64)
    step[f"{name}_first"] = ends - lengths
    step[f"{name}_end"] = ends


def _planned(journey: JourneyMap, position: dict[str, int], is_last: Sequence[bool]) -> Bools:
    outside = len(journey.steps)
    planned = np.zeros((outside + 1, outside + 1), dtype=np.bool_)
    for connection in journey.planned:
        planned[position[connection.origin], position[connection.target]] = True
    for number, last in enumerate(is_last):
        planned[number, outside] = last
    if journey.steps:
        planned[outside, 0] = True
    return planned


def whole(numbers: Iterable[int]) -> Ints:
    """Whole numbers as an array."""
    return np.array(list(numbers), dtype=np.int64)


def _firsts(keys: Sequence[int], size: int) -> Ints:
    return np.searchsorted(np.array(keys, dtype=np.int64), np.arange(size + 1)).astype(np.int64)


def element_numbers(journey: JourneyMap) -> Codes:
    """Dense element → its number in the facts."""
    numbers = [*range(len(journey.steps)), LEAVE]
    numbers += [FIRST_WINDOW + n for n in range(len(journey.windows))]
    numbers += [FIRST_HANDOFF + n for n in range(len(journey.handoffs))]
    return np.array(numbers, dtype=np.int32)


def selectors(journey: JourneyMap, bounds: Sequence[Bound], names: Names) -> Selectors:
    """The map's selectors, and which of them look at which event."""
    dense = {number: place for place, number in enumerate(element_numbers(journey).tolist())}
    position = {step.id: number for number, step in enumerate(journey.steps)}
    levels = levels_of(journey, tuple(bounds))
    codes = [event_codes(bound.selector, names) for bound in bounds]
    pairs = sorted((code, bound.number) for bound, found in zip(bounds, codes, strict=True) for code in found)
    events = 1 + max(names.codes.get("event", {}).values(), default=-1)
    asks = [bound.selector for bound in bounds]
    return Selectors(
        whole(dense[bound.element] for bound in bounds),
        whole(levels[bound.element] for bound in bounds),
        whole(selector.nth or 0 for selector in asks),
        whole(position[selector.within.of] if selector.within else -1 for selector in asks),
        whole(round(selector.within.at_most * MICROSECONDS) if selector.within else 0 for selector in asks),
        max(levels.values(), default=0) + 1,
        all(selector.nth is None and selector.within is None for selector in asks),
        _firsts([code for code, _ in pairs], events),
        whole(number for _, number in pairs),
    )

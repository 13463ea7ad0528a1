"""The kinds of paths that a log holds: `wayline types`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.errors import InputError
from wayline.estimates.journey_types import MOST_TYPES, JourneyType, JourneyTypes
from wayline.estimates.journey_types import journey_types as found_types
from wayline.estimates.mixture import Ints, Real
from wayline.estimates.wilson import wilson_interval
from wayline.measures.draft.walk import Walk
from wayline.workspace.drafting import any_walk
from wayline.workspace.folder import Workspace

MOST_STEPS = 40  # rarer events are told as one
REST = "(other events)"
APART = 0.15  # a step sets a type apart where so many more, or fewer, of its paths have it
_MOST_APART = 5


@dataclass(frozen=True, slots=True)
class PathType:
    """One type. `way` is the likeliest way through it by its transitions, no path of anybody; `apart` are steps with the share of this type and of the rest that has them."""

    paths: int
    share: float
    low: float
    high: float
    stability: float
    way: tuple[str, ...]
    apart: tuple[tuple[str, float, float], ...]

    def plain(self) -> dict[str, Any]:
        beside = {name: getattr(self, name) for name in ("paths", "share", "low", "high", "stability")}
        listed = [{"event": name, "here": here, "elsewhere": elsewhere} for name, here, elsewhere in self.apart]
        return {**beside, "way": list(self.way), "apart": listed}


@dataclass(frozen=True, slots=True)
class PathTypes:
    """The types of a log's paths, the largest first, and how many are of none. `plain()` is the JSON of `wayline types --json`."""

    unit: str
    paths: int
    types: tuple[PathType, ...]
    other: int
    tried: dict[int, float]
    refused: str | None

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "unit": self.unit,
            "paths": self.paths,
            "types": [one.plain() for one in self.types],
            "other": self.other,
            "tried": [{"types": number, "stability": stable} for number, stable in self.tried.items()],
            "refused": self.refused,
        }


def journey_types(
    workspace: Workspace, *, unit: str = "", events: Sequence[str] = (), most: int = MOST_TYPES
) -> PathTypes:
    """The kinds of paths in a log: `events` are globs of names, `most` the most types that are tried.

    Raises InputError for a number or unit that is none and for an empty log, NotFoundError where no event has such a name.
    """
    if not 2 <= most <= MOST_TYPES:
        raise InputError(f"{most} types cannot be tried; expected a number from 2 to {MOST_TYPES}")
    chosen, walk, names = any_walk(workspace, unit, events)
    path, act, told = _few_steps(walk, names)
    found = found_types(path, act, len(told), most=most)
    whole = len(found.type_of)
    has = np.zeros((whole, len(told)))
    has[path, act] = 1
    types = tuple(_type(number, one, found, has, told) for number, one in enumerate(found.types))
    other = 0 if found.refused else int((found.type_of < 0).sum())
    return PathTypes(chosen, whole, types, other, found.tried, found.refused)


def _few_steps(walk: Walk, names: Sequence[str]) -> tuple[Ints, Ints, list[str]]:
    """Paths without gaps in their numbers, and events with the rarest of them told as one."""
    counts = np.bincount(walk.act, minlength=len(names))
    kept = np.argsort(-counts, kind="stable")[:MOST_STEPS]
    number = np.full(len(names), len(kept))
    number[kept] = np.arange(len(kept))
    told = [names[k] for k in kept] + ([REST] if len(names) > len(kept) else [])
    _, path = np.unique(walk.path, return_inverse=True)
    return path.astype(np.int64), number[walk.act].astype(np.int64), told


def _type(number: int, one: JourneyType, found: JourneyTypes, has: Real, names: Sequence[str]) -> PathType:
    mine = found.type_of == number
    paths, whole = int(mine.sum()), len(mine)
    low, high = wilson_interval(paths, whole)
    here, elsewhere = has[mine].mean(axis=0), has[~mine].mean(axis=0) if (~mine).any() else has[mine].mean(axis=0)
    order = np.argsort(-np.abs(here - elsewhere), kind="stable")[:_MOST_APART]
    apart = [(names[k], float(here[k]), float(elsewhere[k])) for k in order if abs(here[k] - elsewhere[k]) >= APART]
    return PathType(paths, paths / whole, low, high, one.stability, _way(one.chance, names), tuple(apart))


def _way(chance: Real, names: Sequence[str]) -> tuple[str, ...]:
    """From START always on to the likeliest step that was not passed yet, until the end is likelier than any."""
    steps = len(names)
    here = steps
    passed: list[int] = []
    while True:
        options = [k for k in range(steps) if k not in passed]
        end = chance[here, steps + 1] if here != steps else 0.0
        if not options or max(chance[here, k] for k in options) <= end:
            return tuple(names[k] for k in passed)
        here = max(options, key=lambda k: (chance[here, k], -k))
        passed.append(here)

"""What comes next on a path, and how well that can be foreseen: `wayline next`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.errors import NotFoundError
from wayline.estimates.estimate import GREY_FROM
from wayline.estimates.next_step import END, MOST_ORDER, NextStep, best_order, learn
from wayline.findings import nearest
from wayline.measures.draft.walk import Walk
from wayline.workspace.drafting import any_walk
from wayline.workspace.folder import Workspace

FEWEST = 30
Path = list[str]


@dataclass(frozen=True, slots=True)
class Follower:
    """What follows an event most often: in `paths` of the `of` paths that have the event, at some time."""

    event: str
    follower: str
    paths: int
    of: int

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How well the next step is foreseen on later paths. `right` of `predictions` with a past of up to `order` steps, `naive` always saying the most frequent.

    `after` is what is expected after the past that was asked for. `plain()` is the JSON of `wayline next --json`.
    """

    unit: str
    learned: int
    judged: int
    order: int | None
    right: float | None
    naive: float | None
    predictions: int
    followers: tuple[Follower, ...]
    after: str | None
    refused: str | None

    def plain(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {"wayline": 1, **plain, "followers": [one.plain() for one in self.followers]}


def next_step(
    workspace: Workspace, *, unit: str = "", events: Sequence[str] = (), after: Sequence[str] = ()
) -> Foreseen:
    """Learn on the first two thirds of paths by start and judge on the rest; how long a past helps is chosen inside the first part.

    `events` are globs of names; `after` is a past, oldest first. Raises InputError, NotFoundError for an unknown event.
    """
    chosen, walk, names = any_walk(workspace, unit, events)
    for name in after:
        if name not in names:
            raise NotFoundError(
                f"no event is called {name}.{nearest(name, tuple(names))}",
                hint=f"Events: {', '.join(sorted(names)[:20])}",
            )
    paths = _paths(walk, names)
    learned = len(paths) * 2 // 3
    earlier, later = paths[:learned], paths[learned:]
    if min(len(earlier), len(later)) < FEWEST:
        reason = f"{len(paths)} paths; needs {3 * FEWEST - len(paths)} more"
        return Foreseen(chosen, len(earlier), len(later), None, None, None, 0, (), None, reason)
    order = best_order(earlier)
    model = learn(earlier, order)
    right, told = model.right(later)
    naive, _ = NextStep(MOST_ORDER, {(): model.follower[()]}).right(later)
    expected = model.after(list(after)) if after else None
    return Foreseen(
        chosen, learned, len(later), order, right / told, naive / told, told, _followers(paths), expected, None
    )


def _paths(walk: Walk, names: Sequence[str]) -> list[Path]:
    bounds = np.flatnonzero(walk.firsts)
    told = [names[k] for k in walk.act]
    return [told[a:b] for a, b in zip(bounds, [*bounds[1:], len(told)], strict=True)]


def _followers(paths: Sequence[Path]) -> tuple[Follower, ...]:
    """The most frequent follower of every event by the paths in which it follows; those of fewer than ten paths are left out."""
    has: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for path in paths:
        has.update(set(path))
        pairs.update(set(zip(path, [*path[1:], END], strict=True)))
    found = []
    for event, of in sorted(has.items(), key=lambda one: (-one[1], one[0])):
        count, follower = max((pairs[pair], pair[1]) for pair in pairs if pair[0] == event)
        if count >= GREY_FROM:
            found.append(Follower(event, follower, count, of))
    return tuple(found)

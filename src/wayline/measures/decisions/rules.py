"""Decision rules: states that decide the outcome, learned on earlier paths; what they are worth is told by later paths alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.match import LEAVE
from wayline.estimates.estimate import NORMAL_FROM, Estimate
from wayline.estimates.order_statistics import median
from wayline.estimates.wilson import share, wilson_interval
from wayline.measures.decisions.closures import closes_by_itself
from wayline.measures.decisions.states import Entries, State
from wayline.measures.decisions.walks import Bools, Ints, Walks

FEWEST = NORMAL_FROM
MICRO = 1_000_000
NO_CALLS = "no later path was called"

Side = Literal["lost", "success"]
Verdict = Literal["kept", "broken", "cannot tell", "no rule"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was learned, one place a state: `paths` that passed, `decided`, and whether for success (`good`).

    `nearest`: for lost and for success, the highest lower limit of any state that 30 paths passed; None where there is none.
    """

    paths: Ints
    decided: Bools
    good: Bools
    nearest: Mapping[Side, float | None]


@dataclass(frozen=True, slots=True)
class Calls:
    """Judged paths at their first decided state: `path`, `state`, whether the call was `right`, and `lead` to the end (µs)."""

    path: Ints
    state: Ints
    entered: Ints
    right: Bools
    lead: Ints


@dataclass(frozen=True, slots=True)
class Judgement:
    """How calls of one side went on later paths: `precision` and `reach` (Wilson), `lead` (median, seconds)."""

    precision: Estimate
    reach: Estimate
    lead: Estimate

    def verdict(self, threshold: float) -> Verdict:
        """Kept where the lower limit reaches the threshold, broken where the upper one does not; below 30 calls nobody can tell."""
        low, high = self.precision.low, self.precision.high
        if low is None or high is None or self.precision.n < FEWEST:
            return "cannot tell"
        if low >= threshold:
            return "kept"
        return "broken" if high < threshold else "cannot tell"

    def plain(self) -> dict[str, Any]:
        return {"precision": self.precision.plain(), "reach": self.reach.plain(), "lead": self.lead.plain()}


@dataclass(frozen=True, slots=True)
class Rule:
    """A decided state: what it calls, how many earlier paths passed it, and how its calls went on later ones."""

    state: State
    calls: Side
    learned: int
    judged: Judgement
    closure_seconds: float | None


def learned(walks: Walks, found: Entries, learns: Bools, threshold: float) -> Decided:
    """States that at least 30 learning paths pass and whose majority outcome has a Wilson lower limit at the threshold."""
    rows = learns[found.path]
    size = len(found.states)
    paths = np.bincount(found.state[rows], minlength=size)
    good = np.bincount(found.state[rows], weights=walks.succeeded[found.path[rows]], minlength=size).astype(np.int64)
    limits = np.zeros((2, size))
    for state in np.flatnonzero(paths >= FEWEST):
        n, succeeded = int(paths[state]), int(good[state])
        limits[:, state] = [wilson_interval(count, n)[0] for count in (n - succeeded, succeeded)]
    often = paths >= FEWEST
    nearest: dict[Side, float | None] = {"lost": None, "success": None}
    if often.any():
        nearest = {"lost": float(limits[0, often].max()), "success": float(limits[1, often].max())}
    majority = 2 * good > paths
    decided = often & (np.where(majority, limits[1], limits[0]) >= threshold)
    return Decided(paths, decided, majority, nearest)


def called(walks: Walks, found: Entries, rules: Decided, judges: Bools) -> Calls:
    """The first decided state of each judged path: its point of no return."""
    rows = np.flatnonzero(judges[found.path] & rules.decided[found.state])
    # entries stand in the order of paths and of each path
    _, first = np.unique(found.path[rows], return_index=True)
    rows = rows[first]
    path, state = found.path[rows], found.state[rows]
    lead = np.maximum(found.end[path] - found.entered[rows], 0)
    return Calls(path, state, found.entered[rows], rules.good[state] == walks.succeeded[path], lead)


def judgement(calls: Calls, among: NDArray[np.bool_], judged: int) -> Judgement:
    """How these calls went, of `judged` later paths."""
    n = int(among.sum())
    right = int(calls.right[among].sum())
    return Judgement(share(right, n), share(n, judged), median(calls.lead[among] / MICRO))


def ruled(
    walks: Walks, found: Entries, decided: Decided, calls: Calls, parts: tuple[Bools, Bools]
) -> list[tuple[int, Rule]]:
    """Every decided state with its number, those with most calls first. `parts`: which paths learned, which judged."""
    learns, judges = parts
    rows = learns[found.path]
    told = []
    for state in np.flatnonzero(decided.decided):
        good = bool(decided.good[state])
        through = found.path[rows & (found.state == state) & found.final]
        ended = through[(found.stopped_by[through] == LEAVE) & ~walks.succeeded[through]]
        closure = None if good else closes_by_itself(found.end[ended] - found.last_touch[ended])
        judged = judgement(calls, calls.state == state, int(judges.sum()))
        side: Side = "success" if good else "lost"
        told.append(
            (int(state), Rule(found.states[state], side, int(decided.paths[state]), judged, closure)),
        )
    return sorted(told, key=lambda one: -one[1].judged.precision.n)

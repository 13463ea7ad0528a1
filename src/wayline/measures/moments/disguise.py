"""The outcome in disguise: what tells the outcome apart so well that it is the outcome, or follows from the same decision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from wayline.measures.friction.exposures import Population
from wayline.measures.moments.grid import Bools, Doings, Grid, milestones

CHANCE = 1e-6
SAME = 0.9


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something done that is no candidate, and why."""

    what: str
    why: str

    def plain(self) -> dict[str, Any]:
        return {"what": self.what, "why": self.why}


def without_disguises(
    people: Population, done: Sequence[Doings], grid: Grid, declared: Sequence[str]
) -> tuple[list[Doings], list[Rejected]]:
    """What may be a candidate, and what is rejected. `declared`: names or globs of events that are known to be the outcome."""
    kept, rejected = [], []
    for doings in done:
        why = _why(people, doings, grid, declared)
        if why:
            rejected.append(Rejected(doings.what, why))
        else:
            kept.append(doings)
    return kept, rejected


def _why(people: Population, doings: Doings, grid: Grid, declared: Sequence[str]) -> str:
    if any(fnmatchcase(doings.what, name) for name in declared):
        return "declared to be the outcome in disguise"
    for _, reached in milestones(doings, grid, len(people.subjects)):
        why = tells_the_outcome(people.succeeded, reached)
        if why:
            return why
    return ""


def tells_the_outcome(succeeded: Bools, reached: Bools) -> str:
    """Why an exposure is the outcome in disguise; empty where it is not.

    It is where sensitivity and specificity together lie within 0.1 of certainty (Youden's J of 0.9 or more, either way),
    or where all who reached it have one outcome and that would be chance once in a million.
    """
    success, n = int(succeeded.sum()), len(succeeded)
    exposed, both = int(reached.sum()), int((succeeded & reached).sum())
    if success in (0, n) or exposed in (0, n):
        return ""
    youden = both / success - (exposed - both) / (n - success)
    if abs(youden) >= SAME:
        return "the outcome in disguise: who reaches it and who succeeds are nearly the same"
    share = success / n
    if both == exposed and exposed * math.log(share) < math.log(CHANCE):
        return f"the outcome in disguise: all {exposed:,} who reach it succeed"
    if both == 0 and exposed * np.log1p(-share) < math.log(CHANCE):
        return f"the outcome in disguise: none of {exposed:,} who reach it succeeds"
    return ""

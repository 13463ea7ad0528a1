"""One loop under several names: shipping → cart → shipping makes both steps come again, and is one finding, not two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from wayline.measures.friction.candidates import Candidate
from wayline.measures.friction.exposures import Exposure

ALIKE = 0.5
LOOPING = ("repeat", "return", "ping-pong")


@dataclass(frozen=True, slots=True)
class Loop:
    """Candidates that nearly the same paths met. `lead`: the one to speak of, the surest; `steps`: all that the loop runs through."""

    lead: str
    candidates: tuple[str, ...]
    steps: tuple[str, ...]
    reading: str

    def plain(self) -> dict[str, Any]:
        return {
            "lead": self.lead,
            "candidates": list(self.candidates),
            "steps": list(self.steps),
            "reading": self.reading,
        }


def loops(candidates: Sequence[Candidate], exposures: Sequence[Exposure]) -> tuple[Loop, ...]:
    """Discoveries of one reading among repeats and returns, joined where at least half of those who met either met both.

    Only groups of two and more.
    """
    met = {one.id: frozenset(np.asarray(one.members)[one.exposed].tolist()) for one in exposures}
    found = [one for one in candidates if one.is_discovery and one.kind in LOOPING and met.get(one.id)]
    group = {one.id: one.id for one in found}
    for one, other in combinations(found, 2):
        if one.reading == other.reading and _alike(met[one.id], met[other.id]):
            old, new = group[other.id], group[one.id]
            group = {name: new if belongs == old else belongs for name, belongs in group.items()}
    made = []
    for name in dict.fromkeys(group.values()):
        own = sorted((one for one in found if group[one.id] == name), key=lambda one: (one.q or 0.0, one.id))
        if len(own) > 1:
            steps = tuple(dict.fromkeys(step for one in own for step in one.what))
            made.append(Loop(own[0].id, tuple(one.id for one in own), steps, own[0].reading))
    return tuple(made)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)

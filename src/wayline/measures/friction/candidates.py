"""Candidates for friction, tested together: odds ratio, family, rung of evidence, and what may be said of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.comparison import adjusted
from wayline.estimates.estimate import NORMAL_FROM
from wayline.estimates.logistic import adjusted_odds_ratio
from wayline.estimates.odds_ratio import OddsRatio, odds_ratio
from wayline.measures.friction.exposures import Exposure, Population

RATE = 0.05
SMALLEST_LEVEL = 10  # subjects that a level of the segment needs to be held on its own
VERBS = {1: "goes with", 2: "goes with, also among equally active subjects"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate. `n` paths had the chance, `exposed` of them met it; `(successes, n)` of both groups.

    `reading`: friction, helpful, no visible effect, too few, consequence, before the start, or refused. `p` and `q` are None outside the family.
    `held` is the odds ratio with activity and segment held. `rank` orders friction: |ln odds ratio| × exposed share of all paths.
    """

    id: str
    kind: str
    what: tuple[str, ...]
    n: int
    exposed: int
    succeeded_exposed: int = 0
    succeeded_others: int = 0
    longer_than_seconds: float | None = None
    effect: OddsRatio | None = None
    held: OddsRatio | None = None
    in_family: bool = False
    q: float | None = None
    held_q: float | None = None
    rung: int = 0
    rank: float | None = None
    reading: str = "no visible effect"
    needs: str = ""
    refused: str = ""
    early: bool = False

    @property
    def is_discovery(self) -> bool:
        return self.q is not None and self.q < RATE

    @property
    def verb(self) -> str:
        return VERBS.get(self.rung, "")

    def plain(self) -> dict[str, Any]:
        plain = asdict(self) | {
            "what": list(self.what),
            "verb": self.verb,
            "show": "normal" if self.in_family else "grey",
        }
        plain |= {"p": self.effect.p if self.effect and self.in_family else None, "discovery": self.is_discovery}
        return {**plain, "odds_ratio": plain.pop("effect"), "held_odds_ratio": plain.pop("held")}


def judged(
    exposures: Sequence[Exposure], people: Population, *, consequences: Sequence[str], holds: bool
) -> tuple[Candidate, ...]:
    """Every exposure tested on the outcome, as one family. `holds`: also with activity and segment held, which needs a landmark.

    Friction first, by rank; then the rest by how sure they are.
    """
    found = [_tested(exposure, people, holds=holds) for exposure in exposures]
    family = [candidate for candidate in found if candidate.in_family]
    q = dict(zip((c.id for c in family), adjusted([_p(c.effect) for c in family]), strict=True)) if family else {}
    held = [candidate for candidate in family if candidate.held is not None]
    held_q = dict(zip((c.id for c in held), adjusted([_p(c.held) for c in held]), strict=True)) if held else {}
    total = len(people.subjects)
    read = [_read(replace(c, q=q.get(c.id), held_q=held_q.get(c.id)), consequences, total) for c in found]
    return tuple(sorted(read, key=_order))


def refused(exposure: Exposure, reason: str) -> Candidate:
    """A candidate that cannot be judged at all."""
    n, exposed = len(exposure.members), int(exposure.exposed.sum())
    return Candidate(exposure.id, exposure.kind, exposure.what, n, exposed, reading="refused", refused=reason)


def _tested(exposure: Exposure, people: Population, *, holds: bool) -> Candidate:
    outcome = people.succeeded[exposure.members]
    exposed = exposure.exposed
    n, met = len(exposed), int(exposed.sum())
    good, other = int(outcome[exposed].sum()), int(outcome[~exposed].sum())
    enough = min(met, n - met) >= NORMAL_FROM
    return Candidate(
        exposure.id,
        exposure.kind,
        exposure.what,
        n,
        met,
        good,
        other,
        exposure.longer_than_seconds,
        odds_ratio((good, met), (other, n - met)) if met and n - met else None,
        adjusted_odds_ratio(outcome, exposed, _held(exposure, people)) if enough and holds else None,
        enough,
        needs=_needs(met, n - met),
        early=exposure.early,
    )


def _needs(exposed: int, others: int) -> str:
    lacking = [
        f"{NORMAL_FROM - count} more {name}"
        for count, name in ((exposed, "exposed"), (others, "unexposed"))
        if count < NORMAL_FROM
    ]
    return " and ".join(lacking)


def _held(exposure: Exposure, people: Population) -> NDArray[np.float64]:
    """How much else each member did, its square, and the levels of the segment but the largest."""
    others = np.log1p(np.maximum(people.events[exposure.members] - exposure.of, 0))
    levels = people.levels[exposure.members].astype(str)
    names, counts = np.unique(levels, return_counts=True)
    kept = names[np.argsort(-counts, kind="stable")][1:]
    large = [name for name in kept if counts[names == name][0] >= SMALLEST_LEVEL]
    return np.column_stack([others, others**2, *((levels == name).astype(np.float64) for name in large)])


def _p(effect: OddsRatio | None) -> float:
    assert effect is not None
    return effect.p


def _read(candidate: Candidate, consequences: Sequence[str], total: int) -> Candidate:
    reading = _reading(candidate, consequences)
    held = candidate.held
    rung = 1 if candidate.is_discovery else 0
    if rung and held is not None and candidate.effect is not None:
        same = (held.value < 1) == (candidate.effect.value < 1)
        rung = 2 if same and candidate.held_q is not None and candidate.held_q < RATE else 1
    rank = None
    if reading == "friction" and candidate.effect is not None:
        rank = abs(math.log(candidate.effect.value)) * candidate.exposed / total
    return replace(candidate, reading=reading, rung=rung, rank=rank)


def _reading(candidate: Candidate, consequences: Sequence[str]) -> str:
    if candidate.id in consequences:
        return "consequence"
    if not candidate.in_family or candidate.effect is None:
        return "too few"
    if not candidate.is_discovery:
        return "no visible effect"
    if candidate.effect.value > 1:
        return "helpful"
    return "before the start" if candidate.early else "friction"


def _order(candidate: Candidate) -> tuple[bool, float, float, str]:
    return (candidate.rank is None, -(candidate.rank or 0), candidate.q if candidate.q is not None else 2, candidate.id)

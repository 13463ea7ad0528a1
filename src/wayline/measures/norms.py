"""Who has waited longer than the norm: at each step and stage, the norm from everybody's waits, and those who wait there now.

`behind`: longer than three quarters of those who came here needed to move on or leave; `stuck`: longer than nine in ten did, and longer than the
upper limit of that norm, so that it is not the norm that is in doubt. Both are judged beside the target that the map sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.errors import InputError
from wayline.estimates.estimate import NORMAL_FROM
from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.estimates.norms import BEHIND, STUCK, Norm, norm
from wayline.maps.duration import seconds
from wayline.measures.converted import CONVERTED
from wayline.measures.evaluate import Element, elements
from wayline.measures.kinds import STAGES, STEPS, refusal
from wayline.measures.measurement import levels
from wayline.paths.facts import PathFacts

NO_TIMES = "the sources of this map have an order but no times: nobody can be said to wait long"
FEW = f"fewer than {NORMAL_FROM} waits that ended"


@dataclass(frozen=True, slots=True)
class Waits:
    """The norms of one element and level, and the subjects (codes) that stand there now, with their waits in seconds, longest first.

    `behind` and `stuck` count them; `stuck` are among `behind`. Without norms, because fewer than 30 waits ended, both are None.
    """

    element: str
    kind: str
    level: str | None
    target: float | None
    reference: int
    ended: int
    norms: tuple[Norm, Norm]
    waiting: tuple[tuple[int, float], ...]
    refused: str | None = None

    @property
    def behind(self) -> tuple[tuple[int, float], ...]:
        limit = self.norms[0].value
        return tuple(one for one in self.waiting if limit is not None and one[1] > limit)

    @property
    def stuck(self) -> tuple[tuple[int, float], ...]:
        limit = self.norms[1].high
        return tuple(one for one in self.waiting if limit is not None and one[1] > limit)

    @property
    def late(self) -> int | None:
        """How many wait longer than the map's target."""
        return None if self.target is None else sum(wait > self.target for _, wait in self.waiting)

    def plain(self) -> dict[str, Any]:
        return {
            "element": self.element,
            "kind": self.kind,
            "level": self.level,
            "unit": "seconds",
            "target": self.target,
            "n": self.reference,
            "ended": self.ended,
            "behind_after": self.norms[0].plain(),
            "stuck_after": self.norms[1].plain(),
            "waiting": len(self.waiting),
            "past_target": self.late,
            "behind": None if self.refused else len(self.behind),
            "stuck": None if self.refused else len(self.stuck),
            "refused": self.refused,
        }


def waits(facts: PathFacts, reference: tuple[int, int] | None = None) -> list[Waits]:
    """The norms of every step and stage that leads on. `reference`: learn them from who came there from a to before b (µs); else from all.

    Raises InputError where the sources have no times.
    """
    if facts.timeless:
        raise InputError(NO_TIMES)
    apart: list[str | None] = [*levels(facts)] or [None]
    found = []
    for element in elements(facts.journey):
        if element.kind not in ("step", "stage"):
            continue
        if refusal(CONVERTED, facts.journey, element.kind, element.place, timeless=False):
            continue
        found += [_waits(facts, element, level, reference) for level in apart]
    return found


def _waits(facts: PathFacts, element: Element, level: str | None, reference: tuple[int, int] | None) -> Waits:
    where = STEPS if element.kind == "step" else STAGES
    entered, join = (
        ("f.occurred_at", "")
        if element.kind == "step"
        else ("e.occurred_at", " JOIN stage_firsts e ON e.subject = f.subject AND e.stage = f.stage")
    )
    asked = "" if level is None else " AND f.level = ?"
    rows = facts.con.execute(
        f"SELECT f.subject, f.first_end_seconds AS seconds, f.first_end > 0 AS ended, f.stands_here AND f.first_end = 0 AS waits, {entered} AS at "
        f"FROM {where.table} f{join} WHERE f.{where.key} = {element.key}{asked}",
        [] if level is None else [level],
    ).fetchnumpy()
    columns = {name: np.ma.filled(column) for name, column in rows.items()}
    owner = facts.journey.steps[element.place] if element.kind == "step" else facts.journey.stages[element.place]
    learned = np.ones(len(columns["at"]), dtype=bool)
    if reference is not None:
        learned = (columns["at"] >= reference[0]) & (columns["at"] < reference[1])
    ended = int(columns["ended"][learned].sum())
    here = np.flatnonzero(columns["waits"])
    order = here[np.argsort(-columns["seconds"][here].astype(np.float64), kind="stable")]
    none = (Norm(BEHIND, None, None, None), Norm(STUCK, None, None, None))
    norms, refused = none, FEW
    if ended >= NORMAL_FROM:
        curve = kaplan_meier(columns["seconds"][learned].astype(np.float64), columns["ended"][learned])
        norms, refused = (norm(curve, BEHIND), norm(curve, STUCK)), ""
    return Waits(
        element.id,
        element.kind,
        level,
        seconds(owner.target) if owner.target else None,
        int(learned.sum()),
        ended,
        norms,
        tuple((int(columns["subject"][n]), float(columns["seconds"][n])) for n in order),
        refused or None,
    )

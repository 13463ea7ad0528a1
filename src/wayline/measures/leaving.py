"""When subjects leave: how many of those still there in each period, whether levels of traits differ, and what goes with leaving sooner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from wayline.bindings.sql_text import one_of
from wayline.estimates.cox import CoxFit, cox
from wayline.estimates.estimate import GREY_FROM, NORMAL_FROM, Estimate
from wayline.estimates.hazard import hazards, last_at_risk, period_of
from wayline.estimates.log_rank import LogRank, log_rank
from wayline.estimates.wilson import share
from wayline.paths.facts import PathFacts

OTHER = "(other)"
MICRO = 1_000_000
FEWEST_LEAVES = 10  # of a level that is told apart

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LevelLeaves:
    """One level of a trait: its subjects, how many left, and how many would have, were all levels alike."""

    level: str
    subjects: int
    left: int
    expected: float

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class TraitTest:
    """Whether the levels of a trait leave alike (log-rank); `q` after Benjamini and Hochberg over the traits asked for."""

    trait: str
    levels: tuple[LevelLeaves, ...]
    test: LogRank
    q: float | None

    def plain(self) -> dict[str, Any]:
        test = {"chi_square": self.test.chi_square, "freedom": self.test.freedom, "p": self.test.p, "q": self.q}
        return {
            "trait": self.trait,
            **test,
            "refused": self.test.refused,
            "levels": [one.plain() for one in self.levels],
        }


@dataclass(frozen=True, slots=True)
class Leaving:
    """`periods`, counted from 1, with their hazards, up to where fewer than ten are at risk; `model`: the hazard ratio of each level against the most frequent, None without traits.

    `against` names for each trait that most frequent level.
    """

    subjects: int
    left: int
    periods: tuple[tuple[int, Estimate], ...]
    traits: tuple[TraitTest, ...]
    model: CoxFit | None
    against: Mapping[str, str]
    refused: str | None

    def plain(self) -> dict[str, Any]:
        return {
            "subjects": self.subjects,
            "left": self.left,
            "periods": [{"period": number, **one.plain()} for number, one in self.periods],
            "traits": [one.plain() for one in self.traits],
            "model": None if self.model is None else self.model.plain(),
            "against": dict(self.against),
            "refused": self.refused,
        }


@dataclass(frozen=True, slots=True)
class Stays:
    """One stay a subject, in rising order of subjects: seconds from the first touch to the leave, or to when it was last known to stay.

    `ended`: the stay is over without a leave. `seen`: seconds from the first touch to `as_of`.
    """

    subjects: NDArray[np.int64]
    seconds: Floats
    left: Bools
    ended: Bools
    seen: Floats


def stays(facts: PathFacts) -> Stays:
    """From the first touch to the first leave after it; else to `as_of`, or to a last step after which nobody ever left."""
    as_of = facts.scope.as_of
    ends = [number for number, step in enumerate(facts.journey.steps) if not facts.journey.next_steps(step.id)]
    closed = (
        f"SELECT step FROM step_facts WHERE {one_of('step', ends)} GROUP BY step "
        f"HAVING count(*) >= {NORMAL_FROM} AND NOT bool_or(has_left)"
    )
    found = facts.con.execute(
        "SELECT s.subject, l.left_at IS NOT NULL AS has_left, l.left_at IS NULL AND e.ended_at IS NOT NULL AS has_ended, "
        f"({as_of} - s.start_at) / 1e6 AS seen, (coalesce(l.left_at, e.ended_at, {as_of}) - s.start_at) / 1e6 AS seconds "
        "FROM subjects s LEFT JOIN (SELECT l.subject, min(l.occurred_at) AS left_at FROM leaves l JOIN subjects s ON s.subject = l.subject "
        "WHERE l.occurred_at >= s.start_at GROUP BY l.subject) l ON l.subject = s.subject "
        f"LEFT JOIN (SELECT subject, min(occurred_at) AS ended_at FROM step_facts WHERE step IN ({closed}) GROUP BY subject) e "
        "ON e.subject = s.subject ORDER BY s.subject"
    ).fetchnumpy()
    return Stays(
        np.asarray(found["subject"], dtype=np.int64),
        np.asarray(found["seconds"], dtype=np.float64),
        np.asarray(found["has_left"], dtype=bool),
        np.asarray(found["has_ended"], dtype=bool),
        np.asarray(found["seen"], dtype=np.float64),
    )


def levels_at_start(facts: PathFacts, subjects: NDArray[np.int64]) -> NDArray[np.str_]:
    """The level of the segment that `facts` were asked for, at the first touch of each subject."""
    found = dict(facts.con.execute("SELECT subject, level FROM subjects").fetchall())
    return np.array([str(found.get(int(subject), "(none)")) for subject in subjects])


def leaving(stayed: Stays, levels: Mapping[str, NDArray[np.str_]], period_seconds: float) -> Leaving:
    """Hazards by period, tests by trait and the model of all traits together. Refused below 30 subjects or 10 leaves."""
    n, left = len(stayed.subjects), int(stayed.left.sum())
    if n < NORMAL_FROM or left < FEWEST_LEAVES:
        lack = f"{n:,} on the map, {left:,} of them left; needs {NORMAL_FROM} and {FEWEST_LEAVES}"
        return Leaving(n, left, (), (), None, {}, lack)
    told = {trait: _told_apart(values, stayed.left) for trait, values in levels.items()}
    columns, names, against = _columns(told)
    model = cox(names, columns, stayed.seconds, stayed.left) if names else None
    return Leaving(n, left, _periods(stayed, period_seconds), _tests(stayed, told), model, against, None)


def _periods(stayed: Stays, length: float) -> tuple[tuple[int, Estimate], ...]:
    micro = round(length * MICRO)
    wait, seen = (np.rint(seconds * MICRO).astype(np.int64) for seconds in (stayed.seconds, stayed.seen))
    came, gone = (period_of(np.where(ends, wait, -1), micro) for ends in (stayed.left, stayed.ended))
    whole = seen // micro
    rows = hazards(came, gone, whole, int(last_at_risk(came, gone, whole).max(initial=0)))
    return tuple((row.period, share(row.events, row.n)) for row in rows if row.n >= GREY_FROM)


def _told_apart(values: NDArray[np.str_], left: Bools) -> NDArray[np.str_]:
    """The levels with 30 subjects and 10 leaves; all others are one."""
    _, place = np.unique(values, return_inverse=True)
    enough = (np.bincount(place) >= NORMAL_FROM) & (np.bincount(place, weights=left) >= FEWEST_LEAVES)
    return np.where(enough[place], values, OTHER)


def _tests(stayed: Stays, told: Mapping[str, NDArray[np.str_]]) -> tuple[TraitTest, ...]:
    found = []
    for trait, values in told.items():
        names, place = np.unique(values, return_inverse=True)
        test = log_rank(stayed.seconds, stayed.left, place)
        sizes = np.bincount(place).tolist()
        rows = zip(names.tolist(), sizes, test.observed, test.expected, strict=True)
        found.append((trait, tuple(LevelLeaves(*row) for row in rows), test))
    known = [test.p for _, _, test in found if test.p is not None]
    held = iter(false_discovery_control(known).tolist() if known else [])
    return tuple(TraitTest(*one, q=None if one[2].p is None else next(held)) for one in found)


def _columns(told: Mapping[str, NDArray[np.str_]]) -> tuple[Floats, list[str], dict[str, str]]:
    """A column for each level but the most frequent of its trait, their names, and those most frequent levels."""
    columns, labels, against = [], [], {}
    for trait, values in told.items():
        names, counts = np.unique(values, return_counts=True)
        against[trait] = str(names[np.argmax(counts)])
        for name in names.tolist():
            if name != against[trait]:
                columns.append((values == name).astype(np.float64))
                labels.append(f"{trait}: {name}")
    return np.column_stack(columns) if columns else np.zeros((0, 0)), labels, against

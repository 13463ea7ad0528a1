"""Who answers and who never does, where paths and answers join: what became of both, and which levels of a segment stay silent.

Formula: answered = subjects on the map with any answer in the window; k/n by Wilson. Of both groups the shares that left and that finished, their difference by Newcombe. A level stays silent where the share that answers is lower than that of all others and q ≤ 0.05 among the levels (Benjamini and Hochberg).

Example: of 200 customers 80 answered; 8 of them left, and 42 of the 120 silent: 25 points more of the silent [13, 35].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wayline.bindings.voice import voiced
from wayline.estimates.change import Judgement, judge
from wayline.estimates.comparison import adjusted, compare_shares
from wayline.estimates.estimate import GREY_FROM, Estimate
from wayline.estimates.wilson import share
from wayline.maps.smallest_change import DEFAULTS
from wayline.measures.differences import DISCOVERY
from wayline.paths.facts import PathFacts

NO_PATHS = "nobody on the map is known by what they did, so nobody is known to be silent"
NO_VOICE = "the map asks for no answers"
OF = {"left": "has_left", "finished": "at_end AND NOT has_left"}


@dataclass(frozen=True, slots=True)
class Fate:
    """A share of those who answered and of the silent, and the second less the first."""

    measure: str
    answered: Estimate
    silent: Estimate
    judged: Judgement | None

    def plain(self) -> dict[str, Any]:
        judged = self.judged.plain() if self.judged else None
        return {
            "measure": self.measure,
            "answered": self.answered.plain(),
            "silent": self.silent.plain(),
            "difference": judged,
        }


@dataclass(frozen=True, slots=True)
class LevelSilence:
    """How many of a level answered; `q` is of its difference to all others, None where too few to be tested."""

    level: str
    answered: Estimate
    others: float | None
    p: float | None
    q: float | None = None

    @property
    def stays_silent(self) -> bool:
        found = self.answered.value
        return (
            self.q is not None
            and self.q <= DISCOVERY
            and found is not None
            and self.others is not None
            and found < self.others
        )

    def plain(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "answered": self.answered.plain(),
            "others": self.others,
            "q": self.q,
            "stays_silent": self.stays_silent,
        }


@dataclass(frozen=True, slots=True)
class Silence:
    """Who answered of the subjects on the map. `refused` says why nothing can be said."""

    response: Estimate | None
    fates: tuple[Fate, ...] = ()
    levels: tuple[LevelSilence, ...] = ()
    refused: str | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "response": self.response.plain() if self.response else None,
            "fates": [one.plain() for one in self.fates],
            "levels": [one.plain() for one in self.levels],
            "refused": self.refused,
        }


def silence(facts: PathFacts) -> Silence:
    """Who answers on a map, what became of them and of the others, and the same by level where facts have a segment."""
    if not voiced(facts.journey):
        return Silence(None, refused=NO_VOICE)
    counts = _counted(facts)
    came = sum(row["n"] for row in counts)
    if not came:
        return Silence(None, refused=NO_PATHS)
    spoke = _of(counts, spoke=True)["n"]
    fates = tuple(_fate(name, counts) for name in OF) if 0 < spoke < came else ()
    return Silence(share(spoke, came), fates, _levels(counts) if facts.question.segment else ())


def _counted(facts: PathFacts) -> list[dict[str, Any]]:
    """One row a level and whether they answered: how many, and how many of each fate."""
    listed = ", ".join(f"count(*) FILTER ({sql}) AS {name}" for name, sql in OF.items())
    rows = facts.con.execute(
        f"SELECT coalesce(s.level, ''), a.subject IS NOT NULL AS spoke, count(*) AS n, {listed} FROM subject_facts s "
        "LEFT JOIN (SELECT DISTINCT subject FROM voice_answers WHERE subject IS NOT NULL) a ON a.subject = s.subject GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    return [dict(zip(("level", "spoke", "n", *OF), row, strict=True)) for row in rows]


def _of(counts: list[dict[str, Any]], **wanted: Any) -> dict[str, int]:
    rows = [row for row in counts if all(row[key] == value for key, value in wanted.items())]
    return {name: sum(row[name] for row in rows) for name in ("n", *OF)}


def _fate(name: str, counts: list[dict[str, Any]]) -> Fate:
    spoke, silent = _of(counts, spoke=True), _of(counts, spoke=False)
    pair = (spoke[name], spoke["n"]), (silent[name], silent["n"])
    judged = judge(compare_shares(*pair).difference, smallest=DEFAULTS["share"], n=(pair[0][1], pair[1][1]))
    return Fate(name, share(*pair[0]), share(*pair[1]), judged)


def _levels(counts: list[dict[str, Any]]) -> tuple[LevelSilence, ...]:
    whole, said = _of(counts)["n"], _of(counts, spoke=True)["n"]
    found = []
    for level in dict.fromkeys(row["level"] for row in counts):
        here, of = _of(counts, level=level, spoke=True)["n"], _of(counts, level=level)["n"]
        rest = (said - here, whole - of)
        is_tested = min(of, rest[1]) >= GREY_FROM
        p = compare_shares((here, of), rest).p if is_tested else None
        found.append(LevelSilence(level, share(here, of), rest[0] / rest[1] if rest[1] else None, p))
    q_values = (
        iter(adjusted([one.p for one in found if one.p is not None]))
        if any(one.p is not None for one in found)
        else iter(())
    )
    judged = [one if one.p is None else replace(one, q=next(q_values)) for one in found]
    return tuple(sorted(judged, key=lambda one: (one.answered.value or 0, one.level)))

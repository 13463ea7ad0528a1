"""Drivers of a map: which steps' ratings go with what people say of the whole. Shares of explained variance, never effects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import literal
from wayline.bindings.voice import Voiced, voiced
from wayline.estimates.drivers import DRAWS, Drivers, Method, drivers
from wayline.paths.facts import PathFacts

OUTCOMES = ("nps", "csat", "ces", "rating")
RATED_BY = 0.5  # a step that fewer than this share rated is left out, for it would leave few complete answers
NO_VOICE = "the map has no voice of its own, or none of its steps has"
Points = dict[int, float]


@dataclass(frozen=True, slots=True)
class MapDrivers:
    """Drivers of one `outcome` of the whole map; `answered` is how many gave it, `left_out` the steps too few of them rated."""

    outcome: str
    found: Drivers
    answered: int = 0
    left_out: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        beside = {"outcome": self.outcome, "answered": self.answered, "left_out": list(self.left_out)}
        return {**beside, **self.found.plain()}


def has_drivers(facts: PathFacts) -> bool:
    """Whether a map asks for an overall score and for those of two steps or more."""
    kinds = [each.kind for each in voiced(facts.journey)]
    return "whole" in kinds and kinds.count("step") > 1


def map_drivers(
    facts: PathFacts, outcome: str, *, steps: Collection[str] = (), method: Method = "johnson", draws: int = DRAWS
) -> Drivers:
    """Drivers of the whole map's `outcome` (`nps`, `csat`, `ces` or `rating`) among the ratings of its steps, or of some `steps`.

    A respondent counts with an answer to the outcome and to every step that is asked for; several answers of theirs at a step are
    averaged on one scale. Refused, with the reason, where the map has no such answers or too few are complete.
    """
    overall, chosen = _asked(facts, steps)
    if not overall or not chosen:
        return Drivers((), None, 0, method, refused=NO_VOICE)
    score = _points(facts, overall[0].number, outcome)
    return _drivers(chosen, score, [_points(facts, each.number) for each in chosen], method, draws)


def drivers_of_map(
    facts: PathFacts, *, outcome: str = "", steps: Collection[str] = (), method: Method = "johnson", draws: int = DRAWS
) -> MapDrivers:
    """As `map_drivers`; the outcome is the score most people gave, unless one is asked for.

    Unless `steps` are asked for, those that fewer than half of the people with the outcome rated are left out.
    """
    overall, chosen = _asked(facts, steps)
    if not overall or not chosen:
        return MapDrivers(outcome, Drivers((), None, 0, method, refused=NO_VOICE))
    scores = {one: _points(facts, overall[0].number, one) for one in ((outcome,) if outcome else OUTCOMES)}
    of = max(scores, key=lambda one: len(scores[one]))
    columns = {each.id: _points(facts, each.number) for each in chosen}
    least = 0 if steps else RATED_BY * len(scores[of])
    kept = [each for each in chosen if len(scores[of].keys() & columns[each.id].keys()) >= least]
    found = _drivers(kept, scores[of], [columns[each.id] for each in kept], method, draws)
    return MapDrivers(of, found, len(scores[of]), tuple(each.id for each in chosen if each not in kept))


def _asked(facts: PathFacts, steps: Collection[str]) -> tuple[list[Voiced], list[Voiced]]:
    elements = voiced(facts.journey)
    overall = [each for each in elements if each.kind == "whole"]
    return overall, [each for each in elements if each.kind == "step" and (not steps or each.id in steps)]


def _drivers(
    chosen: Sequence[Voiced], score: Points, columns: Sequence[Mapping[int, float]], method: Method, draws: int
) -> Drivers:
    whole = [who for who in score if all(who in column for column in columns)]
    ratings = np.array([[column[who] for column in columns] for who in whole], dtype=np.float64)
    names = [each.id for each in chosen]
    return drivers(names, ratings.reshape(len(whole), len(chosen)), _values(score, whole), method=method, draws=draws)


def _values(score: Points, whole: Collection[int]) -> NDArray[np.float64]:
    return np.array([score[who] for who in whole], dtype=np.float64)


def _points(facts: PathFacts, element: int, measure: str = "") -> Points:
    """Respondent → the mean of their answers at an element, each moved to the scale from 0 to 1."""
    of = f" AND measure = {literal(measure)}" if measure else ""
    rows = facts.con.execute(
        "SELECT respondent, avg((score - scale_min) / (scale_max - scale_min)) FROM voice_answers "
        f"WHERE element = {element}{of} AND scale_max > scale_min GROUP BY respondent ORDER BY respondent"
    ).fetchall()
    return dict(rows)

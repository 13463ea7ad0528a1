"""Drivers of a map: which steps' ratings go with what people say of the whole. Shares of explained variance, never effects."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import literal
from wayline.bindings.voice import voiced
from wayline.estimates.drivers import DRAWS, Drivers, Method, drivers
from wayline.paths.facts import PathFacts

Points = dict[int, float]


def map_drivers(
    facts: PathFacts, outcome: str, *, steps: Collection[str] = (), method: Method = "johnson", draws: int = DRAWS
) -> Drivers:
    """Drivers of the whole map's `outcome` (`nps`, `csat`, `ces` or `rating`) among the ratings of its steps, or of some `steps`.

    A respondent counts with an answer to the outcome and to every step that is asked for; several answers of theirs at a step are
    averaged on one scale. Refused, with the reason, where the map has no such answers or too few are complete.
    """
    elements = voiced(facts.journey)
    overall = [each.number for each in elements if each.kind == "whole"]
    chosen = [each for each in elements if each.kind == "step" and (not steps or each.id in steps)]
    if not overall or not chosen:
        return Drivers((), None, 0, method, refused="the map has no voice of its own, or none of its steps has")
    score = _points(facts, overall[0], outcome)
    columns = [_points(facts, each.number) for each in chosen]
    whole = [who for who in score if all(who in column for column in columns)]
    ratings = np.array([[column[who] for column in columns] for who in whole], dtype=np.float64)
    return drivers(
        [each.id for each in chosen],
        ratings.reshape(len(whole), len(chosen)),
        _values(score, whole),
        method=method,
        draws=draws,
    )


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

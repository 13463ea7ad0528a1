"""Answers → estimates: every score of the map, its stages and steps, for all subjects and for each level of the segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import literal
from wayline.bindings.voice import Voiced, voiced
from wayline.estimates.estimate import Estimate, refuse
from wayline.estimates.nps import NO_ANSWERS, silence_bound
from wayline.estimates.weighted import usable
from wayline.estimates.wilson import share
from wayline.measures.voice.emotion import seen_together
from wayline.measures.voice.score import Answers, Score
from wayline.measures.voice.scores import SCORES, scores_of
from wayline.paths.facts import PathFacts

ALL: str | None = None
_COLUMNS = ("respondent", "score", "scale_min", "scale_max", "weight", "counted")


def voice_numbers(facts: PathFacts, levels: Iterable[str | None]) -> dict[str | None, dict[str, dict[str, Estimate]]]:
    """Level (None = all) → element id (`` for the whole map) → measure → estimate. Empty for a map without voice."""
    wanted, elements = list(levels), voiced(facts.journey)
    found: dict[str | None, dict[str, dict[str, Estimate]]] = {level: {} for level in wanted}
    if not elements:
        return found
    read = _Read(facts, wanted)
    for element in elements:
        for score in scores_of(element, read.measures(element.number)):
            for level in wanted:
                found[level].setdefault(element.id, {})[score.name] = _number(score, element, level, read)
    _see_steps_together(found, elements)
    return found


def _see_steps_together(found: dict[str | None, dict[str, dict[str, Estimate]]], elements: Iterable[Voiced]) -> None:
    steps = [element.id for element in elements if element.kind == "step"]
    for numbers in found.values():
        points = {step: numbers[step]["emotion"] for step in steps if "emotion" in numbers.get(step, {})}
        for step, point in seen_together(points).items():
            numbers[step]["emotion"] = point


def voice_levels(facts: PathFacts) -> list[str]:
    """The levels of the segment that answers have."""
    if not voiced(facts.journey):
        return []
    return [str(row[0]) for row in facts.rows("SELECT DISTINCT level FROM voice_answers WHERE level IS NOT NULL")]


def answers_sql(score: Score, element: Voiced) -> str:
    """One row with the `count` and `n` of a score: what it counts, of the answers that it takes."""
    chosen = f"FROM voice_answers WHERE element = {element.number}"
    if score.by_subject:
        return f"SELECT count(DISTINCT respondent) AS count, count(DISTINCT respondent) AS n {chosen}"
    return f"SELECT count(*) FILTER ({score.counted}) AS count, count(*) AS n {chosen} AND measure = '{score.name}'"


def _number(score: Score, element: Voiced, level: str | None, read: _Read) -> Estimate:
    answers = read.answers(score, element.number, level)
    came, answered = read.came(score, element.number, level)
    missing = came - answered if answered or answers is None else 0
    response = share(answered, came) if answered and came else None
    beside: dict[str, Any] = {"response": response.plain() if response else None}
    beside["last_answer"] = read.last(score, element.number, level)
    if answers is None:
        return refuse(NO_ANSWERS, unit=score.unit, method=score.method, missing=missing, extra=beside)
    if reason := score.refusal(answers):
        n = len(np.unique(answers.respondent)) if score.by_subject else len(answers.score)
        count = n if score.by_subject else int(answers.counted.sum())
        return refuse(reason, unit=score.unit, method=score.method, n=n, count=count, missing=missing, extra=beside)
    beside |= _weighted(score, answers)
    found = score.number(answers, missing, beside)
    if score.name == "nps" and response is not None and response.value is not None and found.value is not None:
        low, high = silence_bound(found.value, response.value)
        return replace(found, extra={**found.extra, "silence": {"low": low, "high": high}})
    return found


def _weighted(score: Score, answers: Answers) -> dict[str, Any]:
    """The sibling of a number whose answers carry weights; answers without a usable one are left out of it, and counted."""
    if not np.isfinite(answers.weight).any():
        return {}
    has_weight = usable(answers.weight)
    return {
        "weighted": score.weighted(answers.where(has_weight)).plain(),
        "without_weight": int((~has_weight).sum()),
    }


@dataclass(frozen=True, slots=True)
class _Response:
    """How many subjects came to an element, and how many of them answered."""

    came: Mapping[tuple[int, str | None], int]
    answered: Mapping[tuple[int, str, str | None], int]


class _Read:
    """Answers in an order in which an element and measure, and a level within it, is a slice."""

    def __init__(self, facts: PathFacts, levels: list[str | None]) -> None:
        self._levels = {level: turn for turn, level in enumerate([each for each in levels if each is not ALL], 1)}
        self._rows = self._slices(facts)
        self._response = _responses(facts, segmented=bool(self._levels))

    def measures(self, element: int) -> set[str]:
        return {measure for number, measure in self._rows if number == element}

    def answers(self, score: Score, element: int, level: str | None) -> Answers | None:
        parts = [self._part(rows, level) for rows in self._chosen(score, element)]
        columns = {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS} if parts else {}
        if not columns or len(columns["score"]) == 0:
            return None
        return Answers(*(columns[name] for name in _COLUMNS))

    def came(self, score: Score, element: int, level: str | None) -> tuple[int, int]:
        measure = "" if score.of_all_kinds else score.name
        return self._response.came.get((element, level), 0), self._response.answered.get((element, measure, level), 0)

    def last(self, score: Score, element: int, level: str | None) -> int | None:
        times = [self._part(rows, level)["occurred_at"] for rows in self._chosen(score, element)]
        latest = max((int(part.max()) for part in times if len(part)), default=-1)
        return latest if latest >= 0 else None

    def _chosen(self, score: Score, element: int) -> list[dict[str, NDArray[Any]]]:
        return [
            rows
            for (number, m), rows in self._rows.items()
            if number == element and (score.of_all_kinds or m == score.name)
        ]

    def _part(self, rows: dict[str, NDArray[Any]], level: str | None) -> dict[str, NDArray[Any]]:
        if level is ALL:
            return rows
        start, stop = np.searchsorted(rows["level"], [self._levels[level], self._levels[level] + 1])
        return {name: column[start:stop] for name, column in rows.items()}

    def _slices(self, facts: PathFacts) -> dict[tuple[int, str], dict[str, NDArray[Any]]]:
        arms = " ".join(f"WHEN {literal(s.name)} THEN {s.counted}" for s in SCORES if not s.of_all_kinds)
        places = " ".join(f"WHEN {literal(s.name)} THEN {place}" for place, s in enumerate(SCORES))
        level = "list_position(?, level)" if self._levels else "0"
        found = facts.con.execute(
            f"SELECT element, CASE measure {places} END AS measure, coalesce({level}, 0) AS level, respondent, score, "
            "coalesce(scale_min, 'nan'::DOUBLE) AS scale_min, coalesce(scale_max, 'nan'::DOUBLE) AS scale_max, "
            f"coalesce(weight, 'nan'::DOUBLE) AS weight, coalesce(occurred_at, -1) AS occurred_at, CASE measure {arms} END AS counted "
            f"FROM {facts.table('voice_answers')} ORDER BY 1, 2, 3",
            [list(self._levels)] if self._levels else [],
        ).fetchnumpy()
        columns = {name: np.asarray(column) for name, column in found.items()}
        keys = columns["element"] * len(SCORES) + columns["measure"]
        bounds = [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist(), len(keys)]
        return {
            (int(columns["element"][start]), SCORES[int(columns["measure"][start])].name): {
                name: column[start:stop] for name, column in columns.items()
            }
            for start, stop in pairwise(bounds)
            if start < stop
        }


def _responses(facts: PathFacts, *, segmented: bool) -> _Response:
    came: dict[tuple[int, str | None], int] = {}
    answered: dict[tuple[int, str, str | None], int] = {}
    for level in ("NULL", "level") if segmented else ("NULL",):
        by = ", level" if level == "level" else ""
        for row in facts.con.execute(
            f"SELECT element, {level}, count(*) FROM {facts.table('voice_reached')} GROUP BY element{by}"
        ).fetchall():
            came[row[0], row[1]] = row[2]
        # measure `` is any of them
        rows = facts.con.execute(
            f"SELECT r.element, coalesce(a.measure, ''), {level.replace('level', 'r.level')}, count(DISTINCT r.subject) "
            f"FROM {facts.table('voice_reached')} r "
            "JOIN (SELECT DISTINCT element, measure, subject FROM voice_answers WHERE subject IS NOT NULL) a "
            "ON a.element = r.element AND a.subject = r.subject "
            f"GROUP BY GROUPING SETS ((r.element, a.measure{by.replace('level', 'r.level')}), (r.element{by.replace('level', 'r.level')}))"
        ).fetchall()
        answered |= {(row[0], row[1], row[2]): row[3] for row in rows}
    return _Response(came, answered)

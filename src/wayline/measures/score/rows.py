"""What was known of each subject on each of several days, and whether the outcome came within the horizon after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.log import Stored
from wayline.bindings.match import LEAVE
from wayline.bindings.sql_text import Plan
from wayline.bindings.traits import ALWAYS, trait_queries
from wayline.measures.friction.question import Numbers
from wayline.measures.score.question import DAY, ScoreQuestion
from wayline.paths.facts import PathFacts
from wayline.paths.tables import as_table

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a subject and day on which its outcome was open (n).

    `came`: success did not come within the horizon; `days`: to the leave where that is the outcome and came, else NaN. `stands`: the step of
    the last touch. `facts`: by name what was counted up to that day (n). `steps`, `since` (n × steps): touches of each step, and the days since its
    first, 0 where there is none. `levels`: of each trait at the last touch, "" where there is none.
    """

    cut: Whole
    subject: Whole
    came: Bools
    days: Floats
    stands: Whole
    facts: dict[str, Floats]
    steps: Floats
    since: Floats
    levels: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.cut)

    def of(self, chosen: Bools) -> Rows:
        """The rows that are chosen (n)."""
        return Rows(
            self.cut[chosen],
            self.subject[chosen],
            self.came[chosen],
            self.days[chosen],
            self.stands[chosen],
            {name: values[chosen] for name, values in self.facts.items()},
            self.steps[chosen],
            self.since[chosen],
            {name: values[chosen] for name, values in self.levels.items()},
        )


def known_rows(
    facts: PathFacts, stored: Stored, question: ScoreQuestion, numbers: Numbers, cuts: Sequence[int]
) -> Rows:
    """Rows for each of the times in `cuts` (µs); nothing in them, but what came, knows of an event after its time."""
    con = facts.con
    listed = ", ".join(f"({number}, {at})" for number, at in enumerate(cuts))
    con.execute(f"CREATE OR REPLACE TEMP TABLE score_cuts AS SELECT * FROM (VALUES {listed}) v(cut, cut_at)")
    con.execute(f"CREATE OR REPLACE TEMP TABLE score_touches AS {_touches(question, numbers)}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE score_events AS {_events(question)}")
    for number, trait in enumerate(question.traits):
        _keep_levels(facts, stored, trait, number)
    found = con.execute(_rows(question, numbers)).fetchnumpy()
    plain = {
        name: np.ma.filled(values, np.nan) if values.dtype.kind == "f" else values for name, values in found.items()
    }
    named = ("age", "idle", "events", "recent", "before", "touches", "distinct")
    return Rows(
        np.asarray(plain["cut"], dtype=np.int64),
        np.asarray(plain["subject"], dtype=np.int64),
        np.asarray(plain["came"], dtype=bool),
        np.asarray(plain["days"], dtype=np.float64),
        np.asarray(plain["stands"], dtype=np.int64),
        {name: np.asarray(plain[name], dtype=np.float64) for name in named},
        _by_step(plain, "step", numbers.steps),
        _by_step(plain, "since", numbers.steps),
        {trait: np.asarray(plain[f"level_{n}"]) for n, trait in enumerate(question.traits)},
    )


def _by_step(plain: dict[str, NDArray[Any]], name: str, steps: int) -> Floats:
    return np.column_stack([plain[f"{name}_{n}"] for n in range(steps)]).astype(np.float64)


def undated(facts: PathFacts, question: ScoreQuestion) -> tuple[str, ...]:
    """The traits with levels of which nobody says since when they hold. After `known_rows`."""
    return tuple(
        trait
        for number, trait in enumerate(question.traits)
        if facts.rows(f"SELECT 1 FROM score_trait_{number}_history WHERE since = {ALWAYS} LIMIT 1")
    )


def _touches(question: ScoreQuestion, numbers: Numbers) -> str:
    """One row a cut and subject: the path up to the cut, and what came within the horizon after it."""
    step = f"t.occurred_at <= c.cut_at AND t.element BETWEEN 0 AND {numbers.steps - 1}"
    after = "t.occurred_at > c.cut_at"
    success = "NULL" if numbers.outcome is None else f"min(t.occurred_at) FILTER (t.element = {numbers.outcome})"
    counts = "".join(
        f", count(*) FILTER ({step} AND t.element = {n}) AS step_{n}, "
        f"(c.cut_at - min(t.occurred_at) FILTER ({step} AND t.element = {n})) / {DAY} AS since_{n}"
        for n in range(numbers.steps)
    )
    return (
        f"SELECT c.cut, c.cut_at, t.subject, min(t.occurred_at) FILTER ({step}) AS first_at, max(t.occurred_at) FILTER ({step}) AS last_at, "
        f"arg_max(t.element, (t.k, t.element)) FILTER ({step}) AS stands, arg_max(t.arrival, (t.k, t.element)) FILTER ({step}) AS last_arrival, "
        f"count(DISTINCT t.k) FILTER ({step}) AS touches, count(DISTINCT t.element) FILTER ({step}) AS distinct_steps, "
        f"max(t.k) FILTER ({step}) AS last_k, max(t.k) FILTER (t.element = {LEAVE} AND NOT {after}) AS left_k, "
        f"min(t.occurred_at) FILTER (t.element = {LEAVE} AND {after}) AS leaves_at, {success} AS success_at{counts} "
        f"FROM score_cuts c JOIN touched t ON t.occurred_at <= c.cut_at + {question.horizon} "
        f"GROUP BY c.cut, c.cut_at, t.subject HAVING bool_or({step})"
    )


def _events(question: ScoreQuestion) -> str:
    """All events of these subjects up to the cut, on the map or off it."""
    span = question.horizon
    return (
        "SELECT c.cut, w.subject, count(*) AS events, max(w.occurred_at) AS last_at, "
        f"count(*) FILTER (w.occurred_at > c.cut_at - {span}) AS recent, "
        f"count(*) FILTER (w.occurred_at <= c.cut_at - {span} AND w.occurred_at > c.cut_at - {2 * span}) AS before "
        "FROM score_cuts c JOIN walked w ON w.occurred_at <= c.cut_at WHERE w.subject IN (SELECT subject FROM on_map) GROUP BY c.cut, w.subject"
    )


def _rows(question: ScoreQuestion, numbers: Numbers) -> str:
    """Those whose outcome was open then and who were active: not left since the last touch, success not come."""
    is_leave = numbers.outcome is None
    came = "t.leaves_at IS NOT NULL" if is_leave else "t.success_at IS NULL"
    days = f"(t.leaves_at - t.cut_at) / {DAY}" if is_leave else "NULL::DOUBLE"
    levels = "".join(f", coalesce(l{n}.level, '') AS level_{n}" for n in range(len(question.traits)))
    joins = "".join(
        f" LEFT JOIN score_trait_{n} l{n} ON l{n}.arrival = t.last_arrival" for n in range(len(question.traits))
    )
    steps = "".join(f", t.step_{n}, coalesce(t.since_{n}, 0) AS since_{n}" for n in range(numbers.steps))
    return (
        f"SELECT t.cut, t.subject, {came} AS came, {days} AS days, t.stands, (t.cut_at - t.first_at) / {DAY} AS age, "
        f"(t.cut_at - e.last_at) / {DAY} AS idle, e.events, e.recent, e.before, t.touches, t.distinct_steps AS distinct{steps}{levels} "
        f"FROM score_touches t JOIN score_events e ON e.cut = t.cut AND e.subject = t.subject{joins} "
        "WHERE (t.left_k IS NULL OR t.left_k < t.last_k) AND (t.success_at IS NULL OR t.success_at > t.cut_at) "
        f"AND t.cut_at - e.last_at <= {round(question.active_days * DAY)} ORDER BY t.cut, t.subject"
    )


def _keep_levels(facts: PathFacts, stored: Stored, trait: str, number: int) -> None:
    """Table `score_trait_NUMBER` (arrival, level): the level of a trait at each touch that is the last before a cut."""
    plan = Plan()
    plan.add(
        "score_starts",
        "SELECT subject, arrival, occurred_at, object, session, person, account FROM walked "
        "WHERE arrival IN (SELECT last_arrival FROM score_touches)",
    )
    trait_queries(plan, stored, trait, facts.journey.unit, rows="score_starts", name=f"score_trait_{number}")
    for query in plan.queries:
        as_table(facts.con, query)

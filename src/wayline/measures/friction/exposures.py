"""From path facts to arrays: who is compared, what became of them, and who of them was exposed to what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.conditions import condition_text, property_text
from wayline.bindings.match import LEAVE
from wayline.bindings.sql_text import one_of
from wayline.maps.selector import Condition
from wayline.measures.friction.question import FrictionQuestion, Numbers
from wayline.paths.facts import PathFacts

Bools = NDArray[np.bool_]

DAY = 86_400 * 1_000_000
TRANSITION_FROM = 200  # paths that a transition needs before its long waits are looked at
LONG = 0.9


@dataclass(frozen=True, slots=True)
class Population:
    """Those compared, one place a subject: the outcome, the level of the segment, how many events by the landmark."""

    subjects: NDArray[np.int64]
    succeeded: Bools
    levels: NDArray[Any]
    events: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Among the `members` (places in the population) of one comparison, who was `exposed`.

    `of`: the events of a member that the exposure is made of, for the count of all others. `early`: every exposed wait
    begins before day 0 of the customers' clock.
    """

    id: str
    kind: str
    what: tuple[str, ...]
    members: NDArray[np.int64]
    exposed: Bools
    of: NDArray[np.int64]
    longer_than_seconds: float | None = None
    early: bool = False


def keep_trait_outcome(facts: PathFacts, number: int, condition: Condition) -> None:
    """Table `friction_trait_NUMBER` (subject, succeeded): whether the level that `facts` were asked for meets the condition.

    Subjects without a level are left out: what became of them is not known.
    """
    facts.con.execute(
        f"CREATE OR REPLACE TEMP TABLE friction_trait_{number} AS SELECT subject, {condition_text('level', condition)} "
        "AS succeeded FROM subject_facts WHERE level <> '(none)'"
    )


def population(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> Population:
    """Those who reached the state by the landmark and for whom nothing was decided by then. Leaves `friction_path` behind."""
    facts.con.execute(f"CREATE OR REPLACE TEMP TABLE friction_touches AS {_aged(question)}")
    facts.con.execute(f"CREATE OR REPLACE TEMP TABLE friction_people AS {_people(facts, question, numbers)}")
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE friction_path AS SELECT t.subject, p.place, t.k, t.occurred_at, any_value(t.age) AS age, "
        "min(t.element) AS arrives, max(t.element) AS goes_on FROM friction_touches t JOIN friction_people p USING (subject) "
        f"WHERE t.is_before AND t.element BETWEEN 0 AND {numbers.steps - 1} GROUP BY ALL"
    )
    found = facts.con.execute(
        "SELECT p.subject, p.succeeded, p.level, count(e.k) AS events FROM friction_people p "
        "LEFT JOIN friction_path e USING (subject) GROUP BY p.place, p.subject, p.succeeded, p.level ORDER BY p.place"
    ).fetchnumpy()
    return Population(
        np.asarray(found["subject"], dtype=np.int64),
        np.asarray(found["succeeded"], dtype=bool),
        np.asarray(found["level"]),
        np.asarray(found["events"], dtype=np.int64),
    )


def day_of(question: FrictionQuestion) -> str:
    """SQL for the day of an event `w` of the subject `s`: on the clock, else since the start of the path."""
    if question.clock:
        return f"TRY_CAST({property_text(question.clock)} AS DOUBLE)"
    return f"(w.occurred_at - s.start_at) / {DAY}"


def with_every_event(facts: PathFacts, question: FrictionQuestion, people: Population) -> Population:
    """The same population with every event by the landmark counted, on the map or off it: what `held` holds as activity."""
    found = facts.con.execute(
        "SELECT p.place, count(*) AS events FROM walked w JOIN friction_people p USING (subject) JOIN subjects s USING (subject) "
        f"WHERE {day_of(question)} <= {question.landmark_days} GROUP BY p.place"
    ).fetchnumpy()
    events = np.zeros(len(people.subjects), dtype=np.int64)
    events[np.asarray(found["place"], dtype=np.int64)] = np.asarray(found["events"], dtype=np.int64)
    return replace(people, events=events)


def _aged(question: FrictionQuestion) -> str:
    """Touches with their day, and whether they are no later than the landmark."""
    age = f"(t.occurred_at - s.start_at) / {DAY}"
    clock = ""
    if question.clock:
        age = "c.age"
        clock = f" LEFT JOIN (SELECT arrival, TRY_CAST({property_text(question.clock)} AS DOUBLE) AS age FROM walked) c ON c.arrival = t.arrival"
    before = "TRUE" if question.landmark_days is None else f"coalesce(age <= {question.landmark_days}, FALSE)"
    return (
        f"SELECT *, {before} AS is_before FROM (SELECT t.subject, s.level, t.k, t.element, t.occurred_at, {age} AS age "
        f"FROM touched t JOIN subjects s ON s.subject = t.subject{clock}){_seen(question)}"
    )


def _seen(question: FrictionQuestion) -> str:
    """Only touches up to the end of the horizon, where there is one."""
    return "" if question.horizon_days is None else f" WHERE coalesce(age <= {question.seen_days}, FALSE)"


def _people(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> str:
    reached = f"= {numbers.reached}" if numbers.reached is not None else f"BETWEEN 0 AND {numbers.steps - 1}"
    keeps = [f"bool_or(is_before AND element {reached})", *_undecided(facts, question, numbers)]
    happened = LEAVE if numbers.outcome is None else numbers.outcome
    level = "''" if facts.question.segment in question.traits else "level"
    known = "".join(f" JOIN friction_trait_{n} k{n} ON k{n}.subject = f.subject" for n in range(len(question.traits)))
    succeeded = " AND ".join(f"k{n}.succeeded" for n in range(len(question.traits)))
    if not succeeded:
        succeeded = "NOT f.happened" if numbers.outcome is None else "f.happened"
    return (
        f"SELECT f.subject, f.level, {succeeded} AS succeeded, row_number() OVER (ORDER BY f.subject) - 1 AS place FROM "
        f"(SELECT subject, {level} AS level, bool_or(element = {happened}) AS happened FROM friction_touches "
        f"GROUP BY ALL HAVING {' AND '.join(keeps)}) f{known}"
    )


def _undecided(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> list[str]:
    """At the landmark: neither left nor the outcome come already, and the landmark (with its horizon) lies in the data."""
    if question.landmark_days is None:
        return []
    decided = one_of("element", [LEAVE, *([numbers.outcome] if numbers.outcome is not None else [])])
    keeps = [f"NOT bool_or(is_before AND {decided})"]
    if facts.journey.unit == "session":
        # a session that is over by then has decided too, though nothing says that it left
        keeps.append(f"max(age) > {question.landmark_days}")
    elif facts.scope.as_of is not None:
        keeps.append(f"min(occurred_at - age * {DAY}) + {(question.seen_days or 0) * DAY} <= {facts.scope.as_of}")
    return keeps


def repeats(facts: PathFacts, numbers: Numbers) -> list[Exposure]:
    """Each step twice or more against once, but for steps that are the outcome or an error."""
    own = set(decided_steps(facts, numbers))
    found = grouped(facts, _STEPS.format(steps=numbers.steps), ("element",))
    return [
        Exposure(f"repeat:{name}", "repeat", (name,), rows["place"], rows["n"] >= 2, rows["n"])
        for (element,), rows in found
        if element not in own
        for name in (facts.journey.steps[element].id,)
    ]


_STEPS = (
    "SELECT t.element, p.place, count(*) AS n FROM friction_touches t JOIN friction_people p USING (subject) "
    "WHERE t.is_before AND t.element BETWEEN 0 AND {steps} - 1 GROUP BY t.element, p.place"
)


def decided_steps(facts: PathFacts, numbers: Numbers) -> list[int]:
    """Steps whose every touch is the outcome or an error."""
    rows = facts.rows(
        "SELECT t.element FROM friction_touches t LEFT JOIN (SELECT DISTINCT subject, k FROM friction_touches "
        f"WHERE {one_of('element', numbers.special)}) x ON x.subject = t.subject AND x.k = t.k "
        f"WHERE t.element BETWEEN 0 AND {numbers.steps - 1} GROUP BY t.element HAVING bool_and(x.k IS NOT NULL)"
    )
    return [int(str(row[0])) for row in rows]


_WAITS = """SELECT a, b, place, max(wait) AS wait, arg_max(age, wait) AS age FROM (
  SELECT place, lag(goes_on) OVER w AS a, arrives AS b, (occurred_at - lag(occurred_at) OVER w) / 1e6 AS wait, lag(age) OVER w AS age
  FROM friction_path WINDOW w AS (PARTITION BY subject ORDER BY k)) WHERE a IS NOT NULL GROUP BY a, b, place"""


def slow(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> list[Exposure]:
    """The longest wait of a path on a transition above the 90th percentile of those waits."""
    own = set(decided_steps(facts, numbers)) if numbers.outcome is not None else set()
    made = []
    for (a, b), rows in grouped(facts, _WAITS, ("a", "b")):
        if len(rows["place"]) < TRANSITION_FROM or own & {a, b}:
            continue
        limit = float(np.quantile(rows["wait"], LONG))
        long = rows["wait"] > limit
        early = bool(question.clock) and bool(long.any()) and bool((rows["age"][long] < 0).all())
        names = (facts.journey.steps[a].id, facts.journey.steps[b].id)
        of = np.full(len(long), 2)
        made.append(Exposure(f"slow:{names[0]}>{names[1]}", "slow", names, rows["place"], long, of, limit, early))
    return made


def errors(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> list[Exposure]:
    """The error event present against absent, among paths with the step it belongs to."""
    order = {step.id: number for number, step in enumerate(facts.journey.steps)}
    made = []
    for number, (event, step) in zip(numbers.errors, question.errors.items(), strict=True):
        found = facts.con.execute(
            f"SELECT p.place, count(*) FILTER (t.element = {number}) AS n, "
            f"count(*) FILTER (t.element = {number} AND w.k IS NOT NULL) AS of_path FROM friction_touches t JOIN friction_people p "
            "USING (subject) LEFT JOIN friction_path w ON w.subject = t.subject AND w.k = t.k "
            f"WHERE t.is_before GROUP BY p.place HAVING bool_or(t.element = {order[step]}) ORDER BY p.place"
        ).fetchnumpy()
        seen = np.asarray(found["n"], dtype=np.int64)
        places = np.asarray(found["place"], dtype=np.int64)
        # an error that is no step is not among the events that activity counts
        own = np.asarray(found["of_path"], dtype=np.int64)
        made.append(Exposure(f"error:{event}", "error", (event, step), places, seen > 0, own))
    return made


def grouped(facts: PathFacts, sql: str, by: tuple[str, ...]) -> list[tuple[tuple[int, ...], dict[str, NDArray[Any]]]]:
    """The rows of a query cut by integer columns, in their order."""
    found = facts.con.execute(f"SELECT * FROM ({sql}) ORDER BY {', '.join(by)}, place").fetchnumpy()
    rows = {name: filled(values) for name, values in found.items()}
    if len(rows["place"]) == 0:
        return []
    keys = np.column_stack([rows[name] for name in by])
    cuts = np.flatnonzero((keys[1:] != keys[:-1]).any(axis=1)) + 1
    edges = [0, *cuts.tolist(), len(keys)]
    return [
        (tuple(int(key) for key in keys[begin]), {name: values[begin:end] for name, values in rows.items()})
        for begin, end in pairwise(edges)
    ]


def filled(values: NDArray[Any]) -> NDArray[Any]:
    """A column with NaN where DuckDB left a gap."""
    return np.asarray(np.ma.filled(values, np.nan)) if values.dtype.kind == "f" else np.asarray(values)

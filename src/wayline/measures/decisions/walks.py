"""From path facts to walks: what each path did until its outcome, its leave or its end, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.conditions import property_text
from wayline.bindings.match import LEAVE
from wayline.bindings.sql_text import one_of
from wayline.measures.decisions.question import RulesQuestion
from wayline.measures.friction.question import Numbers
from wayline.paths.facts import PathFacts

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAY = 86_400 * 1_000_000
NO_END = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True)
class Walks:
    """Paths, one place each, and their touches in order. Times in microseconds; ages count from the start of the path.

    Of paths: `subjects` (codes), `levels`, `began`, `due` (the age at which it is over at the latest), `seen` (the age at the
    time of looking), `succeeded` where `known`. Of touches, sorted by path: `path`, `age`, `element`, `k`; `stops`: the touch is
    the outcome or a leave. `undated`: touches without the clock that was asked for, left out. `too_late`: paths with the outcome,
    but only after they were over.
    """

    subjects: Ints
    levels: NDArray[Any]
    began: Ints
    due: Ints
    seen: Ints
    known: Bools
    succeeded: Bools
    path: Ints
    age: Ints
    element: Ints
    k: Ints
    stops: Bools
    undated: int
    too_late: int

    @property
    def over(self) -> Ints:
        """When each path is over at the latest: µs since the epoch."""
        return self.began + self.due


def walks(facts: PathFacts, question: RulesQuestion, numbers: Numbers) -> Walks:
    """The walks of all paths on the map. Tables of traits (`friction_trait_N`, `decision_ends`) are there where they were asked for."""
    happened = LEAVE if numbers.outcome is None else numbers.outcome
    facts.con.execute(f"CREATE OR REPLACE TEMP TABLE decision_touches AS {_touches(question, numbers)}")
    facts.con.execute(f"CREATE OR REPLACE TEMP TABLE decision_paths AS {_paths(facts, question)}")
    paths = facts.con.execute("SELECT * FROM decision_paths ORDER BY path").fetchnumpy()
    rows = facts.con.execute(
        "SELECT p.path, t.age, t.element, t.k FROM decision_touches t JOIN decision_paths p USING (subject) "
        "WHERE t.age IS NOT NULL ORDER BY p.path, t.k, t.element"
    ).fetchnumpy()
    undated = facts.con.execute("SELECT count(*) FROM decision_touches WHERE age IS NULL").fetchall()[0][0]
    path, age, element, k = (np.ma.filled(rows[name], 0).astype(np.int64) for name in ("path", "age", "element", "k"))
    due = np.ma.filled(paths["due"], NO_END).astype(np.int64)
    hit = (element == happened) & (age <= due[path])
    succeeded = np.zeros(len(due), dtype=bool)
    succeeded[path[hit]] = True
    late = np.unique(path[(element == happened) & ~succeeded[path]])
    known = np.ma.filled(paths["has_end"], False).astype(bool)
    if question.about.traits:
        told = paths["succeeded"]
        known &= ~np.ma.getmaskarray(told)
        succeeded = np.ma.filled(told, False).astype(bool)
    elif numbers.outcome is None:
        succeeded = ~succeeded
    return Walks(
        np.asarray(paths["subject"], dtype=np.int64),
        np.asarray(np.ma.filled(paths["level"], "")),
        np.asarray(paths["began"], dtype=np.int64),
        due,
        (facts.scope.as_of or 0) - np.asarray(paths["began"], dtype=np.int64),
        known,
        succeeded,
        path,
        age,
        element,
        k,
        (element == happened) | (element == LEAVE),
        undated,
        0 if question.about.traits else len(late),
    )


def _touches(question: RulesQuestion, numbers: Numbers) -> str:
    """Touches with their age in microseconds: since the start of the path, or by the customers' own clock."""
    age, clock = "t.occurred_at - s.start_at", ""
    if question.about.clock:
        age = f"CAST(round(c.age * {DAY}) AS BIGINT)"
        clock = (
            f" LEFT JOIN (SELECT arrival, TRY_CAST({property_text(question.about.clock)} AS DOUBLE) AS age FROM walked) c"
            " ON c.arrival = t.arrival"
        )
    wanted = one_of("t.element", [LEAVE, *([numbers.outcome] if numbers.outcome is not None else [])])
    return (
        f"SELECT t.subject, t.k, t.element, t.occurred_at, {age} AS age FROM touched t "
        f"JOIN subjects s ON s.subject = t.subject{clock} WHERE t.element BETWEEN 0 AND {numbers.steps - 1} OR {wanted}"
    )


def _paths(facts: PathFacts, question: RulesQuestion) -> str:
    due, join = _due(question)
    traits = range(len(question.about.traits))
    join += "".join(f" LEFT JOIN friction_trait_{n} k{n} ON k{n}.subject = f.subject" for n in traits)
    succeeded = " AND ".join(f"k{n}.succeeded" for n in traits) or "NULL"
    # facts that were computed by the outcome's trait have its levels, and no segment was asked for
    level = "f.level" if facts.question.segment and facts.question.segment not in question.about.traits else "''"
    return (
        f"SELECT f.subject, row_number() OVER (ORDER BY f.began, f.subject) - 1 AS path, {level} AS level, f.began, "
        f"CAST({due} AS BIGINT) AS due, {due} IS NOT NULL AS has_end, {succeeded} AS succeeded FROM "
        "(SELECT t.subject, any_value(s.level) AS level, min(t.occurred_at - t.age) AS began "
        f"FROM decision_touches t JOIN subjects s USING (subject) WHERE t.age IS NOT NULL GROUP BY t.subject) f{join}"
    )


def _due(question: RulesQuestion) -> tuple[str, str]:
    """The age at which a path is over, as SQL, and the join that it needs."""
    if question.ends_days is not None:
        return f"CAST({round(question.ends_days * DAY)} AS BIGINT)", ""
    if question.ends_trait:
        return f"round(e.ends * {DAY})", " LEFT JOIN decision_ends e ON e.subject = f.subject"
    last = "(SELECT subject, max(occurred_at) AS last_at FROM walked GROUP BY subject)"
    return "w.last_at - f.began", f" LEFT JOIN {last} w ON w.subject = f.subject"


def keep_ends(facts: PathFacts) -> None:
    """Table `decision_ends` (subject, ends): the level that `facts` were asked for as a number of days; NULL where it is none."""
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE decision_ends AS SELECT subject, TRY_CAST(level AS DOUBLE) AS ends FROM subject_facts"
    )

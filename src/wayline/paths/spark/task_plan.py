"""The plan that a task runs: the queries of the SQL engine from `log` on, over the rows that the task was given."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from wayline.bindings.log import Stored, cut_sessions
from wayline.bindings.match import bound_selectors
from wayline.bindings.sql_text import Named, Plan, literal
from wayline.bindings.traits import COLUMNS, is_known
from wayline.maps.model import JourneyMap
from wayline.paths.facts import Question, Seen, question_queries
from wayline.paths.spark.share import ALWAYS_SENT, EVENT_COLUMNS


def task_plan(
    stored: Stored, journey: JourneyMap, question: Question, seen: Seen, *, histories: Collection[str] = ()
) -> Plan:
    """The plan of a task. `histories`: traits whose values were looked up for all, since other tasks hold events that tell them."""
    plan = Plan()
    plan.add("names", "SELECT * FROM given_names", kept=False)
    cut = "SELECT * FROM given_events"
    if journey.unit == "session":
        cut = cut_sessions("(SELECT * EXCLUDE (subject) FROM given_events)", question.gap_minutes)
    plan.add("log", cut, kept=journey.unit == "session")
    question_queries(plan, as_given(stored), journey, question, seen)
    return Plan([_looked_up(query, histories) for query in plan.queries])


def as_given(stored: Stored) -> Stored:
    """The log as a task sees it: identities, members, corrections and what was known are settled before."""
    given = "(SELECT kind, no, trait, value, valid_from, arrival, 0 AS load FROM given_traits)"
    return replace(
        stored,
        relation=lambda table: given if table == "traits" else f"(SELECT * FROM given_{table})",
        filled=frozenset({"events", "names"}),
        known_at=None,
    )


def _looked_up(query: Named, histories: Collection[str]) -> Named:
    for trait in histories:
        if (
            query.name.endswith("_history")
            and query.says == f"values of {trait}, each with the time from which it holds"
        ):
            rows = f"SELECT kind, no, value, valid_from AS since, arrival, turn FROM given_history WHERE trait = {literal(trait)}"
            return replace(query, sql=rows)
    return query


def asked_traits(stored: Stored, journey: JourneyMap, question: Question) -> set[str]:
    """Traits whose level at an event is asked for."""
    asked = {question.segment} if question.segment else set()
    asked |= set(question.where.segment) if question.where is not None else set()
    asked |= {
        trait for bound in bound_selectors(journey) for trait in bound.selector.segment if is_known(stored, trait)
    }
    return asked


def told_by(stored: Stored, trait: str) -> frozenset[int]:
    """Sources whose events tell the level of a trait."""
    if trait in stored.trait_sources:
        return stored.trait_sources[trait]
    return frozenset(stored.clocks) if trait in COLUMNS and trait not in stored.table_traits else frozenset()


def needed_columns(plan: Plan, returned: Mapping[str, str], unit: str) -> tuple[str, ...]:
    """Columns of events that a query of the plan names."""
    words = {word for sql in (*(q.sql for q in plan.queries), *returned.values()) for word in re.findall(r"\w+", sql)}
    cut = ("person", "session") if unit == "session" else ()
    sent = [name for name in EVENT_COLUMNS if name in ALWAYS_SENT or name in cut or name in words]
    return tuple(name for name in sent if unit != "session" or name != "subject")

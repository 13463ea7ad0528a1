"""From an open event log and a map to path facts: which sources and events count, and the queries that make the facts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import duckdb

from wayline.bindings.conditions import condition_text, event_codes, residual
from wayline.bindings.log import SESSION_GAP_MINUTES, Stored, log_queries
from wayline.bindings.match import bound_selectors, touch_queries
from wayline.bindings.sql_text import Plan, literal, one_of
from wayline.bindings.traits import is_known, trait_queries
from wayline.bindings.voice import VoiceQuestion, answer_queries, asked_text, owned_queries, voice_text, voiced
from wayline.errors import InputError
from wayline.events.snapshot import Snapshot
from wayline.maps.model import JourneyMap
from wayline.maps.selector import Selector
from wayline.paths.engine import engine
from wayline.paths.sql import Scope, fact_queries
from wayline.paths.tables import as_table


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a map. Times in microseconds since the epoch.

    `order`: equal times keep the order of arrival (`arrival`), turn it round (`reversed`), or are at once (`strict`: after is
    later). `gap_minutes`: the gap at which a person's events are cut into sessions.
    """

    since: int | None = None
    until: int | None = None
    as_of: int | None = None
    where: Selector | None = None
    segment: str = ""
    order: Literal["arrival", "reversed", "strict"] = "arrival"
    gap_minutes: int = SESSION_GAP_MINUTES


@dataclass(frozen=True, slots=True)
class PathFacts:
    """Path facts in a DuckDB session (tables named in `paths.sql`), with the plan that made them.

    Every engine leaves the same tables behind; measures read nothing else. Where the facts came from other
    machines the log is still there: the session has the tables that `paths.spark.returned` names, and no events.
    `read` says which events were read, where something of an earlier time was kept.
    """

    con: duckdb.DuckDBPyConnection
    plan: Plan
    journey: JourneyMap
    question: Question
    scope: Scope
    sources: frozenset[int]
    timeless: bool
    unassigned: int
    event_names: dict[int, str] = field(default_factory=dict)
    by_period: bool = False
    read: str = ""

    def table(self, name: str) -> str:
        """A table of facts as a FROM clause. `by_period`: its `level` is the period in which the path began, the answer was given.

        The periods stand in the tables `periods` (name, since, until) and `begun` (subject, period).
        """
        if not self.by_period:
            return name
        join = (
            "JOIN (SELECT name AS period, since, until FROM periods) p ON f.occurred_at >= p.since AND f.occurred_at < p.until"
            if name == "voice_answers"
            else "JOIN begun p ON p.subject = f.subject"
        )
        return f"(SELECT f.* REPLACE (p.period AS level) FROM {name} f {join})"

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query over the facts."""
        return self.con.execute(sql).fetchall()


def plan_facts(con: duckdb.DuckDBPyConnection, stored: Stored, journey: JourneyMap, question: Question) -> PathFacts:
    """Describe the facts of a map: the plan with its literals settled, nothing heavy run yet.

    Raises NotFoundError for an unknown trait, InputError where a
    time is asked of sources that have none.
    """
    plan = Plan()
    log_queries(plan, stored, journey.unit, question.gap_minutes)
    has_voice = bool(voiced(journey))
    if has_voice:
        owned_queries(plan, stored, journey.unit)
    _create(con, plan)
    sources = _map_sources(con, stored, journey)
    timeless = any(stored.clocks.get(source) == "position" for source in sources)
    refuse_times(question, journey, timeless=timeless)
    as_of = _as_of(con, stored, question, sources, timeless=timeless)
    if question.as_of is not None:
        sources = _map_sources(con, stored, journey, question.as_of)
    if has_voice and as_of is None and not timeless:
        as_of = last_said(con, stored, journey)
    scope = Scope(question.since, question.until, as_of)
    own = _traits_of_voice(con, stored, question) if has_voice else frozenset()
    question_queries(plan, stored, journey, question, Seen(sources, scope, own))
    if has_voice:
        # the end of the events is no end of the answers: only a time that was asked for is
        answer_queries(
            plan,
            stored,
            journey,
            VoiceQuestion(question.since, question.until, question.as_of, question.where, question.segment),
        )
    names = {code: name for name, code in stored.names.codes.get("event", {}).items()}
    return PathFacts(con, plan, journey, question, scope, sources, timeless, 0, names)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of the log before anything is asked: the map's sources, the scope, and traits that only answers have."""

    sources: frozenset[int]
    scope: Scope
    own_traits: frozenset[str] = frozenset()


def question_queries(plan: Plan, stored: Stored, journey: JourneyMap, question: Question, seen: Seen) -> None:
    """Add the queries from `log` to the facts. Every fact is of one subject: they may run over some subjects' events alone."""
    _walked_queries(plan, stored, seen.sources, seen.scope, question.order)
    touch_queries(plan, stored, journey)
    _segment_queries(plan, stored, journey, question, seen.own_traits)
    fact_queries(
        plan,
        journey,
        seen.scope,
        segmented=bool(question.segment),
        filtered=question.where is not None,
        strict=question.order == "strict",
    )


def path_facts(
    con: duckdb.DuckDBPyConnection,
    stored: Stored,
    journey: JourneyMap,
    question: Question,
    beside: Snapshot | None = None,
) -> PathFacts:
    """Compute the facts of a map, by the engine that suits the log; the tables stay in the session of `con`.

    `beside`: the log that the facts are of; what is read of it may be kept beside it, and only what is new is read next time.
    """
    planned = plan_facts(con, stored, journey, question)
    if engine(stored.events) == "fold":
        from wayline.paths.folding import Folding, fold  # noqa: PLC0415 # pyarrow and kernels: nothing for a small log to wait for
        from wayline.paths.keeping import keeping_of  # noqa: PLC0415

        segmented, filtered = bool(question.segment), question.where is not None
        strict = question.order == "strict"
        keeping = keeping_of(planned, stored, beside)
        fold(Folding(con, planned.plan, stored, journey, planned.scope, strict, segmented, filtered, keeping))
        planned = replace(planned, read=keeping.said if keeping else "")
    else:
        _create(con, planned.plan)
    unassigned = con.execute("SELECT count(*) FROM walked WHERE subject IS NULL").fetchall()[0][0]
    return PathFacts(
        con,
        planned.plan,
        journey,
        question,
        planned.scope,
        planned.sources,
        planned.timeless,
        unassigned,
        planned.event_names,
        read=planned.read,
    )


def _create(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    for query in plan.queries:
        as_table(con, query)


def _map_sources(
    con: duckdb.DuckDBPyConnection, stored: Stored, journey: JourneyMap, as_of: int | None = None
) -> frozenset[int]:
    """Sources with an event that the map binds or lists under `leaves`; events after `as_of` are ignored here too."""
    tests = []
    for bound in bound_selectors(journey):
        selector = bound.selector
        plain = Selector(selector.event, selector.channel, selector.direction, selector.source, selector.where)
        test = one_of("event", event_codes(plain, stored.names))
        asks = residual(plain, stored.names, {})
        tests.append(test if asks == "TRUE" else f"({test} AND {asks})")
    if not tests:
        return frozenset()
    seen = "" if as_of is None else f" AND occurred_at <= {as_of}"
    found = con.execute(f"SELECT DISTINCT source FROM log WHERE ({' OR '.join(tests)}){seen}").fetchall()
    return frozenset(row[0] for row in found)


def refuse_times(question: Question, journey: JourneyMap, *, timeless: bool) -> None:
    if not timeless:
        return
    if question.since is not None or question.until is not None or question.as_of is not None:
        raise InputError(
            "the sources of this map have an order but no times: --since, --until and --as-of cannot be used"
        )
    if any(bound.selector.within is not None for bound in bound_selectors(journey)):
        raise InputError(
            "the sources of this map have an order but no times: a selector with `within` cannot be matched"
        )


def _as_of(
    con: duckdb.DuckDBPyConnection, stored: Stored, question: Question, sources: frozenset[int], *, timeless: bool
) -> int | None:
    if timeless:
        return None
    if question.as_of is not None:
        return question.as_of
    if stored.is_whole and stored.latest is not None and _are_all(sources, stored):
        return stored.latest
    latest = con.execute(f"SELECT max(occurred_at) FROM log WHERE {one_of('source', sources)}").fetchall()
    return latest[0][0] if latest[0][0] is not None else None


def _are_all(sources: frozenset[int], stored: Stored) -> bool:
    """Whether the map looks at every source of events."""
    return sources >= stored.clocks.keys()


def last_said(con: duckdb.DuckDBPyConnection, stored: Stored, journey: JourneyMap) -> int | None:
    """The time of the latest answer that the map asks for."""
    asked = asked_text(voiced(journey), stored)
    rows = con.execute(f"SELECT max(occurred_at) FROM owned_voice WHERE len({asked}) > 0").fetchall()
    return rows[0][0] if rows[0][0] is not None else None


def _traits_of_voice(con: duckdb.DuckDBPyConnection, stored: Stored, question: Question) -> frozenset[str]:
    """Traits asked for that no event or person has, but answers have as a property of their own."""
    asked = {question.segment} if question.segment else set()
    asked |= set(question.where.segment) if question.where is not None else set()
    return frozenset(
        trait
        for trait in asked
        if not is_known(stored, trait)
        and con.execute(f"SELECT 1 FROM owned_voice WHERE {voice_text(trait)} IS NOT NULL LIMIT 1").fetchall()
    )


def _walked_queries(plan: Plan, stored: Stored, sources: frozenset[int], scope: Scope, order: str) -> None:
    # a column that is asked about is read: on a large log what is true of every row is better not asked
    tests = [] if _are_all(sources, stored) else [one_of("source", sources)]
    if scope.as_of is not None and (stored.latest is None or scope.as_of < stored.latest):
        tests.append(f"occurred_at <= {scope.as_of}")
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    columns = "* REPLACE (-arrival AS arrival)" if order == "reversed" else "*"
    plan.add(
        "walked",
        f"SELECT {columns} FROM log{where}",
        "events of the map's sources up to as_of",
        kept=False,
    )


def _trait(plan: Plan, stored: Stored, trait: str, unit: str, own: frozenset[str], *, rows: str, name: str) -> None:
    """Add query `name`(arrival, level); it is empty for a trait that only answers have (`own`)."""
    if trait in own:
        plan.add(name, "SELECT CAST(NULL AS BIGINT) AS arrival, CAST(NULL AS VARCHAR) AS level WHERE FALSE", kept=False)
    else:
        trait_queries(plan, stored, trait, unit, rows=rows, name=name)


def _segment_queries(plan: Plan, stored: Stored, journey: JourneyMap, question: Question, own: frozenset[str]) -> None:
    steps = len(journey.steps)
    starts = (
        "SELECT * FROM walked WHERE arrival IN (SELECT arg_min(arrival, (occurred_at, arrival)) FROM touch_rows "
        f"WHERE element BETWEEN 0 AND {steps - 1} GROUP BY subject)"
    )
    if question.segment:
        # a trait is looked up by these; to read whole rows of a large log would cost more than all else
        owners = starts.replace("SELECT *", "SELECT subject, arrival, occurred_at, object, session, person, account", 1)
        plan.add("starts", owners, "the first touch of each path")
        _trait(plan, stored, question.segment, journey.unit, own, rows="starts", name="levels")
    if question.where is not None:
        plan.add("kept", _kept(plan, stored, journey, question.where, starts, own=own), "subjects that --where keeps")


def _kept(plan: Plan, stored: Stored, journey: JourneyMap, where: Selector, starts: str, *, own: frozenset[str]) -> str:
    columns = {}
    asks_event = bool(where.event or where.channel or where.direction or where.source or where.where)
    if where.segment and not asks_event:
        # a trait alone is asked at the first touch, as --segment does; off the map, of any event
        plan.add(
            "where_rows",
            f"({starts}) UNION ALL SELECT * FROM walked WHERE subject NOT IN (SELECT subject FROM touch_rows WHERE element >= 0 AND element < {len(journey.steps)})",
        )
    elif where.segment:
        plan.add(
            "where_rows", f"SELECT * FROM walked WHERE {one_of('event', event_codes(where, stored.names))}", kept=False
        )
    for number, trait in enumerate(where.segment):
        _trait(plan, stored, trait, journey.unit, own, rows="where_rows", name=f"where_trait_{number}")
        columns[trait] = f"(SELECT any_value(x.level) FROM where_trait_{number} x WHERE x.arrival = w.arrival)"
    rows = "where_rows" if where.segment else "walked"
    tests = [one_of("w.event", event_codes(where, stored.names)), residual(where, stored.names, columns)]
    matched = f"SELECT DISTINCT w.subject FROM {rows} w WHERE w.subject IS NOT NULL AND {' AND '.join(tests)}"
    by_trait = "" if where.segment or where.event or where.nth else _by_trait(stored, journey.unit, where)
    return _nth_kept(matched, where) + by_trait


def _by_trait(stored: Stored, unit: str, where: Selector) -> str:
    """Subjects whose own traits, of people or accounts, meet every condition at one time or another."""
    if where.channel or where.direction or where.source or not set(where.where) <= stored.table_traits:
        return ""
    no = "coalesce(j.canonical, t.no)" if "identities" in stored.filled else "t.no"
    join = " LEFT JOIN joined j ON t.kind = 'person' AND j.person = t.no" if "identities" in stored.filled else ""
    each = [
        f"SELECT {no} FROM {stored.relation('traits')} t{join} WHERE t.kind = {literal(unit.partition(':')[0])} "
        f"AND t.trait = {literal(trait)}{stored.known('AND', 't.received_at')} AND {condition_text('t.value', condition)}"
        for trait, condition in where.where.items()
    ]
    return "\nUNION (" + "\nINTERSECT ".join(each) + ")"


def _nth_kept(matched: str, where: Selector) -> str:
    if where.nth is None:
        return matched
    return (
        matched.replace("SELECT DISTINCT w.subject", "SELECT w.subject")
        + f" GROUP BY w.subject HAVING count(*) >= {where.nth}"
    )

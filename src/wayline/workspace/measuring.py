"""Measuring a map: the event log's current version and a map file in, a measurement out; the result is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import duckdb

from wayline.bindings.conditions import Names
from wayline.bindings.log import Stored, unit_says
from wayline.errors import InputError
from wayline.events.snapshot import Snapshot
from wayline.files.journey import load_map
from wayline.files.selector_text import selector_from_text
from wayline.maps.model import JourneyMap
from wayline.maps.selector import Selector
from wayline.measures.coverage.fitness import fitness
from wayline.measures.hours import hours
from wayline.measures.measurement import Measurement, Part, measurement
from wayline.measures.trend import trend
from wayline.paths.facts import PathFacts, Question, path_facts, plan_facts
from wayline.workspace.folder import Workspace
from wayline.workspace.moments import moment
from wayline.workspace.versions import Version

if TYPE_CHECKING:
    from wayline.paths.spark.engine import SparkEngine

CODED_KINDS = ("event", "source", "channel", "direction", "referrer", "campaign", "currency", "object_type")
NOT_ON_SPARK = "--fitness looks at whole paths, and those stay on the Spark cluster"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a map, as people write it: ISO times in the workspace's zone, a selector as YAML."""

    segment: str = ""
    where: str = ""
    since: str = ""
    until: str = ""
    as_of: str = ""
    known_at: str = ""

    def known(self, zone: str) -> int | None:
        """`known_at` in microseconds. Raises InputError."""
        return moment(self.known_at, zone, "--known-at") if self.known_at else None

    def question(self, zone: str) -> Question:
        """The rest with times in microseconds and the selector parsed. Raises InputError."""

        def time(text: str, option: str) -> int | None:
            return moment(text, zone, option) if text else None

        where: Selector | None = selector_from_text(self.where) if self.where else None
        return Question(
            since=time(self.since, "--since"),
            until=time(self.until, "--until"),
            as_of=time(self.as_of, "--as-of"),
            where=where,
            segment=self.segment,
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A map with one version of the event log, ready to be asked."""

    journey: JourneyMap
    snapshot: Snapshot
    con: duckdb.DuckDBPyConnection
    stored: Stored

    def plan(self, question: Question) -> PathFacts:
        """The facts as a plan; nothing heavy has run."""
        return plan_facts(self.con, self.stored, self.journey, question)

    def facts(self, question: Question) -> PathFacts:
        """The facts, computed."""
        return path_facts(self.con, self.stored, self.journey, question)

    def facts_on(self, engine: SparkEngine, question: Question, *, with_hours: bool = False) -> PathFacts:
        """The facts that a measurement needs, computed by a Spark session."""
        from wayline.paths.spark.event_log import log_facts  # noqa: PLC0415 - most questions stay here

        return log_facts(
            engine, self.con, self.snapshot, self.stored, self.journey, question=question, with_hours=with_hours
        )


@contextmanager
def opened(journey: JourneyMap, snapshot: Snapshot, known_at: int | None = None) -> Iterator[Opened]:
    """A map over a version of the event log, as it was known at a time (µs) where one is given."""
    with snapshot.connect() as con:
        loads = [load for load in snapshot.loads(con) if load.table == "events"]
        traits: dict[str, set[int]] = {}
        for load in loads:
            for trait in load.traits:
                traits.setdefault(trait, set()).add(load.source)
        found = con.execute(f"SELECT DISTINCT trait FROM {snapshot.relation('traits')}").fetchall()
        stored = Stored(
            relation=snapshot.relation,
            filled=frozenset(table for table, parts in snapshot.files.items() if parts),
            names=_names(con, snapshot),
            trait_sources={trait: frozenset(sources) for trait, sources in traits.items()},
            table_traits=frozenset(row[0] for row in found),
            clocks={load.source: load.clock for load in loads},
            known_at=known_at,
            events=snapshot.rows("events"),
            latest=_latest(snapshot),
        )
        yield Opened(journey, snapshot, con, stored)


def _latest(snapshot: Snapshot) -> int | None:
    """The time of the latest event, as the parts know it."""
    last = [part.last for part in snapshot.parts("events")]
    known = [moment for moment in last if moment is not None]
    return max(known) if known and len(known) == len(last) else None


def _names(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Names:
    listed = ", ".join(f"'{kind}'" for kind in CODED_KINDS)
    codes: dict[str, dict[str, int]] = {kind: {} for kind in CODED_KINDS}
    for kind, no, name in con.execute(
        f"SELECT kind, no, name FROM {snapshot.relation('names')} WHERE kind IN ({listed})"
    ).fetchall():
        codes[kind][name] = no
    return Names(codes)


def measure(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),
    *,
    with_trend: bool = False,
    with_hours: bool = False,
    with_fitness: bool = False,
    engine: SparkEngine | None = None,
) -> Measurement:
    """Measure a map; nothing is kept. Raises NotFoundError, MapError, InputError.

    `with_trend`: also every number by the period in which paths began. `with_hours`: also when in the day steps are touched.
    `with_fitness`: also how closely paths follow the map, and how much of what it allows is done; not on Spark.
    `engine`: a Spark session that computes the paths; the numbers are the same.
    """
    if with_fitness and engine is not None:
        raise InputError(NOT_ON_SPARK, hint="Measure without --spark")
    path = workspace.map_path(name)
    with opened(load_map(path), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        question = asked.question(workspace.zone)
        facts = at.facts(question) if engine is None else at.facts_on(engine, question, with_hours=with_hours)
        provenance = {
            "map": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
            "events": f"version {at.snapshot.version}",
            "wayline": version("wayline"),
        }
        found = measurement(facts, provenance, notes(facts, at.stored.names))
        if with_fitness:
            _add_fitness(facts, found)
        return replace(
            found,
            trend=trend(facts, workspace.zone) if with_trend else None,
            hours=hours(facts, workspace.zone) if with_hours else None,
        )


def _add_fitness(facts: PathFacts, found: Measurement) -> None:
    parts: dict[str | None, Part] = {None: found.all}
    parts.update(found.segments or {})
    for level, both in fitness(facts, list(parts)).items():
        parts[level].coverage.update(both)


def measured(workspace: Workspace, one: Version, asked: Asked = Asked()) -> Measurement:
    """The numbers of a version on the current event log; nothing is kept. Raises InputError."""
    snapshot = workspace.log.snapshot()
    with opened(one.source.map, snapshot, asked.known(workspace.zone)) as at:
        provenance = {"map": one.name, "events": f"version {snapshot.version}"}
        return measurement(at.facts(asked.question(workspace.zone)), provenance)


def notes(facts: PathFacts, names: Names) -> tuple[str, ...]:
    """What a reader of the numbers must know: how paths were cut, what matched nothing, what has no times."""
    found, journey = [], facts.journey
    if says := unit_says(journey.unit):
        found.append(says)
    kind = journey.unit.partition(":")[2]
    types = names.codes["object_type"]
    if kind and kind not in types:
        listed = ", ".join(sorted(types)) or "none"
        found.append(f"unit {journey.unit}: the event log has no object of that type; it has: {listed}")
    if facts.timeless:
        found.append("the sources of this map have an order but no times: every duration is refused")
    touched = {row[0] for row in facts.rows("SELECT DISTINCT element FROM touch_rows")}
    for number, step in enumerate(journey.steps):
        if step.bind and number not in touched:
            found.append(f"the binding of step {step.id} matches no event")
    if journey.leaves and -1 not in touched:
        found.append("no event matches the map's leaves: nobody is counted as lost")
    return tuple(found)

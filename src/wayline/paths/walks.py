"""What subjects did, event by event and without a map: where a draft begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from wayline.bindings.log import Stored, log_queries
from wayline.bindings.sql_text import Plan, one_of

# a whole row of the log is read only where a cut of sessions needs it
_KEYS = "occurred_at, arrival, event, source, person, account, object, session"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """How paths of one unit would look. `alike`: how far later paths of one `parent` begin as the first one does, 0 … 1."""

    unit: str
    subjects: int
    events: int
    median_events: float
    median_names: float
    parents: int = 0
    alike: float = 1.0


def read_log(con: duckdb.DuckDBPyConnection, stored: Stored, codes: Iterable[int] | None) -> None:
    """Make `read_events` in the session: the current events with joined identities, of these event names or of all."""
    plan = Plan()
    log_queries(plan, stored, "person")
    _create(con, plan)
    only = "" if codes is None else f" WHERE {one_of('event', codes)}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE read_events AS SELECT {_KEYS} FROM log{only}")


def walks_sql(con: duckdb.DuckDBPyConnection, stored: Stored, unit: str, codes: Iterable[int] | None) -> str:
    """SQL for rows `path, event, occurred_at` in the order of `path` and time; paths are numbered by their start, from 0."""
    plan = Plan()
    log_queries(plan, stored, unit)
    _create(con, plan)
    only = "" if codes is None else f" AND {one_of('event', codes)}"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE walked_events AS SELECT subject, event, occurred_at, arrival "
        f"FROM log WHERE subject IS NOT NULL{only}"
    )
    return """SELECT CAST(p.path AS INTEGER) AS path, e.event, e.occurred_at FROM walked_events e
JOIN (SELECT subject, row_number() OVER (ORDER BY min((occurred_at, arrival))) - 1 AS path FROM walked_events GROUP BY subject) p
  ON p.subject = e.subject ORDER BY p.path, e.occurred_at, e.arrival"""


def unit_facts(con: duckdb.DuckDBPyConnection, stored: Stored) -> list[UnitFacts]:
    """The units that events of `read_events` have a key of, from the coarsest to the finest."""
    found = [
        *(_facts(con, unit, unit) for unit in ("account", "person")),
        *(_object_facts(con, stored, name, no) for name, no in sorted(stored.names.codes["object_type"].items())),
        _facts(con, "session", "session"),
    ]
    return [facts for facts in found if facts.subjects]


def _object_facts(con: duckdb.DuckDBPyConnection, stored: Stored, name: str, no: int) -> UnitFacts:
    of_type = f"SELECT no FROM {stored.relation('names')} WHERE kind = 'object' AND parent = {no}"
    return _facts(con, f"object:{name}", f"CASE WHEN object IN ({of_type}) THEN object END")


def _facts(con: duckdb.DuckDBPyConnection, unit: str, key: str) -> UnitFacts:
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE unit_paths AS SELECT key, count(*) AS events, count(DISTINCT event) AS names,
  any_value(coalesce(person, account)) AS parent, arg_min(event, (occurred_at, arrival)) AS begins, min((occurred_at, arrival)) AS start
FROM (SELECT *, {key} AS key FROM read_events) WHERE key IS NOT NULL GROUP BY key"""
    )
    row = con.execute(
        "SELECT count(*), coalesce(sum(events), 0), coalesce(median(events), 0), coalesce(median(names), 0), count(DISTINCT parent) FROM unit_paths"
    ).fetchall()[0]
    subjects, events, median_events, median_names, parents = row
    return UnitFacts(unit, subjects, int(events), float(median_events), float(median_names), parents, _alike(con))


def _alike(con: duckdb.DuckDBPyConnection) -> float:
    """1 − the total variation between how the first and how later paths of one parent begin; 1 where nobody has a second."""
    rows = con.execute(
        """SELECT count(*) FILTER (again), count(*) FILTER (NOT again) FROM (
  SELECT begins, row_number() OVER (PARTITION BY parent ORDER BY start) > 1 AS again FROM unit_paths WHERE parent IS NOT NULL) GROUP BY begins"""
    ).fetchall()
    later, first = sum(row[0] for row in rows), sum(row[1] for row in rows)
    if not later or not first:
        return 1.0
    return 1.0 - float(sum(abs(row[0] / later - row[1] / first) for row in rows)) / 2


def _create(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """As views: what is asked of them reads few columns, and a kept table would copy all of them."""
    for query in plan.queries:
        con.execute(f"DROP VIEW IF EXISTS {query.name}")
        con.execute(f"CREATE TEMP VIEW {query.name} AS\n{query.sql}")


def timeless(stored: Stored) -> bool:
    """Whether a source has an order but no times."""
    return any(clock == "position" for clock in stored.clocks.values())


def named(stored: Stored) -> dict[int, str]:
    """Code → event name."""
    return {code: name for name, code in stored.names.codes["event"].items()}

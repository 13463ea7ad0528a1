"""The workspace's own event log on Spark: the Parquet parts of one version, wherever the cluster finds them."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from wayline.bindings.log import Stored
from wayline.events.snapshot import Snapshot
from wayline.maps.model import JourneyMap
from wayline.paths.facts import PathFacts, Question, path_facts
from wayline.paths.spark.engine import SparkEngine, spark_facts
from wayline.paths.spark.frames import Tables, rows_of

# people, objects and sessions are as many as the log is long; what is asked of them by name is asked on the cluster
_TOO_MANY = ("person", "account", "object", "session")


def log_facts(
    engine: SparkEngine,
    con: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    stored: Stored,
    journey: JourneyMap,
    *,
    question: Question,
    with_hours: bool = False,
) -> PathFacts:
    """The facts of a map on a version of the event log. Raises as `spark_facts`."""
    rows = rows_of(
        Tables(engine.session, lambda table: _paths(engine, snapshot, table)),
        stored,
        _names(con, snapshot),
        journey.unit,
    )
    if rows is None:
        return path_facts(con, stored, journey, question)
    return spark_facts(engine, con, rows, journey, question, with_hours=with_hours)


def _paths(engine: SparkEngine, snapshot: Snapshot, table: str) -> list[str]:
    paths = [snapshot.path(table, part) for part in snapshot.parts(table)]
    if not engine.event_log:
        return [str(path) for path in paths]
    root = engine.event_log.rstrip("/")
    return [f"{root}/{path.relative_to(snapshot.folder).as_posix()}" for path in paths]


def _names(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> pa.Table:
    listed = ", ".join(f"'{kind}'" for kind in _TOO_MANY)
    return con.sql(
        f"SELECT kind, no, name, parent FROM {snapshot.relation('names')} WHERE kind NOT IN ({listed})"
    ).to_arrow_table()

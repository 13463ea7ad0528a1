"""Measuring a map on a table or query that lies on a Spark cluster: nothing of it is copied into a workspace."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from wayline.errors import InputError
from wayline.events.connection import in_memory
from wayline.files.journey import load_map
from wayline.maps.model import JourneyMap
from wayline.measures.hours import hours
from wayline.measures.measurement import Measurement, measurement
from wayline.measures.trend import trend
from wayline.paths.spark.engine import SparkEngine, spark_facts
from wayline.paths.spark.own_table import OwnTable, coded
from wayline.sources.role_model import Roles
from wayline.workspace.measuring import Asked, notes
from wayline.workspace.role_files import read_roles

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def measure_table(
    engine: SparkEngine,
    table: DataFrame | str,
    journey: JourneyMap | Path | str,
    roles: Roles | Path | str,
    *,
    asked: Asked | None = None,
    zone: str = "UTC",
    with_trend: bool = False,
    with_hours: bool = False,
) -> Measurement:
    """Measure a map on a table of events, where it lies.

    `table`: a frame, the name of a table such as `shop.events` or parquet.`/data/events`, or a query. `journey`, `roles`: a
    file's path, or what was read from one. `zone`: of times that name none. Raises MapError, RolesError, InputError.
    """
    asked = asked or Asked()
    if asked.known_at:
        raise InputError("--known-at asks a workspace when it received its events; a table does not say")
    chart = journey if isinstance(journey, JourneyMap) else load_map(journey)
    own = OwnTable(_frame(engine, table), roles if isinstance(roles, Roles) else _only(Path(roles)), zone)
    question = asked.question(zone)
    with in_memory() as con:
        found = coded(own, chart, question)
        facts = spark_facts(engine, con, found.rows, chart, question, with_hours=with_hours)
        provenance = {
            **({} if isinstance(journey, JourneyMap) else {"map": f"sha256:{_digest(Path(journey))}"}),
            "events": table if isinstance(table, str) else "a frame of Spark",
            "wayline": version("wayline"),
        }
        rejected = tuple(f"{rows:,} rows were rejected: {rule}" for rule, rows in sorted(found.rejected.items()))
        said = measurement(facts, provenance, (*notes(facts, found.rows.stored.names), *rejected))
        return replace(
            said,
            trend=trend(facts, zone) if with_trend else None,
            hours=hours(facts, zone) if with_hours else None,
        )


def _frame(engine: SparkEngine, table: DataFrame | str) -> DataFrame:
    """Raises InputError with what Spark says of a table that cannot be read."""
    if not isinstance(table, str):
        return table
    is_query = table.lstrip().lower().startswith(("select ", "with "))
    try:
        return engine.session.sql(table if is_query else f"SELECT * FROM {table}")
    except Exception as error:  # whatever Spark says of a table that is not there
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise InputError(f"Spark cannot read {table}: {said[:300]}") from error


def _only(path: Path) -> Roles:
    tables = read_roles(path).tables
    if len(tables) != 1:
        raise InputError(f"{path} has the roles of {len(tables)} tables; expected those of one")
    return tables[0]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

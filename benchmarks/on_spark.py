"""The question answered on a Spark cluster of two one-core executors on this machine, beside window SQL on the same cluster.

python -m benchmarks.on_spark FOLDER      with FOLDER/events.parquet and the workspace FOLDER/ws

Prints one JSON document: seconds of the first and the second run of each, whether the numbers equal those of the engine
here. `window_sql` is one question of many: how often each pair of neighbouring events follow each other, and the exact median gap.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import wayline
from benchmarks.milestones import MAP_ID, ROLES
from wayline.sources.roles import parse_roles

MASTER = "local-cluster[2,1,2048]"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.maxResultSize": "4g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.executorEnv.PYTHONPATH": str(Path(wayline.__file__).parents[1]),
}
PAIRS = """
SELECT count(*) AS pairs, sum(times) AS transitions, sum(gap) AS gaps FROM (
  SELECT before, event, count(*) AS times, percentile(at - at_before, 0.5) AS gap FROM (
    SELECT event, at, lag(event) OVER w AS before, lag(at) OVER w AS at_before
    FROM (SELECT customer_id, event, CAST(unix_micros(CAST(ts AS TIMESTAMP)) AS DOUBLE) / 1e6 AS at FROM log)
    WINDOW w AS (PARTITION BY customer_id ORDER BY at)) WHERE before IS NOT NULL GROUP BY before, event)
"""
NUMBERS = ("subjects", "unassigned", "as_of", "whole", "elements", "flows", "coverage")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begun = time.perf_counter()
    found = work()
    return round(time.perf_counter() - begun, 1), found


def answer(folder: Path) -> dict[str, Any]:
    """Seconds by job, first and second run."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - its absence is told by the one who runs it

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName("benchmark").master(MASTER)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    started, session = timed(builder.getOrCreate)
    session.sparkContext.setLogLevel("ERROR")
    workspace = wayline.open_workspace(folder / "ws")
    engine = wayline.SparkEngine(session)
    (roles,) = parse_roles(ROLES, "benchmark")
    path = workspace.map_path(MAP_ID)
    session.read.parquet(str(folder / "events.parquet")).createOrReplaceTempView("log")
    jobs: dict[str, Callable[[], Any]] = {
        "event_log": lambda: numbers(wayline.measure(workspace, MAP_ID, engine=engine)),
        "own_table": lambda: numbers(wayline.measure_table(engine, "log", path, roles)),
        "window_sql": lambda: session.sql(PAIRS).collect(),
    }
    here, expected = timed(lambda: numbers(wayline.measure(workspace, MAP_ID)))
    found: dict[str, Any] = {"session": started, "here": here, "load": os.getloadavg()[0]}
    for name, work in jobs.items():
        first, _ = timed(work)
        second, told = timed(work)
        found[name] = {"first": first, "second": second}
        if name == "window_sql":
            found[name]["told"] = [list(row) for row in told]
        else:
            found[name]["equal"] = told == expected
        print(name, found[name], file=sys.stderr, flush=True)
    session.stop()
    return found


def numbers(found: wayline.Measurement) -> dict[str, Any]:
    """The parts of a measurement that do not say where the events lie."""
    plain = found.plain()
    return {name: plain[name] for name in NUMBERS}


if __name__ == "__main__":
    print(json.dumps(answer(Path(sys.argv[1]))))

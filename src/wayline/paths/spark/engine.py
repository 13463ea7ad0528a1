"""A Spark session as an engine: a question and rows in, path facts gathered in a DuckDB session out."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from wayline.bindings.log import Stored, log_queries
from wayline.bindings.sql_text import Named, Plan
from wayline.bindings.voice import VoiceQuestion, answer_queries, owned_queries, voiced
from wayline.errors import InputError
from wayline.maps.model import JourneyMap
from wayline.paths.facts import PathFacts, Question, Seen, last_said, refuse_times
from wayline.paths.spark.frames import Rows
from wayline.paths.spark.gather import gathered
from wayline.paths.spark.returned import returned
from wayline.paths.spark.share import Share, fold_share, no_rows, run_plan
from wayline.paths.spark.stream import stream
from wayline.paths.spark.survey import Survey, survey
from wayline.paths.spark.task_plan import asked_traits, needed_columns, task_plan, told_by
from wayline.paths.sql import Scope
from wayline.paths.tables import as_table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS_A_TASK = 1_000_000


@dataclass(frozen=True)
class SparkEngine:
    """Path facts computed where a Spark session computes.

    `partitions`: into how many tasks subjects are shared out; 0: a million events each, and no fewer than there are cores.
    `memory`: what DuckDB may take in one task before it spills. `event_log`: where the cluster finds the folder of the event
    log, such as `s3a://bucket/event-log`; "": where the workspace has it.
    """

    session: SparkSession
    partitions: int = 0
    memory: str = "1GB"
    event_log: str = ""

    def tasks(self, events: int) -> int:
        """How many tasks so many events are shared out to."""
        return self.partitions or max(self.session.sparkContext.defaultParallelism, -(-events // ROWS_A_TASK))


def spark_facts(
    engine: SparkEngine,
    con: duckdb.DuckDBPyConnection,
    rows: Rows,
    journey: JourneyMap,
    question: Question,
    *,
    with_hours: bool = False,
) -> PathFacts:
    """The facts of a map, as `path_facts` gives them, without a row of the log coming here.

    Raises InputError as `path_facts` does, and for voice by segment; NotFoundError for an unknown trait.
    """
    stored, has_voice = rows.stored, bool(voiced(journey))
    is_spoken = has_voice and "voice" in stored.filled
    if is_spoken and question.segment:
        raise InputError(
            "Spark does not count voice by segment",
            hint="Measure without --segment, or this map without Spark.",
        )
    seen = survey(rows, journey)
    timeless = any(stored.clocks.get(source) == "position" for source in seen.sources)
    refuse_times(question, journey, timeless=timeless)
    if is_spoken:
        _create(con, _voice_plan(stored, journey).queries)
    scope = Scope(question.since, question.until, _as_of(con, rows, journey, question, seen, timeless=timeless))
    latest = max(seen.last.values(), default=None)
    traits = asked_traits(stored, journey, question)
    histories = {trait for trait in traits if _is_scattered(rows, trait, journey.unit, seen)}
    plan = task_plan(replace(stored, latest=latest), journey, question, Seen(seen.sources, scope), histories=histories)
    asked = returned(journey, question, with_voice=is_spoken, with_hours=with_hours)
    columns = needed_columns(plan, asked, journey.unit)
    share = Share(plan, asked, columns, rows.names, engine.memory)
    run_plan(con, share, no_rows(columns))
    own = {*traits - histories, *(question.where.where if question.where is not None else ())} & stored.table_traits
    parts = _parts(engine, rows, journey.unit, share, own=own, histories=histories)
    unassigned = gathered(con, asked, parts)
    if has_voice:
        asking = VoiceQuestion(question.since, question.until, question.as_of, question.where, question.segment)
        answers = _voice_plan(stored, journey)
        answer_queries(answers, stored, journey, asking)
        _create(con, answers.queries)
    names = {code: name for name, code in stored.names.codes.get("event", {}).items()}
    return PathFacts(
        con,
        plan,
        journey,
        question,
        scope,
        seen.sources,
        timeless,
        unassigned,
        names,
    )


def _parts(
    engine: SparkEngine, rows: Rows, unit: str, share: Share, *, own: Collection[str], histories: Collection[str]
) -> pa.Table:
    sent = stream(rows, unit, share.columns, own=own, histories=histories)
    tasks = sent.repartition(engine.tasks(rows.stored.events), "share").drop("share")
    try:
        return tasks.mapInArrow(partial(fold_share, share), "name string, rows binary").toArrow()
    except Exception as error:
        raise _in_words(error) from error


def _in_words(error: Exception) -> Exception:
    """What a person can do about a job that failed; the error itself where nothing is known about it."""
    said = str(error)
    if "maxResultSize" in said:
        return InputError(
            "the path facts are more than the driver accepts",
            hint="Give spark.driver.maxResultSize and the driver more memory, or measure fewer paths with --since and --until.",
        )
    if "ModuleNotFoundError" in said:
        return InputError(
            f"a package is missing on the executors: {said.rpartition('ModuleNotFoundError: ')[2].splitlines()[0]}",
            hint="Wayline must be installed for the Python of the executors, in the version that the driver has.",
        )
    return error


def _create(con: duckdb.DuckDBPyConnection, queries: Sequence[Named]) -> None:
    for query in queries:
        as_table(con, query)


def _voice_plan(stored: Stored, journey: JourneyMap) -> Plan:
    """The queries up to `owned_voice`, of the few tables that voice needs."""
    log, plan = Plan(), Plan()
    log_queries(log, stored, journey.unit)
    plan.queries += [query for query in log.queries if query.name in ("names", "joined", "members")]
    owned_queries(plan, stored, journey.unit)
    return plan


def _as_of(
    con: duckdb.DuckDBPyConnection, rows: Rows, journey: JourneyMap, question: Question, seen: Survey, *, timeless: bool
) -> int | None:
    if timeless:
        return None
    if question.as_of is not None:
        return question.as_of
    last = max((seen.last[source] for source in seen.sources if source in seen.last), default=None)
    if last is None and voiced(journey) and "voice" in rows.stored.filled:
        return last_said(con, rows.stored, journey)
    return last


def _is_scattered(rows: Rows, trait: str, unit: str, seen: Survey) -> bool:
    """Whether a value of the trait may lie with events of another subject than the one that it is asked for."""
    if told_by(rows.stored, trait) & seen.foreign:
        return True
    if rows.traits is None or trait not in rows.stored.table_traits:
        return False
    from pyspark.sql.functions import col  # noqa: PLC0415 - only where a question goes to Spark

    others = rows.traits.where((col("trait") == trait) & (col("kind") != unit.partition(":")[0]))
    return bool(others.limit(1).count())


@contextmanager
def local_session(master: str) -> Iterator[SparkSession]:
    """A session on a master such as `local[2]` or `spark://host:7077`, for the time of a block. Raises InputError where Spark is not there."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - only where a question goes to Spark
    except ImportError as error:
        raise InputError("Spark is not installed", hint="pip install 'wayline[spark]', and Java 17 or newer") from error
    builder = SparkSession.builder.appName("wayline").master(master)
    if master.startswith("local"):
        # a laptop's name may be that of a network it is not in
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.pyspark.python", sys.executable)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # whatever Java says
        raise InputError(
            f"Spark cannot start on {master}: {_first_line(error)}", hint="Is Java 17 or newer there?"
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]

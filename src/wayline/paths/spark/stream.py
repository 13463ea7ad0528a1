"""The rows of one Spark frame that go to the tasks: events by subject, and beside them the values of traits that they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial, reduce
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.bindings.log import Stored
from wayline.bindings.traits import OWNERS, history_parts
from wayline.events.connection import in_memory
from wayline.paths.spark.frames import Rows
from wayline.paths.spark.share import EVENT, EVENT_COLUMNS, HISTORY, TRAIT, TRAIT_COLUMNS
from wayline.paths.spark.task_plan import as_given, told_by

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_HISTORY = pa.schema(
    [
        ("kind", pa.string()),
        ("no", pa.int64()),
        ("value", pa.string()),
        ("since", pa.int64()),
        ("arrival", pa.int64()),
        ("turn", pa.int64()),
    ]
)


def stream(
    rows: Rows, unit: str, columns: Collection[str], *, own: Collection[str], histories: Collection[str]
) -> DataFrame:
    """Rows with `share`, equal for all that must come to one task.

    `own`: traits whose values lie with the subject itself; `histories`: traits whose values are looked up for each task.
    """
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    events = rows.owned.withColumn("share", share_of(unit))
    parts = [events.select("share", f.lit(EVENT).alias("stage"), *columns)]
    if own and rows.traits is not None:
        its = rows.traits.where(f.col("trait").isin(sorted(own)) & (f.col("kind") == unit.partition(":")[0]))
        share = f.col("no") * 2 if unit == "session" else f.col("no")
        parts.append(its.select(share.alias("share"), f.lit(TRAIT).alias("stage"), *TRAIT_COLUMNS))
    if histories:
        values = reduce(lambda a, b: a.unionByName(b), [_history(rows, trait) for trait in sorted(histories)])
        parts.append(_sent(values, _owners(events)).select("share", f.lit(HISTORY).alias("stage"), *TRAIT_COLUMNS))
    return reduce(lambda a, b: a.unionByName(b, allowMissingColumns=True), parts)


def share_of(unit: str) -> Column:
    """A number that all events of a subject have in common; events of nobody are spread."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    nobody = -1 - f.col("arrival")
    if unit == "session":
        return f.coalesce(f.col("session") * 2, f.col("person") * 2 + 1, nobody)
    return f.coalesce(f.col("subject"), nobody)


def _history(rows: Rows, trait: str) -> DataFrame:
    """Every value of a trait, with who has it and from when."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    parts = []
    if rows.traits is not None and trait in rows.stored.table_traits:
        its = rows.traits.where((f.col("trait") == trait) & (f.col("value") != ""))
        parts.append(its.select(*TRAIT_COLUMNS).withColumn("arrival", f.lit(-1).cast("long")))
    if told := told_by(rows.stored, trait):
        columns = [name for name in EVENT_COLUMNS if name != "subject"]
        its = rows.owned.where(f.col("source").isin(sorted(told))).select(*columns)
        task = partial(_values, trait, _asked_of_events(rows.stored), rows.names)
        found = its.mapInArrow(task, "kind string, no long, value string, since long, arrival long, turn long")
        parts.append(found.withColumnRenamed("since", "valid_from").withColumn("trait", f.lit(trait)))
    return reduce(lambda a, b: a.unionByName(b), parts)


def _asked_of_events(stored: Stored) -> tuple[dict[str, frozenset[int]], dict[int, str]]:
    return dict(stored.trait_sources), dict(stored.clocks)


def _values(
    trait: str,
    told: tuple[dict[str, frozenset[int]], dict[int, str]],
    names: pa.Table,
    batches: Iterable[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    from wayline.bindings.conditions import Names  # noqa: PLC0415 - on an executor

    stored = Stored(lambda table: table, frozenset(), Names({}), trait_sources=told[0], clocks=told[1])
    (sql,) = history_parts(as_given(stored), trait)
    with in_memory() as con:
        con.execute("SET threads = 1")
        con.register("names", names)
        for batch in batches:
            con.register("log", pa.Table.from_batches([batch]))
            yield from con.sql(sql).to_arrow_table().cast(_HISTORY).to_batches()


def _owners(events: DataFrame) -> DataFrame:
    """Which shares have events of whom."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    each = f.explode(f.array(*(f.struct(f.lit(o).alias("kind"), f.col(o).alias("no")) for o in OWNERS)))
    pairs = events.select("share", each.alias("owner")).select("share", "owner.kind", "owner.no")
    return pairs.where(f.col("no").isNotNull()).distinct()


def _sent(values: DataFrame, owners: DataFrame) -> DataFrame:
    return values.join(owners, ["kind", "no"])

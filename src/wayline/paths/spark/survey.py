"""What must be seen of the whole log before it is shared out: which sources count, the last event, whether traits stay with subjects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.bindings.conditions import event_codes, residual
from wayline.bindings.log import Stored
from wayline.bindings.match import bound_selectors
from wayline.bindings.sql_text import one_of
from wayline.bindings.traits import OWNERS
from wayline.events.connection import in_memory
from wayline.maps.model import JourneyMap
from wayline.maps.selector import Selector
from wayline.paths.spark.frames import Rows
from wayline.paths.spark.share import EVENT_COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import Column

SOURCES = pa.schema([("source", pa.int64())])


@dataclass(frozen=True)
class Survey:
    """`sources` that the map looks at, `last` event of each source (µs), sources with events that belong first to another key."""

    sources: frozenset[int]
    last: dict[int, int]
    foreign: frozenset[int]


def survey(rows: Rows, journey: JourneyMap) -> Survey:
    """One pass over a few columns; a second over some rows where selectors ask for more than names."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    plain, asking = _selectors(journey)
    bound = f.lit(False)
    for selector in plain:
        bound |= _meets(selector, rows.stored)
    first, *others = OWNERS[: OWNERS.index(journey.unit.partition(":")[0])], ()
    del others
    own = f.col(journey.unit.partition(":")[0]).isNotNull()
    is_foreign = ~own
    for owner in first:
        is_foreign |= f.col(owner).isNotNull()
    found = (
        rows.events.groupBy("source")
        .agg(f.max("occurred_at").alias("last"), f.max(bound).alias("bound"), f.max(is_foreign).alias("foreign"))
        .collect()
    )
    sources = {row.source for row in found if row.bound}
    others_there = {row.source for row in found} - sources
    if asking and others_there:
        sources |= _asked(rows, asking, others_there)
    return Survey(
        frozenset(sources),
        {row.source: row.last for row in found if row.last is not None},
        frozenset(row.source for row in found if row.foreign),
    )


def _selectors(journey: JourneyMap) -> tuple[list[Selector], list[Selector]]:
    """The map's selectors as they tell which sources count: those about names alone, and those about cells too."""
    found = [
        Selector(s.event, s.channel, s.direction, s.source, s.where)
        for s in (bound.selector for bound in bound_selectors(journey))
    ]
    return [s for s in found if not s.where], [s for s in found if s.where]


def _meets(selector: Selector, stored: Stored) -> Column:
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    met = f.col("event").isin(sorted(event_codes(selector, stored.names)))
    for column in ("channel", "direction", "source"):
        if patterns := getattr(selector, column):
            met &= f.coalesce(f.col(column).isin(sorted(stored.names.matching(column, patterns))), f.lit(False))
    return met


def _asked(rows: Rows, asking: list[Selector], among: Collection[int]) -> set[int]:
    from pyspark.sql import functions as f  # noqa: PLC0415 - only where a question goes to Spark

    names = rows.stored.names
    codes = set().union(*(event_codes(selector, names) for selector in asking))
    tests = [f"({one_of('event', event_codes(s, names))} AND {residual(s, names, {})})" for s in asking]
    columns = [name for name in EVENT_COLUMNS if name != "subject"]
    candidates = rows.events.where(f.col("event").isin(sorted(codes)) & f.col("source").isin(sorted(among)))
    task = partial(_sources, f"SELECT DISTINCT source FROM log WHERE {' OR '.join(tests)}", rows.names)
    found = candidates.select(*columns).mapInArrow(task, "source long").distinct().collect()
    return {row.source for row in found}


def _sources(sql: str, names: pa.Table, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    with in_memory() as con:
        con.execute("SET threads = 1")
        con.register("names", names)
        for batch in batches:
            con.register("log", pa.Table.from_batches([batch]))
            yield from con.sql(sql).to_arrow_table().cast(SOURCES).to_batches()

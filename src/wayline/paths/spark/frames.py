"""The event log as Spark frames: the rows that hold, joined identities, accounts, the subject that owns each event, traits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from wayline.bindings.log import Stored

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

CODES = (
    *("person", "account", "object", "session", "event", "source"),
    *("channel", "direction", "referrer", "campaign", "currency"),
)
ALWAYS = -9_000_000_000_000_000_000


@dataclass(frozen=True)
class Rows:
    """What a question is asked of.

    `events`: current rows as they lie, `owned` with joined identities, accounts and `subject` (NULL for a session that has
    to be cut); both with codes as longs. `traits`: kind, no, trait, value, valid_from, arrival. `names`: the dictionaries
    that tasks need.
    """

    events: DataFrame
    owned: DataFrame
    traits: DataFrame | None
    names: pa.Table
    stored: Stored


@dataclass(frozen=True)
class Tables:
    """The tables of an event log in reach of the cluster: `paths` gives the Parquet files of one, () where it has none."""

    session: SparkSession
    paths: Callable[[str], Sequence[str]]

    def read(self, table: str, known_at: int | None) -> DataFrame | None:
        """The rows of a table, without those received later; None where it has no files."""
        paths = self.paths(table)
        if not paths:
            return None
        frame = self.session.read.parquet(*(re.sub(r"([\\{}\[\]*?])", r"\\\1", path) for path in paths))
        return frame if known_at is None else frame.where(frame.received_at <= known_at)


def rows_of(tables: Tables, stored: Stored, names: pa.Table, unit: str) -> Rows | None:
    """The rows of a log for a unit; None for a log without events."""
    known = stored.known_at
    events = tables.read("events", known)
    if events is None:
        return None
    events = _current(events, tables.read("superseded", known))
    joined = _joined(tables.read("identities", known))
    owned = _identified(events, joined, "person")
    members = tables.read("members", known)
    if members is not None:
        owned = _belonging(owned, _identified(members, joined, "person"))
    owned = _long(owned, CODES)
    owned = (
        owned.withColumn("subject", _subject(owned, unit)) if unit in _KEYS else _of_type(tables, owned, stored, unit)
    )
    traits = tables.read("traits", known)
    return Rows(_long(events, CODES), owned, None if traits is None else _traits(traits, joined), names, stored)


_KEYS = ("person", "account", "session")


def _long(frame: DataFrame, names: Sequence[str]) -> DataFrame:
    return frame.withColumns({name: frame[name].cast("long") for name in names})


def _current(events: DataFrame, superseded: DataFrame | None) -> DataFrame:
    if superseded is None:
        return events
    e, s = events.alias("e"), superseded.alias("s")
    from pyspark.sql.functions import col  # noqa: PLC0415 - only where a question goes to Spark

    return e.join(s, (col("s.arrival") == col("e.arrival")) & (col("s.load") > col("e.load")), "left_anti")


def _joined(identities: DataFrame | None) -> DataFrame | None:
    if identities is None:
        return None
    from pyspark.sql.functions import max_by  # noqa: PLC0415 - only where a question goes to Spark

    latest = identities.groupBy(identities.person.alias("other")).agg(max_by("canonical", "load").alias("canonical"))
    return latest.where(latest.canonical.isNotNull())


def _identified(frame: DataFrame, joined: DataFrame | None, column: str) -> DataFrame:
    """The frame with a column of persons replaced by who they are."""
    if joined is None:
        return frame
    from pyspark.sql.functions import coalesce, col  # noqa: PLC0415 - only where a question goes to Spark

    found = frame.join(joined, col(column) == col("other"), "left")
    return found.withColumn(column, coalesce("canonical", column)).drop("canonical", "other")


def _belonging(owned: DataFrame, members: DataFrame) -> DataFrame:
    """Events that name no account, with that of their person then: the latest membership that had begun."""
    from pyspark.sql import Window  # noqa: PLC0415 - only where a question goes to Spark
    from pyspark.sql import functions as f  # noqa: PLC0415

    begun = members.groupBy("person", f.coalesce("valid_from", f.lit(ALWAYS)).alias("since")).agg(
        f.max_by("account", "load").alias("member")
    )
    dated = owned.withColumns({"since": f.col("occurred_at"), "turn": f.lit(1), "member": f.lit(None).cast("int")})
    both = begun.withColumn("turn", f.lit(0)).unionByName(dated, allowMissingColumns=True)
    # persons are looked up one by one; events of nobody are spread
    whose = (f.col("person"), f.when(f.col("person").isNull(), f.col("arrival")))
    so_far = (
        Window.partitionBy(*whose).orderBy("since", "turn").rangeBetween(Window.unboundedPreceding, Window.currentRow)
    )
    membership = f.last(f.when(f.col("turn") == 0, f.struct("member")), ignorenulls=True).over(so_far)
    found = both.withColumn("then", membership).where("turn = 1")
    account = f.coalesce("account", f.when(f.col("person").isNotNull(), f.col("then.member")))
    return found.withColumn("account", account).drop("since", "turn", "member", "then")


def _subject(owned: DataFrame, unit: str) -> Column:
    from pyspark.sql.functions import lit  # noqa: PLC0415 - only where a question goes to Spark

    # which sessions there are is known when a person's events stand together
    return lit(None).cast("long") if unit == "session" else owned[unit]


def _of_type(tables: Tables, owned: DataFrame, stored: Stored, unit: str) -> DataFrame:
    from pyspark.sql.functions import col, lit  # noqa: PLC0415 - only where a question goes to Spark

    number = stored.names.codes.get("object_type", {}).get(unit.partition(":")[2], -1)
    names = tables.read("names", None)
    if names is None:
        return owned.withColumn("subject", lit(None).cast("long"))
    own = names.where((names.kind == "object") & (names.parent == number)).select(
        names.no.cast("long").alias("subject")
    )
    return owned.join(own.distinct(), col("object") == col("subject"), "left")


def _traits(traits: DataFrame, joined: DataFrame | None) -> DataFrame:
    from pyspark.sql.functions import coalesce, col, lit, when  # noqa: PLC0415 - only where a question goes to Spark

    whole = traits.select("kind", "no", "trait", "value", "valid_from", "arrival")
    if joined is not None:
        found = whole.join(joined, (col("kind") == "person") & (col("no") == col("other")), "left")
        whole = found.withColumn("no", coalesce("canonical", "no")).drop("canonical", "other")
    always = coalesce(col("valid_from"), lit(ALWAYS))
    return whole.withColumns(
        {
            "no": when(col("no").isNotNull(), col("no").cast("long")),
            "valid_from": always,
            "turn": col("arrival").cast("long"),
        }
    )

"""The jobs in Polars, from the Parquet file. Customers become numbers, so that sorting and neighbours are cheap.

python -m benchmarks.jobs.by_polars a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

from typing import Any

import polars as pl
from polars import col

from benchmarks.answers import halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import DAY_MS, MOST_FREQUENT, NUMBERS, OBSERVED_UNTIL_MS, QUIET_MS, Answer
from benchmarks.milestones import MILESTONES

same_customer = col("customer") == col("customer").shift(-1)


def read(events: str) -> pl.LazyFrame:
    """The log (customer_id, at, event)."""
    return pl.scan_parquet(events).select("customer_id", col("ts").dt.epoch("ms").alias("at"), "event")


def milestones(events: str) -> pl.LazyFrame:
    """The milestones alone (customer_id, at, step)."""
    chosen = read(events).filter(col("event").is_in(list(MILESTONES)))
    return chosen.select("customer_id", "at", col("event").replace_strict(NUMBERS, return_dtype=pl.Int8).alias("step"))


def walks(events: str) -> pl.DataFrame:
    """The log by customer and time (customer, at, event as a category)."""
    log = (
        read(events).with_columns(col("event").cast(pl.Categorical), col("customer_id").cast(pl.Categorical)).collect()
    )
    log = log.select(col("customer_id").to_physical().alias("customer"), "at", "event")
    return log.sort("customer", "at")


def pairs(events: str, _: str) -> Answer:
    moves = walks(events).lazy().select(
        "event", col("event").shift(-1).alias("next"), (col("at").shift(-1) - col("at")).alias("gap"),
        same_customer.alias("has_next"),
    ).filter("has_next")  # fmt: skip
    rows = moves.group_by("event", "next").agg(pl.len(), col("gap").median()).collect().rows()
    return {
        "counts": {f"{event} {after}": n for event, after, n, _ in rows},
        "medians": {f"{event} {after}": halves(gap) for event, after, _, gap in rows},
    }


def funnel(events: str, _: str) -> Answer:
    log = milestones(events).collect()
    counted = log.filter(col("step") == 0).group_by("customer_id").agg(col("at").min().alias("before"))
    rows: list[tuple[int, Any]] = [(len(counted), None)]
    for number in range(1, len(MILESTONES)):
        after = (
            log.lazy()
            .filter(col("step") == number)
            .join(counted.lazy(), on="customer_id")
            .filter(col("at") > col("before"))
            .group_by("customer_id")
            .agg(col("at").min(), col("before").first())
            .collect()
        )
        rows.append((len(after), halves(after.select((col("at") - col("before")).median()).item())))
        counted = after.select("customer_id", col("at").alias("before"))
    return definitions.funnel(rows)


def first_times(events: str, _: str) -> Answer:
    firsts = milestones(events).group_by("customer_id", "step").agg(col("at").min()).sort("customer_id", "at")
    gap = pl.when(col("customer_id") == col("customer_id").shift(-1)).then(col("at").shift(-1) - col("at"))
    gaps = firsts.select("step", gap.alias("gap"))
    columns = (
        pl.len().alias("rows"),
        col("gap").count().alias("closed"),
        col("gap").median().alias("median"),
        col("gap").sum(),
    )
    rows = gaps.group_by("step").agg(*columns).collect().rows()
    return {
        "total": [sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[4] for row in rows)],
        "closed": {MILESTONES[step]: closed for step, _, closed, *_ in rows},
        "medians": {MILESTONES[step]: halves(median) for step, _, closed, median, _ in rows if closed},
    }


def variants(events: str, _: str) -> Answer:
    paths = (
        walks(events).lazy().group_by("customer", maintain_order=False).agg(col("event").to_physical().alias("path"))
    )
    found = paths.group_by("path").agg(pl.len().alias("n")).select("n").collect()
    return {"variants": len(found), "top": found["n"].top_k(MOST_FREQUENT).sort(descending=True).to_list()}


def survival(events: str, customers: str) -> Answer:
    first = col("at").filter(col("event") == "signup").min().alias("first")
    found = read(events).group_by("customer_id").agg(first, col("at").max().alias("last")).drop_nulls("first")
    rows = (
        found.join(pl.scan_parquet(customers), on="customer_id")
        .group_by("segment", ((col("last") - col("first")) // DAY_MS).alias("day"))
        .agg((OBSERVED_UNTIL_MS - col("last") > QUIET_MS).sum().alias("ended"), pl.len())
        .collect()
        .rows()
    )
    return definitions.survival(rows)


def by_event(events: str, _: str) -> Answer:
    log = walks(events)
    after, next_but_one = col("event").to_physical().shift(-1), col("event").to_physical().shift(-2)
    own = col("event").to_physical()
    but_one_too = col("customer") == col("customer").shift(-2)
    step = col("event").cast(pl.String).replace_strict(NUMBERS, default=-1, return_dtype=pl.Int8).alias("step")
    highest = col("step").cum_max().over("customer").shift(1)
    known = log.lazy().with_columns(step).select(
        "event", "customer",
        (same_customer & (after == own)).alias("repeats"),
        (but_one_too & (next_but_one == own) & (after != own)).alias("back_again"),
        ((col("step") >= 0) & (col("customer") == col("customer").shift(1)) & (col("step") < highest)).alias("steps_back"),
        pl.when(same_customer).then(col("at").shift(-1) - col("at")).alias("gap"),
    )  # fmt: skip
    counts = ("repeats", "back_again", "steps_back")
    rows = (
        known.group_by("event")
        .agg(
            pl.len().alias("n"),
            col("customer").n_unique().alias("customers"),
            *(col(name).sum() for name in counts),
            col("gap").median(),
        )
        .collect()
        .rows()
    )
    return {
        **{
            name: {row[0]: row[place] for row in rows}
            for place, name in enumerate(("n", "customers", *counts), start=1)
        },
        "medians": {row[0]: halves(row[6]) for row in rows if row[6] is not None},
    }


JOBS = {"a": pairs, "b": funnel, "c": first_times, "d": variants, "e": survival, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

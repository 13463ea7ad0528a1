"""The question answered by Polars, from the Parquet file.

python -m benchmarks.answer_polars EVENTS.parquet
"""

from __future__ import annotations

import sys
from typing import Any

import polars as pl
from polars import col

from benchmarks.answers import END, START, halves, hand_back
from benchmarks.milestones import LEAVE, MILESTONES

LAST = len(MILESTONES) - 1
NAMES = {**dict(enumerate(MILESTONES)), -1: START, -2: END}
KNOWN = {event: number for number, event in enumerate(MILESTONES)} | {LEAVE: -1}


def answer(path: str) -> dict[str, Any]:
    log = pl.scan_parquet(path).select(
        col("customer_id").alias("subject"), col("ts").cast(pl.Int64).alias("at"), "event"
    )
    bound = log.filter(col("event").is_in(list(KNOWN))).with_columns(
        col("event").replace_strict(KNOWN, return_dtype=pl.Int8).alias("step")
    )
    rest = (
        log.filter(~col("event").is_in(list(KNOWN)))
        .group_by("event")
        .agg(col("subject").n_unique(), pl.len().alias("n"))
    )
    rows, ghosts = pl.collect_all([bound.drop("event"), rest])
    rows = rows.with_columns(col("subject").rank("dense").cast(pl.UInt32)).sort("subject", "at")
    touches = rows.filter(col("step") >= 0)
    moves = _moves(touches)
    planned = moves.select(
        ((col("target") == col("origin") + 1) | ((col("origin") == LAST) & (col("target") == -2))).sum()
    ).item()
    events = len(rows) + ghosts["n"].sum()
    return {
        "steps": _steps(touches, rows.filter(col("step") < 0)),
        **_transitions(moves),
        "coverage": [[planned, len(moves)], [len(touches), events]],
        "ghosts": {event: [subjects, n] for event, subjects, n in ghosts.iter_rows()},
    }


def _steps(touches: pl.DataFrame, leaves: pl.DataFrame) -> dict[str, list[int]]:
    touches = touches.with_columns(pl.int_range(pl.len()).over("subject").alias("place"))
    firsts = touches.group_by("subject", "step").agg(
        col("at").min().alias("first"), col("place").min(), col("place").max().alias("last"), pl.len().alias("touches")
    )
    before = firsts.select("subject", (col("step") + 1).cast(pl.Int8).alias("step"), "first")
    onward = (
        touches.join(before, on=["subject", "step"])
        .filter(col("at") > col("first"))
        .group_by("subject", "step")
        .agg(col("at").min().alias("onward"))
        .with_columns((col("step") - 1).cast(pl.Int8))
    )
    gone = leaves.group_by("subject").agg(col("at").max().alias("leave"))
    found = firsts.join(onward, on=["subject", "step"], how="left").join(gone, on="subject", how="left")
    converted = col("onward").is_not_null()
    by = found.group_by("step").agg(
        pl.len().alias("reached"),
        converted.sum().alias("converted"),
        (~converted & (col("leave") > col("first"))).sum().alias("left"),
        (col("touches") > 1).sum().alias("repeats"),
        (col("last") - col("place") + 1 > col("touches")).sum().alias("returns"),
        (col("onward") - col("first")).median().alias("wait"),
    )
    return {MILESTONES[row["step"]]: _step(row) for row in by.iter_rows(named=True)}


def _step(row: dict[str, Any]) -> list[int]:
    if row["step"] == LAST:
        return [row["reached"], 0, 0, 0, row["repeats"], row["returns"], -1]
    still_open = row["reached"] - row["converted"] - row["left"]
    return [
        row["reached"],
        row["converted"],
        row["left"],
        still_open,
        row["repeats"],
        row["returns"],
        -1 if row["wait"] is None else halves(row["wait"]),
    ]


def _moves(touches: pl.DataFrame) -> pl.DataFrame:
    steps = touches.select(
        col("step").shift().over("subject").fill_null(-1).alias("origin"),
        col("step").alias("target"),
        (col("at") - col("at").shift().over("subject")).alias("gap"),
    )
    ends = touches.group_by("subject").agg(col("step").last().alias("origin"))
    ends = ends.select("origin", pl.lit(-2, pl.Int8).alias("target"), pl.lit(None, pl.Int64).alias("gap"))
    return pl.concat([steps, ends])


def _transitions(moves: pl.DataFrame) -> dict[str, Any]:
    by = moves.group_by("origin", "target").agg(pl.len(), col("gap").median())
    named = [(f"{NAMES[origin]} {NAMES[target]}", n, gap) for origin, target, n, gap in by.iter_rows()]
    return {
        "transitions": {name: n for name, n, _ in named},
        "gaps": {name: halves(gap) for name, _, gap in named if gap is not None},
    }


if __name__ == "__main__":
    hand_back(answer(sys.argv[1]))

"""The question answered by pandas, from the Parquet file.

python -m benchmarks.answer_pandas EVENTS.parquet
"""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd

from benchmarks.answers import END, START, halves, hand_back
from benchmarks.milestones import LEAVE, MILESTONES

LAST = len(MILESTONES) - 1
NAMES = {**dict(enumerate(MILESTONES)), -1: START, -2: END}


def answer(path: str) -> dict[str, Any]:
    log = pd.read_parquet(path, columns=["customer_id", "ts", "event"])
    known = {event: number for number, event in enumerate(MILESTONES)} | {LEAVE: -1}
    bound = log[log["event"].isin(list(known))]
    rows = pd.DataFrame(
        {
            "subject": bound["customer_id"].astype("category").cat.codes,
            "at": bound["ts"].astype("datetime64[ms]").astype("int64"),
            "step": bound["event"].map(known).astype("int64"),
        }
    ).sort_values(["subject", "at"])
    touches = rows[rows["step"] >= 0].copy()
    moves = _moves(touches)
    planned = (moves["target"] == moves["origin"] + 1) | ((moves["origin"] == LAST) & (moves["target"] == -2))
    return {
        "steps": _steps(touches, rows[rows["step"] < 0]),
        **_transitions(moves),
        "coverage": [[int(planned.sum()), len(moves)], [len(touches), len(log)]],
        "ghosts": _ghosts(log[~log["event"].isin(list(known))]),
    }


def _steps(touches: pd.DataFrame, leaves: pd.DataFrame) -> dict[str, list[int]]:
    touches["place"] = touches.groupby("subject").cumcount()
    firsts = touches.groupby(["subject", "step"], as_index=False).agg(
        first=("at", "min"), place=("place", "min"), last=("place", "max"), touches=("at", "size")
    )
    before = firsts[["subject", "step", "first"]].assign(step=firsts["step"] + 1)
    later = touches.merge(before, on=["subject", "step"])
    onward = later[later["at"] > later["first"]].groupby(["subject", "step"])["at"].min().rename("onward").reset_index()
    found = firsts.merge(onward.assign(step=onward["step"] - 1), on=["subject", "step"], how="left")
    found = found.merge(leaves.groupby("subject")["at"].max().rename("leave").reset_index(), on="subject", how="left")
    found["converted"] = found["onward"].notna()
    found["left"] = ~found["converted"] & (found["leave"] > found["first"])
    found["wait"] = found["onward"] - found["first"]
    found["repeated"] = found["touches"] > 1
    found["returned"] = found["last"] - found["place"] + 1 > found["touches"]
    by = found.groupby("step").agg(
        reached=("first", "size"), converted=("converted", "sum"), left=("left", "sum"),
        repeats=("repeated", "sum"), returns=("returned", "sum"), wait=("wait", "median"),
    )  # fmt: skip
    return {MILESTONES[step]: _step(step, row) for step, row in by.iterrows()}


def _step(step: int, row: pd.Series) -> list[int]:
    counts = [int(row[name]) for name in ("reached", "converted", "left", "repeats", "returns")]
    reached, converted, left, repeats, returns = counts
    if step == LAST:
        return [reached, 0, 0, 0, repeats, returns, -1]
    return [reached, converted, left, reached - converted - left, repeats, returns, halves(row["wait"])]


def _moves(touches: pd.DataFrame) -> pd.DataFrame:
    by = touches.groupby("subject")
    steps = pd.DataFrame(
        {
            "origin": by["step"].shift().fillna(-1).astype("int64"),
            "target": touches["step"],
            "gap": touches["at"] - by["at"].shift(),
        }
    )
    ends = pd.DataFrame({"origin": by["step"].last(), "target": -2})
    return pd.concat([steps, ends], ignore_index=True)


def _transitions(moves: pd.DataFrame) -> dict[str, Any]:
    by = moves.groupby(["origin", "target"])["gap"].agg(["size", "median"])
    names = [f"{NAMES[origin]} {NAMES[target]}" for origin, target in by.index]
    gaps = {name: halves(gap) for name, gap in zip(names, by["median"], strict=True) if pd.notna(gap)}
    return {"transitions": dict(zip(names, by["size"].tolist(), strict=True)), "gaps": gaps}


def _ghosts(rest: pd.DataFrame) -> dict[str, list[int]]:
    by = rest.groupby("event")["customer_id"].agg(["nunique", "size"])
    return {str(event): [int(row["nunique"]), int(row["size"])] for event, row in by.iterrows()}


if __name__ == "__main__":
    hand_back(answer(sys.argv[1]))

"""The jobs in pandas, from the Parquet file.

python -m benchmarks.jobs.by_pandas a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

import pandas as pd

from benchmarks.answers import halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import DAY_MS, MOST_FREQUENT, NUMBERS, OBSERVED_UNTIL_MS, QUIET_MS, Answer
from benchmarks.milestones import MILESTONES


def read(events: str, *, only_milestones: bool = False) -> pd.DataFrame:
    """The log (customer, at, event), in order of time; customers and events as categories."""
    chosen = [("event", "in", list(MILESTONES))] if only_milestones else None
    log = pd.read_parquet(events, columns=["customer_id", "ts", "event"], filters=chosen)
    return pd.DataFrame(
        {
            "customer": log["customer_id"].astype("category"),
            "at": log["ts"].astype("datetime64[ms]").astype("int64"),
            "event": log["event"].astype("category"),
        }
    )


def walks(events: str) -> pd.DataFrame:
    """The log by customer and time; customers as numbers."""
    log = read(events)
    return log.assign(customer=log["customer"].cat.codes).sort_values(["customer", "at"])


def pairs(events: str, _: str) -> Answer:
    log = walks(events)
    by = log.groupby("customer", sort=False)
    moves = pd.DataFrame({"event": log["event"], "next": by["event"].shift(-1), "gap": by["at"].shift(-1) - log["at"]})
    found = moves.dropna().groupby(["event", "next"], observed=True)["gap"].agg(["size", "median"])
    names = [f"{event} {after}" for event, after in found.index]
    return {
        "counts": dict(zip(names, found["size"].tolist(), strict=True)),
        "medians": dict(zip(names, map(halves, found["median"]), strict=True)),
    }


def funnel(events: str, _: str) -> Answer:
    log = read(events, only_milestones=True)
    counted = log[log["event"] == MILESTONES[0]].groupby("customer", observed=True)["at"].min()
    rows = [(len(counted), None)]
    for event in MILESTONES[1:]:
        rest = log[log["event"] == event]
        rest = rest.assign(before=rest["customer"].astype(object).map(counted))
        after = rest[rest["at"] > rest["before"]].groupby("customer", observed=True)[["at", "before"]].min()
        rows.append((len(after), halves((after["at"] - after["before"]).median())))
        counted = after["at"]
    return definitions.funnel(rows)


def first_times(events: str, _: str) -> Answer:
    log = read(events, only_milestones=True)
    firsts = log.groupby(["customer", "event"], observed=True)["at"].min().reset_index().sort_values(["customer", "at"])
    firsts["gap"] = firsts.groupby("customer", observed=True)["at"].shift(-1) - firsts["at"]
    by = firsts.groupby("event", observed=True)["gap"].agg(["count", "median"])
    return {
        "total": [len(firsts), int(firsts["gap"].count()), int(firsts["gap"].sum())],
        "closed": {event: int(n) for event, n in by["count"].items()},
        "medians": {event: halves(row["median"]) for event, row in by.iterrows() if row["count"]},
    }


def variants(events: str, _: str) -> Answer:
    log = walks(events)
    counts = log["event"].cat.codes.groupby(log["customer"]).agg(tuple).value_counts()
    return {"variants": len(counts), "top": [int(n) for n in counts.head(MOST_FREQUENT)]}


def lives(events: str, customers: str) -> pd.DataFrame:
    """A row a customer with a signup: segment, whole days from the first signup to the last event, whether it ended."""
    log = read(events)
    found = pd.DataFrame(
        {
            "first": log[log["event"] == "signup"].groupby("customer", observed=True)["at"].min(),
            "last": log.groupby("customer", observed=True)["at"].max(),
        }
    ).dropna(subset="first")
    segments = pd.read_parquet(customers).set_index("customer_id")["segment"]
    return pd.DataFrame(
        {
            "segment": segments.reindex(found.index.astype(object)).to_numpy(),
            "day": ((found["last"] - found["first"]) // DAY_MS).astype("int64").to_numpy(),
            "ended": (OBSERVED_UNTIL_MS - found["last"] > QUIET_MS).to_numpy(),
        }
    )


def survival(events: str, customers: str) -> Answer:
    by = lives(events, customers).groupby(["segment", "day"])["ended"].agg(["sum", "size"])
    return definitions.survival(
        (segment, day, int(row["sum"]), int(row["size"])) for (segment, day), row in by.iterrows()
    )


def by_event(events: str, _: str) -> Answer:
    log = walks(events)
    by = log.groupby("customer", sort=False)
    code = log["event"].cat.codes.astype("int64")
    codes = code.groupby(log["customer"], sort=False)
    after, next_but_one = codes.shift(-1), codes.shift(-2)
    step = log["event"].astype(object).map(NUMBERS)
    highest = step.fillna(-1).groupby(log["customer"], sort=False).cummax().groupby(log["customer"], sort=False).shift()
    found = pd.DataFrame(
        {
            "event": log["event"],
            "repeats": after == code,
            "back_again": (next_but_one == code) & (after != code),
            "steps_back": step < highest,
            "gap": by["at"].shift(-1) - log["at"],
        }
    ).groupby("event", observed=True)
    counts = found[["repeats", "back_again", "steps_back"]].sum()
    return {
        "n": {event: int(n) for event, n in found.size().items()},
        "customers": {event: int(n) for event, n in log.groupby("event", observed=True)["customer"].nunique().items()},
        **{name: {event: int(n) for event, n in counts[name].items()} for name in counts},
        "medians": {event: halves(gap) for event, gap in found["gap"].median().items() if pd.notna(gap)},
    }


JOBS = {"a": pairs, "b": funnel, "c": first_times, "d": variants, "e": survival, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

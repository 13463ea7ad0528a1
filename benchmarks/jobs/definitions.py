"""The six jobs: what each asks, the parts of its answer, and its figures in short. Standard library only.

An answer is plain data by part. Times are whole half milliseconds (`answers.halves`), days are whole.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from benchmarks.answers import hand_back
from benchmarks.milestones import MILESTONES

Answer = dict[str, Any]
# a job's answer from the file of events and the file of customers (Wayline: a workspace with both)
Job = Callable[[str, str], Answer]

TITLES = {
    "a": "neighbouring events of a customer: each pair, how often, the median time between",
    "b": "strict funnel of twelve milestones: each counts at its first event later than the one before",
    "c": "first times of the milestones, in order of time; the time from each to the next",
    "d": "whole paths: how many differ, how often the hundred most frequent occur",
    "e": "survival by segment: from the first signup to the last event, ended after 60 quiet days",
    "f": "a row an event: how often, customers, repeats, there-and-back, steps back, median time to the next",
}
NUMBERS = {event: number for number, event in enumerate(MILESTONES)}
MOST_FREQUENT = 100
DAY_MS = 86_400_000
QUIET_MS = 60 * DAY_MS
OBSERVED_UNTIL_MS = int(datetime(2025, 12, 30, 23, 59, 59, tzinfo=UTC).timestamp() * 1000)
ASKED_DAYS = (180, 365)
DIGITS = 9  # of a share: the order of a product of floats is not part of the answer


def funnel(times: Iterable[tuple[int, Any]]) -> Answer:
    """The answer to b from each milestone's customers and median half milliseconds (none for the first)."""
    rows = list(times)
    return {"counts": [count for count, _ in rows], "medians": [median for _, median in rows[1:]]}


def survival(counted: Iterable[tuple[str, int, int, int]]) -> Answer:
    """The answer to e from rows of segment, day, how many ended on that day, how many had their last event on it."""
    by: dict[str, list[tuple[int, int, int]]] = {}
    for segment, day, ended, last in counted:
        by.setdefault(segment, []).append((day, ended, last))
    return {"survival": {segment: _kaplan_meier(sorted(rows)) for segment, rows in by.items()}}


def _kaplan_meier(rows: list[tuple[int, int, int]]) -> list[float]:
    at_risk = subjects = sum(last for _, _, last in rows)
    share, shares = 1.0, [1.0] * len(ASKED_DAYS)
    for day, ended, last in rows:
        share *= 1 - ended / at_risk
        at_risk -= last
        shares = [share if day <= asked else known for asked, known in zip(ASKED_DAYS, shares, strict=True)]
    return [subjects, *(round(known, DIGITS) for known in shares)]


def in_short(job: str, answer: Answer) -> dict[str, Any]:
    """The figures by which a known log's answer is recognised; only those whose parts the answer has."""
    made = {name: make(answer) for name, (needs, make) in _SHORT[job].items() if needs in answer}
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in made.items()}


def _seconds(halves: Iterable[int]) -> float:
    return sum(halves) / 2000


def _each_second(halves: Iterable[int]) -> list[float]:
    return [round(half / 2000, 1) for half in halves]


_SHORT: Mapping[str, Mapping[str, tuple[str, Callable[[Answer], Any]]]] = {
    "a": {
        "pairs": ("counts", lambda found: len(found["counts"])),
        "transitions": ("counts", lambda found: sum(found["counts"].values())),
        "sum of medians, s": ("medians", lambda found: _seconds(found["medians"].values())),
    },
    "b": {
        "customers": ("counts", lambda found: found["counts"]),
        "medians, s": ("medians", lambda found: _each_second(found["medians"])),
    },
    "c": {
        "rows": ("total", lambda found: found["total"][0]),
        "closed": ("total", lambda found: found["total"][1]),
        "days": ("total", lambda found: found["total"][2] // DAY_MS),
        "closed by milestone": (
            "closed",
            lambda found: [
                found["closed"].get(event, 0) for event in ("visit", "lead", "signup", "renewal", "expansion")
            ],
        ),
        "medians, s": (
            "medians",
            lambda found: [round(found["medians"].get(e, 0) / 2000) for e in ("visit", "lead", "signup", "renewal")],
        ),
    },
    "d": {
        "variants": ("variants", lambda found: found["variants"]),
        "top three": ("top", lambda found: found["top"][:3]),
        "sum of the top": ("top", lambda found: sum(found["top"])),
    },
    "e": {
        "segments": (
            "survival",
            lambda found: {
                segment: [row[0], *(round(share, 5) for share in row[1:])] for segment, row in found["survival"].items()
            },
        )
    },
    "f": {
        **{
            f"sum of {name}": (name, lambda found, name=name: sum(found[name].values()))
            for name in ("n", "customers", "repeats", "back_again", "steps_back")
        },
        "sum of medians, s": ("medians", lambda found: _seconds(found["medians"].values())),
    },
}


def answer_asked(jobs: Mapping[str, Job]) -> None:
    """Answer the jobs that the command line names (`ab` asks two), and hand back what it takes to compare them."""
    asked, events, customers = sys.argv[1:4]
    found = {job: jobs[job](events, customers) for job in asked}
    parts = {f"{job}.{part}": value for job, answer in found.items() for part, value in answer.items()}
    hand_back(parts, shown={job: in_short(job, answer) for job, answer in found.items()})

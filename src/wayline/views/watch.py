"""What a rule raised, or would have raised, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from wayline.estimates.season import CYCLES, YEAR
from wayline.measures.watch.alert import Alert, Told
from wayline.measures.watch.replay import Near
from wayline.views import words


class Noted(Protocol):
    """A rule as it was replayed, as far as notes go."""

    @property
    def left_out(self) -> tuple[str, ...]: ...
    @property
    def near(self) -> Near | None: ...
    @property
    def threshold(self) -> float: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


def alert(one: Alert, element: str, measure: str) -> str:
    """`mobile: shipping, converted fell to 27 % of 60 (likely 17 to 39 %) from 76 % of 55; 14 April 2024 to 11 May 2024, raised 20 April 2024`"""
    level = f"{one.level}: " if one.level else ""
    return (
        f"{level}{element}, {measure} {one.way} to {_told(one.told, with_interval=True)} from {_told(one.before)}; "
        f"{_span(one.since, one.until)}, raised {day(one.opened)}"
    )


def summary(alerts: Sequence[Alert], first: date, last: date) -> str:
    """`from 1 March 2024 to 29 June 2024 (121 days) it would have alarmed twice`"""
    number = len(alerts)
    times = {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
    return f"from {day(first)} to {day(last)} ({(last - first).days + 1} days) it would have alarmed {times}"


def notes(one: Noted) -> list[str]:
    """What whoever reads a replay should know: levels left out, what came near, what else the numbers do not say."""
    found = [f"too few subjects to watch: {', '.join(one.left_out)}"] if one.left_out else []
    if one.near is not None:
        level = f"{one.near.level} " if one.near.level else "it "
        found.append(
            f"nearest to an alert: {level}{one.near.way}, {day(one.near.day)}, {one.near.distance:.1f} of the {one.threshold:.1f} that raise one"
        )
    return [*found, *one.notes]


def season(months: int) -> list[str]:
    """What is said where the data are too short to tell the season of a year."""
    if months >= CYCLES * YEAR:
        return []
    return [
        f"a year's season cannot be told from data of {months} whole months: it takes {CYCLES * YEAR}; days of the week are told"
    ]


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _told(one: Told, *, with_interval: bool = False) -> str:
    if one.value is None:
        return "nobody"
    unit = {"share": "share", "score": "score", "count": "touches"}[one.kind]
    low, high = one.interval
    likely = (
        f" (likely {words.between(low, high, unit)})" if with_interval and low is not None and high is not None else ""
    )
    if one.kind == "count":
        return f"{words.number(one.value)} a day{likely}"
    value = words.percent(one.value) if one.kind == "share" else words.number(one.value)
    return f"{value} of {words.number(one.n)}{likely}"


def _span(since: date, until: date | None) -> str:
    return f"{day(since)} to {day(until)}" if until else f"since {day(since)}"

"""What a rule raised, or would have raised, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wayline.measures.watch.alert import Alert, Told
from wayline.views import words


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


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def _told(one: Told, *, with_interval: bool = False) -> str:
    if one.value is None:
        return "nobody"
    unit = {"share": "share", "score": "score", "count": "touches"}[one.kind]
    low, high = one.interval
    likely = f" (likely {words.between(low, high, unit)})" if with_interval and low is not None and high is not None else ""
    if one.kind == "count":
        return f"{words.number(one.value)} a day{likely}"
    value = words.percent(one.value) if one.kind == "share" else words.number(one.value)
    return f"{value} of {words.number(one.n)}{likely}"


def _span(since: date, until: date | None) -> str:
    return f"{day(since)} to {day(until)}" if until else f"since {day(since)}"

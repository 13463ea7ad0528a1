"""A rule replayed day by day: what it knew on a day is what was there on that day, so a replay says what the live rule says.

An alert opens on the first day on which a series lies farther from its baseline than the threshold, and is one alert until the last week is
as before. Its days are no baseline for later ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from wayline.estimates.span_scan import strongest_stretch
from wayline.estimates.surprise import LENGTHS, LONGEST, SHORTEST, WEEK, chance_limit, surprises
from wayline.estimates.wilson import wilson_interval
from wayline.measures.watch.series import Series, Whole

CHANCE = 0.05  # of any alert in one span of the budget, where nothing changes
LEAST_PEOPLE = 30  # in the first weeks, below which a series is not watched
CALM = 0.5  # of the threshold: below it the last week is as before
_STEP = 1.02  # by which a threshold is raised until the past keeps the budget


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `alerts` in `days`."""

    alerts: int
    days: int
    text: str

    def allows(self, days: int) -> int:
        """Alerts in so many days."""
        return int(self.alerts * days / self.days)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `opened` is the day whose end it was raised at, `closed` the day on which the last week was as before.

    `since` and `until` date the change in hindsight, first and last day. Shares as (count, n): of those days, and of the weeks before.
    """

    level: str | None
    opened: date
    closed: date | None
    way: Literal["fell", "rose"]
    distance: float
    since: date
    until: date | None
    share: tuple[int, int]
    before: tuple[int, int]

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "level": self.level,
            "opened": self.opened.isoformat(),
            "closed": self.closed.isoformat() if self.closed else None,
            "way": self.way,
            "distance": self.distance,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
        }
        for name, (count, n) in (("share", self.share), ("before", self.before)):
            low, high = wilson_interval(count, n) if n else (None, None)
            found[name] = {"value": count / n if n else None, "count": count, "n": n, "low": low, "high": high}
        return found


def first_day(series: Series) -> int:
    """The first day that is judged: eight weeks of baseline, counted from the first subject, lie before it."""
    filled = np.flatnonzero(series.n)
    return int(filled[0]) + SHORTEST if len(filled) else len(series.n)


def is_filled(series: Series) -> bool:
    """Whether enough subjects came in the first eight weeks to judge anything by them."""
    start = first_day(series)
    return start < len(series.n) and int(series.n[:start].sum()) >= LEAST_PEOPLE


def threshold(series: Sequence[Series], budget: Budget, *, seed: int = 0) -> float:
    """The distance from which on a rule alerts: in 5 % of spans of the budget where nothing changes, and raised until the past keeps the budget."""
    worlds = [(one.n[max(first_day(one) - SHORTEST, 0) :], _usual(one)) for one in series]
    found = chance_limit(worlds, budget.days, chance=CHANCE, seed=seed)
    allowed = budget.allows(max(len(one.n) - first_day(one) for one in series))
    while len(replay(series, found)) > allowed:
        found *= _STEP
    return found


def _usual(one: Series) -> float:
    """The share of all days: an incident in them makes it a little wrong, which the spread of the worlds hardly shows."""
    return float(one.k.sum() / max(one.n.sum(), 1))


def replay(series: Sequence[Series], limit: float) -> list[Alert]:
    """Every alert of a rule with this threshold, oldest first."""
    found = [alert for one in series for alert in _alerts(one, limit)]
    return sorted(found, key=lambda alert: (alert.opened, alert.level or ""))


def _alerts(series: Series, limit: float) -> list[Alert]:
    found: list[Alert] = []
    n, k = series.n.copy(), series.k.copy()
    opened, since, way, farthest = -1, 0, 0, 0.0
    begins = first_day(series)
    for day in range(begins, len(n)):
        if opened < 0:
            first = max(begins - SHORTEST, day + 1 - LONGEST - max(LENGTHS))
            distances = surprises(n[first : day + 1], k[None, first : day + 1])[0]
            best = int(np.argmax(np.abs(distances)))
            if abs(distances[best]) <= limit or n[day] == 0:
                continue
            opened, since, way, farthest = (
                day,
                day + 1 - LENGTHS[best],
                int(np.sign(distances[best])),
                abs(distances[best]),
            )
            continue
        # the week that ends today against what was before the change
        last = np.arange(max(opened + 1, day + 1 - WEEK), day + 1)
        if len(last) < WEEK or n[last].sum() == 0:
            continue
        now = _against(n, k, begins - SHORTEST, since, last)
        farthest = max(farthest, abs(now))
        if way * now < CALM * limit:
            found.append(_alert(series, (begins, opened, day), since, way, farthest))
            n[since : day + 1 - WEEK], k[since : day + 1 - WEEK] = 0, 0
            opened = -1
    if opened >= 0:
        found.append(_alert(series, (begins, opened, -1), since, way, farthest))
    return found


def _against(n: Whole, k: Whole, first: int, since: int, last: Whole) -> float:
    """The distance of the last week from the weeks before the change, weekday by weekday."""
    days = (since - first) // WEEK * WEEK
    weeks = np.arange(since - days, since).reshape(-1, WEEK)
    # the baseline ends on another weekday than the one before this week: its weeks are turned round to fit
    turned = np.concatenate((np.roll(weeks, -int((last[0] - since) % WEEK), axis=1).reshape(-1), last))
    return float(surprises(n[turned], k[None, turned], (len(last),))[0, 0])


def _alert(series: Series, days: tuple[int, int, int], since: int, way: int, farthest: float) -> Alert:
    begins, opened, closed = days
    from_, until = _dated(series, begins, opened, closed, since)
    stop = len(series.n) if until is None else until + 1
    share = (int(series.k[from_:stop].sum()), int(series.n[from_:stop].sum()))
    start = max(begins - SHORTEST, from_ - LONGEST)
    before = (int(series.k[start:from_].sum()), int(series.n[start:from_].sum()))
    return Alert(
        series.level,
        series.day(opened),
        series.day(closed) if closed >= 0 else None,
        "rose" if way > 0 else "fell",
        farthest,
        series.day(from_),
        series.day(until) if until is not None else None,
        share,
        before,
    )


def _dated(series: Series, begins: int, opened: int, closed: int, since: int) -> tuple[int, int | None]:
    """First and last day of the change in hindsight: the stretch of whole days whose subjects differ most."""
    start = max(begins - SHORTEST, since - SHORTEST)
    stop = len(series.n) if closed < 0 else closed + 1
    days = np.repeat(np.arange(start, stop), series.n[start:stop])
    counted = np.concatenate(
        [
            np.repeat((1, 0), (int(k), int(n - k)))
            for n, k in zip(series.n[start:stop], series.k[start:stop], strict=True)
        ]
    )
    found = strongest_stretch(counted, edges=np.concatenate(([0], np.cumsum(series.n[start:stop]))))
    if found is None:
        return since, None
    first, last = int(days[found.start]), int(days[found.stop - 1])
    if last < opened or first > opened + WEEK:
        return since, None
    return first, last if closed >= 0 else None

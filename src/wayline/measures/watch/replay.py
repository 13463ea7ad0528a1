"""A rule replayed day by day: what it knew on a day is what was there on that day, so a replay says what the live rule says.

An alert opens on the first day on which a series lies farther from its baseline than the threshold, and by more than the smallest change that is
interesting; it is one alert until the last week is as before. Its days are no baseline for later ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from wayline.estimates.chance_worlds import Past, chance_limit
from wayline.estimates.season import month_of_year, whole_months, without_season
from wayline.estimates.span_scan import LEAST, strongest_days
from wayline.estimates.surprise import LENGTHS, LONGEST, SHORTEST, WEEK, Days, levels, scatter, surprises
from wayline.measures.watch.alert import Alert, Told
from wayline.measures.watch.series import Series, Whole

CHANCE = 0.05  # of any alert in one span of the budget, where nothing changes
LEAST_PEOPLE = 30  # in the weeks before the first day judged, below which a series is not watched
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
class Near:
    """The day on which a series without an alert came nearest to one."""

    level: str | None
    day: date
    way: Literal["fell", "rose"]
    distance: float


def first_day(series: Series) -> int:
    """The first day that is judged: at least eight weeks of baseline with 30 subjects, counted from the first, lie before it."""
    came = np.cumsum(series.seen)
    filled = np.flatnonzero(series.seen)
    if not len(filled) or came[-1] < LEAST_PEOPLE:
        return len(series.n)
    return int(max(filled[0] + SHORTEST, np.searchsorted(came, LEAST_PEOPLE) + 1))


def is_filled(series: Series) -> bool:
    """Whether enough subjects came to judge any day by them."""
    return first_day(series) < len(series.n)


def threshold(series: Sequence[Series], budget: Budget, *, seed: int = 0) -> float:
    """The distance from which on a rule alerts: in 5 % of spans of the budget where nothing changes, and raised until the past keeps the budget."""
    found = chance_limit([_past(one) for one in series], budget.days, chance=CHANCE, seed=seed)
    allowed = budget.allows(max(len(one.n) - first_day(one) for one in series))
    while len(replay(series, found)) > allowed:
        found *= _STEP
    return found


def replay(series: Sequence[Series], limit: float) -> list[Alert]:
    """Every alert of a rule with this threshold, oldest first."""
    found = [alert for one in series for alert in _Replay(one, limit).alerts()]
    return sorted(found, key=lambda alert: (alert.opened, alert.level or ""))


def nearest_to(series: Sequence[Series], limit: float) -> Near | None:
    """Of the days that raised nothing, the one farthest from its baseline; None unless it went four fifths of the way."""
    found: list[Near] = []
    for one in series:
        replayed = _Replay(one, limit)
        if replayed.alerts():
            continue
        for day in range(first_day(one), len(one.n)):
            distances = replayed.distances(day)
            best = float(distances[np.argmax(np.abs(distances))])
            found.append(Near(one.level, one.day(day), "rose" if best > 0 else "fell", abs(best)))
    near = max(found, key=lambda each: each.distance, default=None)
    return near if near is not None and near.distance >= 0.8 * limit else None


def _begin(series: Series) -> int:
    """The first day of the first baseline."""
    filled = np.flatnonzero(series.seen)
    return int(filled[0]) if len(filled) else 0


def _past(series: Series) -> Past:
    begins = _begin(series)
    return Past(series.day(begins), series.days.between(begins, len(series.n)), series.answers)


class _Replay:
    """One series, day by day. What an alert took is left out of the days: `_days`."""

    def __init__(self, series: Series, limit: float) -> None:
        self._series, self._limit = series, limit
        self._days = series.days
        self._begins, self._start = _begin(series), first_day(series)
        self._months = whole_months(series.first, len(series.n))
        self._seasons: dict[int, np.ndarray] = {}

    def alerts(self) -> list[Alert]:
        found: list[Alert] = []
        self._days = Days(*_copied(self._series.days))
        opened, since, way, farthest = -1, 0, 0, 0.0
        for day in range(self._start, len(self._series.n)):
            if opened < 0:
                distances = self.distances(day)
                best = int(np.argmax(np.abs(distances)))
                if abs(distances[best]) > self._limit and self._series.n[day]:
                    since, way = day + 1 - LENGTHS[best], int(np.sign(distances[best]))
                    opened, farthest = day, abs(float(distances[best]))
                continue
            now = self._against(day, opened, since)
            if now is None:
                continue
            farthest = max(farthest, abs(now))
            if way * now < CALM * self._limit:
                found.append(self._alert(opened, day, since, way, farthest))
                self._leave_out(since, day + 1 - WEEK)
                opened = -1
        if opened >= 0:
            found.append(self._alert(opened, -1, since, way, farthest))
        return found

    def distances(self, day: int) -> np.ndarray:
        """The distance of the days that end with this one, by length."""
        first = max(self._begins, day + 1 - LONGEST - max(LENGTHS))
        return np.asarray(surprises(self._seasonless(first, day + 1, day))[0])

    def _seasonless(self, first: int, last: int, day: int) -> Days:
        """Days less the season as it was known four weeks before `day`."""
        days = self._days.between(first, last)
        months = self._season(day + 1 - max(LENGTHS))
        return days if months is None else without_season(days, self._series.day(first), months)

    def _season(self, until: int) -> np.ndarray | None:
        months = [one for one in self._months if one[0] >= self._begins and one[1] <= until]
        if len(months) not in self._seasons:
            found = month_of_year(self._series.days, months)
            self._seasons[len(months)] = np.zeros(0) if found is None else found
        season = self._seasons[len(months)]
        return season if season.size else None

    def _against(self, day: int, opened: int, since: int) -> float | None:
        """The distance of the last week from the weeks before the change, weekday by weekday; None while there is none."""
        last = np.arange(max(opened + 1, day + 1 - WEEK), day + 1)
        if len(last) < WEEK or not self._days.n[0, last].sum():
            return None
        whole = (since - self._begins) // WEEK * WEEK
        weeks = np.arange(since - min(whole, LONGEST), since).reshape(-1, WEEK)
        # the baseline ends on another weekday than the one before this week: its weeks are turned round to fit
        turned = np.roll(weeks, -int((last[0] - since) % WEEK), axis=1).reshape(-1)
        first = int(weeks[0, 0]) if len(weeks) else since
        days = self._seasonless(first, day + 1, since)
        return float(surprises(days.at(np.concatenate((turned, last)) - first), (WEEK,))[0, 0])

    def _leave_out(self, since: int, until: int) -> None:
        for column in (self._days.n, self._days.k, self._days.squares):
            if column is not None:
                column[:, since:until] = 0

    def _alert(self, opened: int, closed: int, since: int, way: int, farthest: float) -> Alert:
        series = self._series
        from_, until = self._dated(opened, closed, since)
        stop = len(series.n) if until is None else until + 1
        start = max(self._begins, from_ - LONGEST)
        more = self._more(start, from_)
        return Alert(
            series.level,
            series.day(opened),
            series.day(closed) if closed >= 0 else None,
            "rose" if way > 0 else "fell",
            farthest,
            series.day(from_),
            series.day(until) if until is not None else None,
            self._told(from_, stop, more),
            self._told(start, from_, more),
        )

    def _more(self, start: int, stop: int) -> float:
        whole = (stop - start) // WEEK * WEEK
        return max(float(scatter(self._series.days.between(stop - whole, stop))[0]), 1.0) if whole >= 2 * WEEK else 1.0

    def _told(self, start: int, stop: int, more: float) -> Told:
        series = self._series
        squares = 0.0 if series.squares is None else float(series.squares[start:stop].sum())
        return Told(series.kind, float(series.k[start:stop].sum()), float(series.n[start:stop].sum()), squares, more)

    def _dated(self, opened: int, closed: int, since: int) -> tuple[int, int | None]:
        """First and last day of the change in hindsight: the stretch of whole days whose subjects differ most."""
        start = max(self._begins, since - SHORTEST)
        stop = len(self._series.n) if closed < 0 else closed + 1
        n, k = self._evened(start, stop)
        found = strongest_days(n, k, least=1 if self._series.kind == "count" else LEAST)
        if found is None:
            return since, None
        filled = np.flatnonzero(n[found.start : found.stop])
        first, last = start + found.start + int(filled[0]), start + found.start + int(filled[-1])
        if last < opened or first > opened + WEEK:
            return since, None
        return first, last if closed >= 0 else None

    def _evened(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """The days; of a count what each is beside its usual weekday."""
        n, k = self._series.n[start:stop].astype(np.float64), self._series.k[start:stop]
        whole = (stop - start) // WEEK * WEEK
        if self._series.kind != "count" or not whole:
            return n, k
        level, by_day = levels(self._series.days.between(stop - whole, stop))
        usual = by_day[0, (np.arange(stop - start) - (stop - start - whole)) % WEEK]
        return n, k * level[0] / np.maximum(usual, 1e-9)


def _copied(days: Days) -> tuple:
    squares = None if days.squares is None else days.squares.copy()
    return days.kind, days.n.copy(), days.k.copy(), squares, days.width

"""A number of an element as a daily series: of how many it is known each day, and what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError
from wayline.estimates.surprise import Days, Floats, Kind
from wayline.measures.watch.columns import Columns, columns
from wayline.paths.facts import PathFacts
from wayline.paths.sql import MICRO

NO_TIMES = "the sources of this map have an order but no times: nothing can be watched day by day"
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Series:
    """A number a day, from `first` on without a gap. `level` is None for all subjects.

    `n`: subjects of a share, answers of a score, 1 for a count. `k`: those counted, the sum of the scores, the count. For a score also the
    sums of `squares`, all `answers`, and the `width` of its scale.
    """

    level: str | None
    first: date
    n: Whole
    k: Floats
    kind: Kind = "share"
    squares: Floats | None = None
    answers: Floats | None = None
    width: float = 1.0

    def day(self, place: int) -> date:
        return self.first + timedelta(days=int(place))

    @property
    def days(self) -> Days:
        squares = None if self.squares is None else self.squares[None, :]
        return Days(self.kind, self.n[None, :].astype(np.float64), self.k[None, :], squares, self.width)

    @property
    def seen(self) -> NDArray[np.float64]:
        """How many a day stand behind the number."""
        return np.asarray(self.k if self.kind == "count" else self.n, dtype=np.float64)

    def until(self, days: int) -> Series:
        """The first days of it, as it stood after them."""
        squares = None if self.squares is None else self.squares[:days]
        return Series(
            self.level,
            self.first,
            self.n[:days],
            self.k[:days],
            self.kind,
            squares,
            self.answers,
            self.width,
        )


def daily(facts: PathFacts, element: str, measure: str, within: float | None, zone: str) -> tuple[float, list[Series]]:
    """The seconds a subject had, and one series a level of the segment (or one). Only days whose subjects had all their time.

    `within`: those seconds; None finds them in the data. Raises NotFoundError for an unknown element or measure, InputError
    where the sources have no times or nobody came.
    """
    if facts.timeless:
        raise InputError(NO_TIMES)
    found = columns(facts, element, measure, within)
    edges, first = _midnights(found, facts.scope.as_of, zone)
    # the last day is whole where the day after has begun and everybody of it had the time
    latest = max(facts.scope.as_of or 0, found.last) - round(found.patience * MICRO)
    whole = int(np.searchsorted(edges, latest, side="right")) - 1
    if whole <= 0:
        return found.patience, []
    place = np.searchsorted(edges, found.at, side="right") - 1
    kept = (place < whole) & found.known
    apart: list[str | None] = sorted({str(level) for level in found.levels}) if facts.question.segment else [None]
    series = []
    for level in apart:
        here = kept if level is None else kept & (found.levels == level)
        series.append(_series(found, level, first, place[here], here, whole))
    return found.patience, series


def _series(
    found: Columns, level: str | None, first: date, place: NDArray[np.int64], here: NDArray[np.bool_], whole: int
) -> Series:
    values = found.value[here]
    k = np.bincount(place, weights=values, minlength=whole)
    n = np.bincount(place, minlength=whole).astype(np.int64)
    if found.kind == "count":
        return Series(level, first, np.ones(whole, dtype=np.int64), k, "count")
    if found.kind == "score":
        squares = np.bincount(place, weights=values**2, minlength=whole)
        return Series(level, first, n, k, "score", squares, values, found.width)
    return Series(level, first, n, k)


def _midnights(found: Columns, as_of: int | None, zone: str) -> tuple[Whole, date]:
    """The beginnings (µs) of all days from the first that counts to the end, in the zone, and the first of these days."""
    if not len(found.at):
        return np.zeros(1, dtype=np.int64), date(1970, 1, 1)
    here = ZoneInfo(zone)
    earliest = min(found.first, int(found.at.min()))
    first, last = (
        datetime.fromtimestamp(moment // MICRO, UTC).astimezone(here).date()
        for moment in (earliest, max(as_of or earliest, found.last, earliest))
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    edges = [round(datetime(day.year, day.month, day.day, tzinfo=here).timestamp()) * MICRO for day in days]
    return np.array(edges, dtype=np.int64), first

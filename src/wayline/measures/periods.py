"""Equal parts of the calendar into which the starts of paths fall: days, weeks, months, quarters or years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MOST = 18  # more periods than this say less, not more, and each holds fewer subjects
FEWEST = 2
_MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` up to, and without, `after`; `since` and `until` are their midnights in microseconds since the epoch."""

    first: date
    after: date
    since: int
    until: int


def _month(day: date, step: int) -> tuple[date, date]:
    """The part of `step` months of a year in which a day lies, and the day after it."""
    place = (day.month - 1) // step * step
    after = place + step
    return date(day.year, place + 1, 1), date(day.year + after // 12, after % 12 + 1, 1)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


_CALENDAR: dict[str, Callable[[date], tuple[date, date]]] = {
    "day": lambda day: (day, day + timedelta(days=1)),
    "week": _week,
    "month": lambda day: _month(day, 1),
    "quarter": lambda day: _month(day, 3),
    "year": lambda day: _month(day, 12),
}


def periods(earliest: int, latest: int, zone: str) -> tuple[str, list[Period]]:
    """The finest of day, week, month, quarter and year that cuts these times into eighteen periods or fewer, and the periods.

    Times in microseconds since the epoch. No period at all where even the finest is a single one.
    """
    first, last = (_local(moment, zone) for moment in (earliest, latest))
    for unit, of in _CALENDAR.items():
        found: list[tuple[date, date]] = []
        for period in _from(first, of):
            if period[0] > last or len(found) > MOST:
                break
            found.append(period)
        if len(found) <= MOST or unit == "year":
            cut = [Period(start, after, _midnight(start, zone), _midnight(after, zone)) for start, after in found]
            return unit, cut if len(cut) >= FEWEST else []
    raise AssertionError("a year is the last unit")


def _from(day: date, of: Callable[[date], tuple[date, date]]) -> Iterator[tuple[date, date]]:
    while True:
        start, after = of(day)
        yield start, after
        day = after


def _local(moment: int, zone: str) -> date:
    return datetime.fromtimestamp(moment // _MICRO, UTC).astimezone(ZoneInfo(zone)).date()


def _midnight(day: date, zone: str) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()) * _MICRO

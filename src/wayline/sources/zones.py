"""Zones as tables of offsets, so that wall-clock times become instants inside SQL with rules that are ours.

A wall-clock time that a clock change skips is read with the offset before the change (02:30 becomes 03:30); one that comes twice is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from wayline.findings import nearest

_FIXED = re.compile(r"([+-])(\d{2}):?(\d{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
# Zones change their clocks at most a few times a year, never twice within a week.
_STRIDE = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Change:
    """A clock change: at `instant` (µs since epoch) the offset goes from `before` to `after` (µs)."""

    instant: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Offsets:
    """The offset that holds first, and the changes from then on."""

    first: int
    changes: tuple[Change, ...]


def zone_problem(name: str) -> str:
    """Why a zone name cannot be used, or an empty text."""
    try:
        _zone(name)
    except (ValueError, OSError):
        return f"there is no zone '{name}'.{nearest(name, available_timezones())} Expected a name such as Europe/Berlin, UTC or +02:00"
    return ""


def offsets(name: str, years: Iterable[int]) -> Offsets:
    """The offsets of a zone in these years (and half a year round them). Raises ValueError for an unknown zone."""
    zone = _zone(name)
    wanted = sorted({near for year in years for near in (year - 1, year, year + 1) if 2 <= near <= 9998})
    if not wanted:
        return Offsets(_offset(zone, _EPOCH), ())
    changes: list[Change] = []
    first = before = _offset(zone, datetime(wanted[0], 1, 1, tzinfo=UTC))
    for year in wanted:
        start = _offset(zone, datetime(year, 1, 1, tzinfo=UTC))
        if start != before:
            # Years in between were not asked for; whatever changed there holds from this new year on.
            changes.append(Change(_micros(datetime(year, 1, 1, tzinfo=UTC)), before, start))
        in_year = _changes_of(name, year)
        changes += in_year
        before = in_year[-1].after if in_year else start
    return Offsets(first, tuple(changes))


def wall_to_utc_sql(wall: str, table: Offsets) -> str:
    """SQL for the instant (µs) of a wall-clock time (µs), both BIGINT expressions."""
    return f"({wall} - {_stepped(wall, table, [change.instant + max(change.before, change.after) for change in table.changes])})"


def utc_to_wall_sql(instant: str, table: Offsets) -> str:
    """SQL for the wall-clock time (µs) of an instant (µs)."""
    return f"({instant} + {_stepped(instant, table, [change.instant for change in table.changes])})"


def skipped_sql(wall: str, table: Offsets) -> str:
    """SQL for whether a wall-clock time was skipped by a clock change."""
    gaps = [change for change in table.changes if change.after > change.before]
    tests = [f"({wall} >= {gap.instant + gap.before} AND {wall} < {gap.instant + gap.after})" for gap in gaps]
    return f"({' OR '.join(tests)})" if tests else "false"


def wall_to_utc(wall: int, name: str) -> int:
    """The instant (µs) of one wall-clock time (µs) in a zone, by the same rules as in SQL."""
    local = (_EPOCH + timedelta(microseconds=wall)).replace(tzinfo=_zone(name))
    return wall - _offset_of(local)


def _stepped(value: str, table: Offsets, limits: list[int]) -> str:
    if not table.changes:
        return str(table.first)
    steps = [table.first, *(change.after for change in table.changes)]
    whens = " ".join(f"WHEN {value} < {limit} THEN {step}" for limit, step in zip(limits, steps, strict=False))
    return f"CASE {whens} ELSE {steps[-1]} END"


@lru_cache(maxsize=1024)
def _changes_of(name: str, year: int) -> tuple[Change, ...]:
    zone = _zone(name)
    changes: list[Change] = []
    here, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while here < end:
        there = min(here + _STRIDE, end)
        before, after = _offset(zone, here), _offset(zone, there)
        if before != after:
            changes.append(Change(_instant(zone, here, there), before, after))
        here = there
    return tuple(changes)


def _instant(zone: tzinfo, low: datetime, high: datetime) -> int:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return _micros(high)


def _offset(zone: tzinfo, instant: datetime) -> int:
    return _offset_of(instant.astimezone(zone))


def _offset_of(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None, "zones always know their offset"
    return round(offset.total_seconds()) * _SECOND


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    fixed = _FIXED.fullmatch(name)
    if fixed:
        minutes = int(fixed[2]) * 60 + int(fixed[3])
        return timezone(timedelta(minutes=minutes if fixed[1] == "+" else -minutes))
    if name not in available_timezones():
        raise ValueError(name)
    return ZoneInfo(name)

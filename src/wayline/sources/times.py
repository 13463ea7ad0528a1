"""SQL that turns the cells of a time column into µs since the epoch, UTC.

A cell is either a wall-clock time, which needs a zone, or an instant, which brings its own (an offset, an epoch, a typed time with zone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pyarrow as pa

from wayline.errors import RolesError
from wayline.sources.role_model import Moment
from wayline.sources.sheet import Sheet, quoted
from wayline.sources.time_pattern import expanded, has_offset
from wayline.sources.zones import Offsets, skipped_sql, utc_to_wall_sql, wall_to_utc, wall_to_utc_sql

ISO = r"[1-9]\d{3}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)? ?(Z|[+-]\d{2}(:?\d{2})?)?)?"
EARLIEST, LATEST = -30_610_224_000_000_000, 253_402_300_800_000_000  # the years 1000 and 9999, exclusive at the end
NOWHERE = Offsets(0, ())

_TAIL = r"(Z|[+-]\d{2}(:?\d{2})?)$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROS: Mapping[str, int] = MappingProxyType(
    {
        "us": 1,
        "ms": 1000,
        "s": 1_000_000,
        "minute": 60_000_000,
        "hour": 3_600_000_000,
        "day": 86_400_000_000,
        "week": 7 * 86_400_000_000,
    }
)
_MONTHS: Mapping[str, int] = MappingProxyType({"month": 1, "year": 12})
# A day is the same hour on the next date, however long the clocks make it; an hour is an hour.
_CALENDAR = frozenset({"day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """SQL of a time: `wall` or `instant` is not NULL where the cell can be read; `zone` is what it came with, NULL for none."""

    wall: str
    instant: str
    zone: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time role over the rows of one file: in which zone its wall-clock times are read, and by which pattern."""

    moment: Moment
    sheet: Sheet
    zone: str

    @property
    def pattern(self) -> str:
        return self.moment.format or self.sheet.read.dates

    @property
    def cell(self) -> str:
        """SQL of the cell as text, NULL where it is missing."""
        return self.sheet.text(self.moment.column)

    @property
    def expected(self) -> str:
        """What a cell should look like, in words."""
        if self.moment.unit:
            return f"a number ({self.moment.unit})"
        return f"the pattern {self.pattern}" if self.pattern else "ISO 8601 such as 2026-01-31 or 2026-01-31T09:00:00Z"

    def parsed(self, table: Offsets) -> Parsed:
        """The cell as wall-clock time or instant. `table` holds the offsets of the zone; see `years`."""
        if self.moment.unit:
            return self._counted(table)
        return _written(self.sheet, self.moment.column, self.pattern)

    def years(self) -> str:
        """SQL of the year of each cell, good enough to know which offsets are needed."""
        column = self.moment.column
        if not (self.moment.unit or self.pattern) and self.sheet.is_text(column) and column not in self.sheet.walls:
            return f"TRY_CAST(left(ltrim({self.cell}), 4) AS INTEGER)"
        parsed = self.parsed(NOWHERE)
        moment = f"coalesce({parsed.wall}, {parsed.instant})"
        return f"CASE WHEN {moment} BETWEEN {EARLIEST} AND {LATEST - 1} THEN year(make_timestamp({moment})) END"

    def columns(self, name: str, table: Offsets) -> tuple[str, str]:
        """Two SELECT lists: `NAME_wall`, `_instant`, `_zone` from the cells, and `NAME_us`, `_skipped`, `_naive` from these."""
        parsed = self.parsed(table)
        first = f"{self.cell} AS {name}_text, {parsed.wall} AS {name}_wall, {parsed.instant} AS {name}_instant, {parsed.zone} AS {name}_zone"
        micros = f"coalesce({name}_instant, {wall_to_utc_sql(f'{name}_wall', table)})"
        second = (
            f"CASE WHEN {micros} BETWEEN {EARLIEST} AND {LATEST - 1} THEN {micros} END AS {name}_us, "
            f"coalesce({name}_instant IS NULL AND {skipped_sql(f'{name}_wall', table)}, false) AS {name}_skipped, "
            f"{name}_instant IS NULL AND {name}_wall IS NOT NULL AS {name}_naive"
        )
        return first, second

    def _counted(self, table: Offsets) -> Parsed:
        number = _exact_number(self.sheet, self.moment.column)
        unit = self.moment.unit
        if not (self.moment.origin or self.moment.origin_column):
            return Parsed("NULL::BIGINT", _times(number, _MICROS[unit]), "'UTC'")
        wall, instant = self._origin(table)
        if unit in _MONTHS:
            # Months beyond any year that is read would be an error in SQL, not a NULL.
            whole = f"CASE WHEN {number} = trunc({number}) AND abs({number}) < 9000 * 12 THEN TRY_CAST({number} AS INTEGER) END"
            moved = f"epoch_us(make_timestamp({wall}) + to_months({whole} * {_MONTHS[unit]}))"
            return Parsed(moved, "NULL::BIGINT", "NULL::VARCHAR")
        distance = _times(number, _MICROS[unit])
        if unit in _CALENDAR:
            return Parsed(f"({wall} + {distance})", "NULL::BIGINT", "NULL::VARCHAR")
        return Parsed("NULL::BIGINT", f"({instant} + {distance})", quoted(self.zone))

    def _origin(self, table: Offsets) -> tuple[str, str]:
        """SQL of the origin as wall-clock time and as instant."""
        if self.moment.origin_column:
            parsed = _written(self.sheet, self.moment.origin_column, self.pattern)
            return (
                f"coalesce({parsed.wall}, {utc_to_wall_sql(parsed.instant, table)})",
                f"coalesce({parsed.instant}, {wall_to_utc_sql(parsed.wall, table)})",
            )
        moment = datetime.fromisoformat(self.moment.origin)
        if moment.tzinfo is None:
            wall = (moment.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
            return f"{wall}::BIGINT", f"{wall_to_utc(wall, self.zone)}::BIGINT"
        instant = (moment - _EPOCH) // timedelta(microseconds=1)
        return utc_to_wall_sql(f"{instant}::BIGINT", table), f"{instant}::BIGINT"


def position_sql(sheet: Sheet, column: str) -> str:
    """SQL of a place in an order as the log keeps it: one step = 1,000,000."""
    return _times(_exact_number(sheet, column), 1_000_000)


def _written(sheet: Sheet, column: str, pattern: str) -> Parsed:
    kind = sheet.type_of(column)
    if column in sheet.walls and not pattern:
        return Parsed(sheet.wall(column), "NULL::BIGINT", "NULL::VARCHAR")
    if not sheet.is_text(column):
        return _typed(sheet.raw(column), kind, column)
    cell = f"trim({sheet.text(column)})"
    return _by_pattern(cell, pattern) if pattern else _iso(cell)


def _typed(cell: str, kind: pa.DataType, column: str) -> Parsed:
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return Parsed("NULL::BIGINT", f"epoch_us({cell}::TIMESTAMPTZ)", "'UTC'")
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return Parsed(f"epoch_us({cell}::TIMESTAMP)", "NULL::BIGINT", "NULL::VARCHAR")
    raise RolesError(
        f"the column '{column}' holds numbers ({kind}), which are no times by themselves.",
        hint="Say its unit: `{column: " + column + ", unit: s}` (or ms, us), or `unit: day` with `from: 2013-02-01`.",
    )


def _iso(cell: str) -> Parsed:
    fits = f"regexp_full_match({cell}, '{ISO}')"
    tail = f"CASE WHEN strlen({cell}) > 16 THEN regexp_extract({cell}, '{_TAIL}', 1) ELSE '' END"
    clean = f"replace(replace(replace(replace({cell}, ',', '.'), ' +', '+'), ' -', '-'), ' Z', 'Z')"
    # CASE inside CASE: the second pattern is tried only on the cells that the first leaves, AND would try both on all.
    return Parsed(
        f"CASE WHEN {tail} = '' THEN CASE WHEN {fits} THEN epoch_us(TRY_CAST({clean} AS TIMESTAMP)) END END",
        f"CASE WHEN {tail} <> '' THEN CASE WHEN {fits} THEN epoch_us(TRY_CAST({clean} AS TIMESTAMPTZ)) END END",
        _offset_name(tail),
    )


def _by_pattern(cell: str, pattern: str) -> Parsed:
    spelled = quoted(expanded(pattern))
    if not has_offset(pattern):
        return Parsed(f"epoch_us(try_strptime({cell}, {spelled}))", "NULL::BIGINT", "NULL::VARCHAR")
    clean = f"regexp_replace({cell}, 'Z$', '+0000')"
    tail = f"CASE WHEN {cell} LIKE '%Z' THEN 'Z' ELSE regexp_extract({cell}, '.*([+-]\\d{{2}}(:?\\d{{2}})?)', 1) END"
    return Parsed("NULL::BIGINT", f"epoch_us(try_strptime({clean}, {spelled}))", _offset_name(tail))


def _offset_name(tail: str) -> str:
    """SQL of an offset in one spelling: UTC, +02:00."""
    return (
        f"CASE strlen({tail}) WHEN 0 THEN NULL WHEN 1 THEN 'UTC' WHEN 3 THEN {tail} || ':00' "
        f"WHEN 5 THEN left({tail}, 3) || ':' || right({tail}, 2) ELSE {tail} END"
    )


def _exact_number(sheet: Sheet, column: str) -> str:
    if not sheet.is_text(column):
        return f"TRY_CAST({sheet.raw(column)} AS DECIMAL(26, 9))"
    cell = f"trim({sheet.text(column)})"
    cell = f"replace({cell}, ',', '.')" if sheet.read.decimal == "," else cell
    return (
        f"CASE WHEN regexp_full_match({cell}, '[-+]?\\d{{1,20}}(\\.\\d+)?') THEN TRY_CAST({cell} AS DECIMAL(26, 9)) END"
    )


def _times(number: str, factor: int) -> str:
    """SQL of number × factor as BIGINT, NULL where that is out of reach. Doubles would lose µs of today's epochs."""
    return f"TRY_CAST(TRY_CAST({number} AS DECIMAL(38, 9)) * {factor}::DECIMAL(18, 0) AS BIGINT)"


def clocks(sheet: Sheet, moments: Mapping[str, Moment], zone: str) -> dict[str, Clock]:
    return {role: Clock(moment, sheet, sheet.read.zone or zone) for role, moment in moments.items()}

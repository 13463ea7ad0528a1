"""What a sample of a table shows of each column: how full, how many different values, which form, and how it moves within a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from wayline.sources import column_name as names
from wayline.sources.raw import RawTable
from wayline.sources.time_form import TimeForm, is_midnight, time_form

SAMPLE = 10_000
MISSING_WORDS = ("NULL", "null", "NA", "N/A", "n/a", "NaN", "nan", "None", "\\N", "-", "Blank", "BLANK")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?")
_INTEGER = re.compile(r"[-+]?\d{1,18}")


def _least_times(name: str) -> float:
    """Which share of its cells must be times: less where the name says so, so that a few bad rows do not hide a time column."""
    return 0.5 if names.has_word(name, names.HAPPENED) else 0.9


@dataclass(frozen=True)
class Column:
    """A column of the sample; `values` are texts, None where the cell is empty."""

    name: str
    values: Sequence[str | None]
    typed_time: TimeForm | None = None

    @cached_property
    def there(self) -> list[str]:
        return [value for value in self.values if value is not None]

    @property
    def filled(self) -> float:
        return len(self.there) / len(self.values) if self.values else 0.0

    @cached_property
    def levels(self) -> dict[str, int]:
        """How often each value comes."""
        counts: dict[str, int] = {}
        for value in self.there:
            counts[value] = counts.get(value, 0) + 1
        return counts

    @property
    def distinct(self) -> int:
        return len(self.levels)

    @property
    def is_unique(self) -> bool:
        return self.distinct == len(self.values) > 1

    @property
    def is_repeated(self) -> bool:
        return 1 < self.distinct < len(self.there)

    @cached_property
    def mean_length(self) -> float:
        return sum(map(len, self.there)) / len(self.there) if self.there else 0.0

    @cached_property
    def is_number(self) -> bool:
        return bool(self.there) and all(_NUMBER.fullmatch(level.strip()) for level in self.levels)

    @cached_property
    def is_integer(self) -> bool:
        return bool(self.there) and all(_INTEGER.fullmatch(level.strip()) for level in self.levels)

    @property
    def is_prose(self) -> bool:
        """Text that people wrote: long, with spaces, hardly ever the same twice."""
        spaced = sum(" " in value for value in self.there[:500])
        return (
            bool(self.there)
            and self.mean_length >= 25
            and self.distinct > 0.6 * len(self.there)
            and spaced > 0.6 * len(self.there[:500])
        )

    @cached_property
    def time(self) -> TimeForm | None:
        return self.typed_time or (
            None if self.filled < 0.01 else time_form(list(self.levels), least=_least_times(self.name))
        )

    @cached_property
    def missing_words(self) -> tuple[str, ...]:
        """Words that stand for no value: those that spoil a column which else is numbers or times."""
        said = tuple(word for word in MISSING_WORDS if word in self.levels)
        if not said or len(said) == self.distinct:
            return ()
        rest = Column(self.name, [value for value in self.there if value not in said])
        return said if rest.is_number or rest.time else ()


@dataclass(frozen=True)
class Profile:
    """The columns of a sample of a table."""

    columns: tuple[Column, ...]
    rows: int
    missing: tuple[str, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def without(self, names: Iterable[str]) -> list[Column]:
        taken = set(names)
        return [column for column in self.columns if column.name not in taken]


def profile(raw: RawTable, size: int = SAMPLE) -> Profile:
    """The first rows of a table, column by column."""
    table = raw.sample(size)
    columns = [_without(_column(name, table.column(index)), raw.read.missing) for index, name in enumerate(raw.columns)]
    words = tuple(dict.fromkeys(word for column in columns for word in column.missing_words))
    if words:
        columns = [_without(column, words) if column.missing_words else column for column in columns]
    return Profile(tuple(columns), table.num_rows, words)


def varying_share(column: Column, key: Column) -> tuple[float, int]:
    """Of the keys with two or more values, the share that has different ones; and how many such keys there are."""
    seen: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for owner, value in zip(key.values, column.values, strict=True):
        if owner is not None and value is not None:
            seen.setdefault(owner, set()).add(value)
            counts[owner] = counts.get(owner, 0) + 1
    several = [owner for owner, count in counts.items() if count > 1]
    return (sum(len(seen[owner]) > 1 for owner in several) / len(several) if several else 0.0), len(several)


def rises_within(column: Column, key: Column) -> tuple[float, int]:
    """Of the keys with two or more rows, the share in which an integer column rises from row to row; and how many such keys there are."""
    last: dict[str, int] = {}
    rises: dict[str, bool] = {}
    for owner, value in zip(key.values, column.values, strict=True):
        if owner is None or value is None:
            continue
        number = int(value)
        if owner in last:
            rises[owner] = rises.get(owner, True) and number > last[owner]
        last[owner] = number
    return (sum(rises.values()) / len(rises) if rises else 0.0), len(rises)


def _column(name: str, cells: pa.ChunkedArray) -> Column:
    kind = cells.type
    values = [None if value is None or not value.strip() else value for value in cells.cast(pa.string()).to_pylist()]
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        there = [value for value in values if value is not None]
        return Column(name, values, TimeForm(is_midnight=bool(there) and all(map(is_midnight, there))))
    return Column(name, values)


def _without(column: Column, words: Sequence[str]) -> Column:
    if not words:
        return column
    return Column(column.name, [None if value in words else value for value in column.values], column.typed_time)

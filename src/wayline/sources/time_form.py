"""In which form a column writes its times: told from the values, never guessed where two forms fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wayline.sources.role_model import Moment
from wayline.sources.times import ISO

# Cheap, for every column of every table: three groups that may be a date, or digits enough for one.
_SOME_DATE = re.compile(r"\d[./-]\w{1,3}[./-]\d|\d{8}|\d,? [A-Za-z]{3}|[A-Za-z]{3,9} \d")
_ISO = re.compile(ISO)
_DAYS = ("%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y")  # fmt: skip
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S %z")
_WHOLE = (
    "%d/%b/%Y:%H:%M:%S %z",
    "%a %b %d %H:%M:%S %z %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y%m%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
)
PATTERNS = (*(day + clock for day in _DAYS for clock in _CLOCKS), *_WHOLE)

_EPOCH_S = (946_684_800, 2_208_988_800)  # 2000 to 2039: what an epoch of a business can be
_EPOCHS = {"s": 1, "ms": 1000, "us": 1_000_000}


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How a column writes times, on which share of its cells this fits, and which other form would fit as well."""

    format: str = ""
    unit: str = ""
    share: float = 1.0
    rival: str = ""
    is_midnight: bool = False

    def moment(self, column: str) -> Moment:
        return Moment(column, self.format, self.unit)

    @property
    def spoken(self) -> str:
        if self.unit:
            return f"epochs in {self.unit}"
        return f"times like {self.format}" if self.format else "ISO times"


def time_form(values: Sequence[str], *, least: float = 0.9) -> TimeForm | None:
    """The form in which at least this share of the (different) values is a time, or None."""
    if not values or sum(map(_could_be, values[:50])) < least * len(values[:50]):
        return None
    iso = sum(map(is_iso, values)) / len(values)
    if iso >= least:
        return TimeForm(share=iso, is_midnight=all(is_midnight(value) for value in values))
    return _epoch(values) or _patterned(values, least)


def _could_be(value: str) -> bool:
    text = value.strip()
    return 6 <= len(text) <= 40 and _SOME_DATE.search(text) is not None


def is_iso(value: str) -> bool:
    text = value.strip()
    if not _ISO.fullmatch(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def is_midnight(value: str) -> bool:
    return len(value.strip()) == 10 or value.strip()[11:19] in ("00:00:00", "00:00")


def _epoch(values: Sequence[str]) -> TimeForm | None:
    if not all(re.fullmatch(r"\d{9,16}(\.\d+)?", value.strip()) for value in values):
        return None
    numbers = [float(value) for value in values]
    for unit, size in _EPOCHS.items():
        if all(_EPOCH_S[0] * size <= number <= _EPOCH_S[1] * size for number in numbers):
            return TimeForm(unit=unit)
    return None


def _patterned(values: Sequence[str], least: float) -> TimeForm | None:
    fitting = [pattern for pattern in PATTERNS if _share(values[:3], pattern) > 0.5]
    fitting = [pattern for pattern in fitting if _share(values[:20], pattern) >= least]
    shares = {pattern: _share(values, pattern) for pattern in fitting}
    best = sorted((pattern for pattern in fitting if shares[pattern] >= least), key=lambda pattern: -shares[pattern])
    if not best:
        return None
    rivals = [
        pattern for pattern in best[1:] if shares[pattern] == shares[best[0]] and _differ(best[0], pattern, values)
    ]
    return TimeForm(best[0], share=shares[best[0]], rival=rivals[0] if rivals else "")


def _differ(pattern: str, other: str, values: Sequence[str]) -> bool:
    return any(_read(value, pattern) != _read(value, other) for value in values)


def _share(values: Sequence[str], pattern: str) -> float:
    return sum(_read(value, pattern) is not None for value in values) / len(values)


def _read(value: str, pattern: str) -> datetime | None:
    try:
        read = datetime.strptime(value.strip(), pattern)  # noqa: DTZ007 - forms are compared, not instants
    except ValueError:
        return None
    return read if 1900 <= read.year <= 2100 else None

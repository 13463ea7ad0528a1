"""What changed between two measurings of one map: judged on the interval of the difference and the smallest interesting change.

The two may share customers. Their numbers are then more alike than those of two groups, so the interval is rather too wide
than too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wayline.estimates.change import Judgement, judge
from wayline.estimates.comparison import adjusted
from wayline.maps.smallest_change import smallest_change
from wayline.measures.differences import DISCOVERY, tested

Plain = Mapping[str, Any]
ALL = ""
SCORES = ("nps", "csat", "ces", "rating", "emotion")
_COVERAGE = ("paths", "paths_so_far", "paths_later")


@dataclass(frozen=True, slots=True)
class NumberChange:
    """One number earlier (`a`) and now (`b`); `level` is the segment level, empty for all. `q` is adjusted in the family of its level."""

    level: str
    element: str
    measure: str
    a: Plain
    b: Plain
    judged: Judgement
    p: float
    q: float = 1.0

    @property
    def has_moved(self) -> bool:
        """Whether the change is beyond chance among all that were compared, and large enough to be interesting."""
        return self.judged.is_visible and self.q <= DISCOVERY

    @property
    def says(self) -> str:
        by_chance = self.judged.is_visible and not self.has_moved
        return f"cannot tell from chance among so many: {self.judged.says}" if by_chance else self.judged.says

    def plain(self) -> dict[str, Any]:
        was, now = self.a, self.b
        return {
            "level": self.level,
            "element": self.element,
            "measure": self.measure,
            "unit": was["unit"],
            "was": was["value"],
            "low": was["low"],
            "high": was["high"],
            "now": now["value"],
            "n_was": was["n"],
            "n_now": now["n"],
            "difference": self.judged.plain() | {"visible": self.has_moved, "says": self.says, "q": self.q},
        }


def number_changes(earlier: Plain, later: Plain, declared: Mapping[str, float]) -> tuple[NumberChange, ...]:
    """Every number with an interval in both measurements (the JSON of `wayline measure`), of all and of each level.

    `declared`: the smallest interesting change by kind of number. Each level is a family of its own (Benjamini and Hochberg).
    """
    found: list[NumberChange] = []
    for level, was, now in _pairs(earlier, later):
        before, after = dict(_numbers(was)), dict(_numbers(now))
        family = [_change(level, key, (a, after[key]), declared) for key, a in before.items() if key in after]
        known = [one for one in family if one is not None]
        found += [replace(one, q=q) for one, q in zip(known, adjusted([one.p for one in known]), strict=True)]
    return tuple(found)


def _pairs(earlier: Plain, later: Plain) -> Iterator[tuple[str, Plain, Plain]]:
    yield ALL, earlier, later
    was, now = earlier.get("segments") or {}, later.get("segments") or {}
    yield from ((level, was[level], now[level]) for level in was if level in now)


def _change(
    level: str, key: tuple[str, str], numbers: tuple[Plain, Plain], declared: Mapping[str, float]
) -> NumberChange | None:
    a, b = numbers
    compared = tested(key[1], a, b)
    if compared is None:
        return None
    smallest = smallest_change(key[1], a["unit"], a["value"], declared)
    return NumberChange(
        level, *key, a, b, judge(compared.difference, smallest=smallest, n=(a["n"], b["n"])), compared.p
    )


def _numbers(found: Plain) -> Iterator[tuple[tuple[str, str], Plain]]:
    """Numbers with a value and an interval, of the whole map, its elements and coverage."""
    coverage = found.get("coverage") or {}
    covered = {name: coverage[name] for name in _COVERAGE if name in coverage} | (coverage.get("deviations") or {})
    for element, measures in {"whole": found.get("whole") or {}, **found["elements"], "coverage": covered}.items():
        several = {f"time_to:{to}": number for to, number in (measures.get("time_to") or {}).items()}
        for name, number in {**measures, **several}.items():
            if number.get("value") is not None and number.get("low") is not None:
                yield (element, name), number

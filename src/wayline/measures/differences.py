"""The numbers of two groups side by side: differences with their intervals, as one family of comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.change import Judgement, judge
from wayline.estimates.comparison import (
    Comparison,
    adjusted,
    compare_camps,
    compare_intervals,
    compare_medians,
    compare_shares,
)
from wayline.estimates.difference import Difference
from wayline.estimates.estimate import GREY_FROM, LEVEL
from wayline.estimates.nps import Camps, nps_interval
from wayline.maps.smallest_change import smallest_change
from wayline.measures.evaluate import applies, elements
from wayline.measures.kinds import Duration, refusal
from wayline.measures.measurement import Part
from wayline.measures.registry import MEASURES
from wayline.paths.facts import PathFacts

DISCOVERY = 0.05
TOO_FEW = f"fewer than {GREY_FROM} in a group"
UNEQUAL_WATCH = "the periods differ in length, so one had more time than the other"
CLUSTERED = frozenset({"csat"})  # several answers of one customer make its interval wider than its counts say
NOTHING: Mapping[str, float] = MappingProxyType({})
_CLOSE = 1e-9
# true of paths that were watched for different times
FAIR = frozenset({"converted_over_time", "nps", "csat", "ces", "rating", "emotion"})
_SHOWN = ("hidden", "grey", "normal")

Waits = Mapping[tuple[str, str], NDArray[Any]]
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a comparison: its numbers, and the waits of its subjects by (element, measure).

    A group that is one `level` of a trait knows the numbers of `all_levels`, by level.
    """

    name: str
    part: Part
    waits: Waits
    level: str = ""
    all_levels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ComparedNumber:
    """One number of both groups. `difference` is the second less the first; all of it is None where `refused` says why.

    Counts have a difference and no interval. `p` and `q` are None where nothing was tested.
    """

    element: str
    measure: str
    a: Plain
    b: Plain
    unit: str
    method: str = ""
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    q: float | None = None
    show: str = "normal"
    refused: str | None = None
    judged: Judgement | None = None

    @property
    def is_discovery(self) -> bool:
        return self.q is not None and self.q <= DISCOVERY

    @property
    def is_visible(self) -> bool:
        """Whether it holds in its family and is at least the smallest interesting change."""
        return self.is_discovery and self.judged is not None and self.judged.is_visible

    def plain(self) -> dict[str, Any]:
        return {
            "element": self.element,
            "measure": self.measure,
            "a": dict(self.a),
            "b": dict(self.b),
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "method": self.method,
            "p": self.p,
            "q": self.q,
            "discovery": self.is_discovery,
            "show": self.show,
            "refused": self.refused,
            "smallest": self.judged.smallest if self.judged else None,
            "could_have_seen": self.judged.could_have_seen if self.judged else None,
            "visible": self.is_visible,
            "says": self.judged.says if self.judged else None,
        }


def differences(
    first: Group, second: Group, *, equally_watched: bool = True, smallest: Mapping[str, float] = NOTHING
) -> tuple[ComparedNumber, ...]:
    """Every number of two groups compared, those with a p-value adjusted as one family (Benjamini and Hochberg, q = 0.05).

    Where the groups were not `equally_watched`, numbers that grow with time are refused. `smallest`: the smallest interesting
    change by kind of number, where it is not the usual one.
    """
    others = dict(_numbers(second.part))
    found = []
    for key, number in _numbers(first.part):
        if key in others:
            watched = equally_watched or key[1].partition(":")[0] in FAIR
            compared = _compared(key, (first, second), (number, others[key]), watched=watched)
            found.append(replace(compared, judged=judged(compared, smallest)))
    family = [number for number in found if number.p is not None]
    q_values = iter(adjusted([number.p for number in family if number.p is not None]))
    return tuple(number if number.p is None else replace(number, q=next(q_values)) for number in found)


def waits(facts: PathFacts, level: str | None) -> Waits:
    """Seconds of those who moved on, by (element, measure); `time_to` has an entry a target."""
    found: dict[tuple[str, str], NDArray[Any]] = {}
    steps = [step.id for step in facts.journey.steps]
    for element in elements(facts.journey):
        for measure in MEASURES:
            if not isinstance(measure, Duration) or not applies(measure, element, facts.journey):
                continue
            if refusal(measure, facts.journey, element.kind, element.place, timeless=facts.timeless):
                continue
            where = measure.facts[element.kind]
            targets = dict.fromkeys(facts.journey.steps[element.place].times) if measure.aims else {"": None}
            for target in targets:
                aim = f" AND aim = {steps.index(target)}" if target else ""
                name = f"{measure.name}:{target}" if target else measure.name
                found[element.id, name] = _seconds(
                    facts, f"{where.table} WHERE {where.key} = {element.key}{aim}", level
                )
    return found


def _seconds(facts: PathFacts, chosen: str, level: str | None) -> NDArray[Any]:
    at_level = "" if level is None else " AND level = ?"
    sql = f"SELECT seconds FROM {chosen} AND converted{at_level} ORDER BY seconds"
    return np.asarray(
        facts.con.execute(sql, [] if level is None else [level]).fetchnumpy()["seconds"], dtype=np.float64
    )


def judged(number: ComparedNumber, smallest: Mapping[str, float]) -> Judgement | None:
    """The difference against the smallest interesting one; None where nothing was tested."""
    if number.difference is None or number.low is None:
        return None
    difference = Difference(number.difference, number.low, number.high, LEVEL, number.unit, number.method)
    least = smallest_change(number.measure.partition(":")[0], number.unit, number.a["value"], smallest)
    return judge(difference, smallest=least, n=(_people(number.a), _people(number.b)))


def _people(number: Plain) -> float:
    """How many a number rests on; a point of a curve on those still at risk then."""
    return float(min(number[key] for key in ("n", "at_risk") if number.get(key) is not None))


def _numbers(part: Part) -> Iterator[tuple[tuple[str, str], Plain]]:
    """Every number that stands for itself, by (element, measure); one by a time or to a target is named `measure:time`."""
    coverage: dict[str, Any] = {
        name: part.coverage[name] for name in ("paths", "paths_so_far", "paths_later") if name in part.coverage
    }
    coverage |= part.coverage.get("deviations", {})
    owners: dict[str, dict[str, Any]] = {**part.elements, "whole": part.whole, "coverage": coverage}
    for element, measures in owners.items():
        for name, number in measures.items():
            if name == "time_to":
                yield from (((element, f"{name}:{target}"), one) for target, one in number.items())
            elif "at" in number:
                yield from (((element, f"{name}:{time}"), _by(number, point)) for time, point in number["at"].items())
            else:
                yield (element, name), number


def _by(number: Plain, point: Plain) -> Plain:
    """A point of a curve as a number of its own."""
    few = {"n": number["n"], "unit": "share", "method": number["method"], "show": number["show"], "refused": None}
    return {**few, **point}


def _compared(
    key: tuple[str, str], groups: tuple[Group, Group], numbers: tuple[Plain, Plain], *, watched: bool
) -> ComparedNumber:
    a, b = numbers
    show = min((_SHOWN.index(one.get("show", "normal")) for one in numbers), default=2)
    blank = ComparedNumber(*key, a, b, unit=a.get("unit", "share"), method=a.get("method", ""), show=_SHOWN[show])
    reason = _refusal(groups, numbers) or (None if watched else UNEQUAL_WATCH)
    if a.get("method") == "count" and not reason:
        return replace(blank, difference=b["value"] - a["value"])
    if reason or blank.show == "hidden":
        return replace(blank, refused=reason or TOO_FEW)
    compared = _tested(key, groups, numbers)
    if compared is None:
        return replace(blank, refused="no interval")
    found = compared.difference
    return replace(blank, method=found.method, difference=found.value, low=found.low, high=found.high, p=compared.p)


def _refusal(groups: tuple[Group, Group], numbers: tuple[Plain, Plain]) -> str | None:
    reasons = [number.get("refused") for number in numbers]
    if not any(reasons):
        return None
    if reasons[0] == reasons[1]:
        return str(reasons[0])
    return "; ".join(f"{group.name}: {reason}" for group, reason in zip(groups, reasons, strict=True) if reason)


def _tested(key: tuple[str, str], groups: tuple[Group, Group], numbers: tuple[Plain, Plain]) -> Comparison | None:
    if key in groups[0].waits and key in groups[1].waits:
        return compare_medians(groups[0].waits[key], groups[1].waits[key])
    return tested(key[1], *numbers)


def tested(measure: str, a: Plain, b: Plain) -> Comparison | None:
    """The difference of two numbers as measured; None where one has no interval.

    A share and an NPS of independent answers have an interval of their own; every other rests on the limits of both.
    """
    if a["method"] == b["method"] == "wilson" and measure not in CLUSTERED:
        return compare_shares((a["count"], a["n"]), (b["count"], b["n"]))
    camps = (_camps(a), _camps(b)) if measure == "nps" else (None, None)
    if camps[0] and camps[1]:
        return compare_camps(camps[0], camps[1])
    if any(one.get("low") is None or one.get("high") is None for one in (a, b)):
        return None
    return compare_intervals(
        (a["value"], a["low"], a["high"]), (b["value"], b["low"], b["high"]), unit=a.get("unit", "")
    )


def _camps(number: Plain) -> Camps | None:
    """The camps behind an NPS whose answers are independent: its interval is then the one that its counts make."""
    found = Camps(number["promoters"], number["detractors"], number["n"])
    low, _ = nps_interval(found)
    return found if number["low"] is not None and abs(low - number["low"]) < _CLOSE else None

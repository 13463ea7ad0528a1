"""The numbers of two groups side by side: differences with their intervals, as one family of comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.comparison import Comparison, adjusted, compare_intervals, compare_medians, compare_shares
from wayline.estimates.estimate import GREY_FROM
from wayline.measures.evaluate import applies, elements
from wayline.measures.kinds import Duration, refusal
from wayline.measures.measurement import Part
from wayline.measures.registry import MEASURES
from wayline.paths.facts import PathFacts

DISCOVERY = 0.05
TOO_FEW = f"fewer than {GREY_FROM} in a group"
UNEQUAL_WATCH = "the periods differ in length, so one had more time than the other"
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

    @property
    def is_discovery(self) -> bool:
        return self.q is not None and self.q <= DISCOVERY

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
        }


def differences(first: Group, second: Group, *, equally_watched: bool = True) -> tuple[ComparedNumber, ...]:
    """Every number of two groups compared, those with a p-value adjusted as one family (Benjamini and Hochberg, q = 0.05).

    Where the groups were not `equally_watched`, numbers that grow with time are refused.
    """
    others = dict(_numbers(second.part))
    found = []
    for key, number in _numbers(first.part):
        if key in others:
            watched = equally_watched or key[1].partition(":")[0] in FAIR
            found.append(_compared(key, (first, second), (number, others[key]), watched=watched))
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
    a, b = numbers
    if a["method"] == b["method"] == "wilson":
        return compare_shares((a["count"], a["n"]), (b["count"], b["n"]))
    if key in groups[0].waits and key in groups[1].waits:
        return compare_medians(groups[0].waits[key], groups[1].waits[key])
    if any(one.get("low") is None or one.get("high") is None for one in numbers):
        return None
    return compare_intervals(
        (a["value"], a["low"], a["high"]), (b["value"], b["low"], b["high"]), unit=a.get("unit", "")
    )

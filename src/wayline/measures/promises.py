"""The promises of a map against the data: kept, broken, or cannot tell yet, with how many more subjects would tell.

A promise is judged on the whole interval: kept where all of it is on the right side of the bound, broken where all of it is
on the wrong side. Paths that are still under way widen the interval to both sides: as if none of them, and as if all of them
would still do what was promised.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.aalen_johansen import aalen_johansen
from wayline.estimates.estimate import GREY_FROM
from wayline.estimates.exact import METHOD, exact_interval, needed
from wayline.maps.duration import seconds
from wayline.maps.measure_names import COUNTS, TIMES
from wayline.maps.model import Expectation, JourneyMap
from wayline.measures.evaluate import Element, elements
from wayline.measures.kinds import NO_SUBJECTS, NO_TIMES, STAGES, STEPS
from wayline.measures.measurement import Part
from wayline.measures.time_in_stage import TIME_IN_STAGE
from wayline.measures.time_to_next import TIME_TO_NEXT
from wayline.measures.time_to_value import TIME_TO_VALUE
from wayline.paths.facts import PathFacts

Verdict = Literal["kept", "broken", "cannot tell"]
KEPT: Verdict = "kept"
BROKEN: Verdict = "broken"
CANNOT_TELL: Verdict = "cannot tell"
WITHIN = ("converted", "left", "open")
# a success is met from below by these, from above by all others
LOWER_IS_BETTER = frozenset({"left", "open", "repeats", "returns", "skips", "skipped_for_good", "now", *TIMES})
UNDER_WAY = 0.95  # open paths younger than this quantile of the waits seen may still end
_WAITS = {measure.name: measure for measure in (TIME_TO_NEXT, TIME_IN_STAGE, TIME_TO_VALUE)}
_EMPTY: dict[str, Any] = {"value": None, "count": 0, "n": 0, "low": None, "high": None, "refused": None}


@dataclass(frozen=True, slots=True)
class Judged:
    """One promise with its verdict. `more_needed`: how many more subjects would tell, None where no number would."""

    element: str
    promise: Expectation
    verdict: Verdict
    number: Mapping[str, Any] = field(default_factory=dict)
    more_needed: int | None = None

    def plain(self) -> dict[str, Any]:
        bounds = {"at_least": self.promise.at_least, "at_most": self.promise.at_most}
        return {
            "element": self.element,
            "measure": self.promise.measure,
            **{name: bound for name, bound in bounds.items() if bound is not None},
            "within": self.promise.within or None,
            "verdict": self.verdict,
            "number": dict(self.number),
            "more_needed": self.more_needed,
        }


@dataclass(frozen=True, slots=True)
class _Counts:
    """`count` of `n` do what was promised, and `pending` more may still do it (or, if negative, may cease to).

    `bounds` in the unit of this share; `says` what stands beside the share in the answer.
    """

    count: float
    n: float
    pending: int
    bounds: tuple[float | None, float | None]
    subjects: int
    beside: Mapping[str, Any]


def promised(journey: JourneyMap) -> list[tuple[str, Expectation]]:
    """Every promise of the map with the id of its stage or step, in map order."""
    found = []
    for stage in journey.stages:
        found += [(stage.id, promise) for promise in stage.expect]
        found += [(step.id, promise) for step in stage.steps for promise in step.expect]
    return found


def aimed(journey: JourneyMap) -> list[tuple[str, Expectation]]:
    """What the map calls success, where it names a measure, a step and a number."""
    found = []
    for success in journey.success:
        if success.measure and success.milestone and success.target is not None:
            lower = success.measure in LOWER_IS_BETTER
            bounds = (None, success.target) if lower else (success.target, None)
            found.append((success.milestone, Expectation(success.measure, *bounds)))
    return found


def judged(
    facts: PathFacts, part: Part, promises: Iterable[tuple[str, Expectation]], level: str | None = None
) -> list[Judged]:
    """Each promise judged on the subjects of a level of the segment, or of all (None); `part` are their numbers."""
    known = {element.id: element for element in elements(facts.journey)}
    return [_judged(_Read(facts, part, level), known.get(element), element, one) for element, one in promises]


def together(verdicts: Collection[Verdict]) -> Verdict:
    """`broken` if one is, else `cannot tell` if one cannot be told, else `kept`."""
    return BROKEN if BROKEN in verdicts else CANNOT_TELL if CANNOT_TELL in verdicts else KEPT


@dataclass(frozen=True, slots=True)
class _Read:
    facts: PathFacts
    part: Part
    level: str | None

    def columns(self, sql: str) -> dict[str, NDArray[Any]]:
        """Columns of a query whose last condition may follow; only rows of the level."""
        level = "" if self.level is None else " AND level = ?"
        found = self.facts.con.execute(sql + level, [] if self.level is None else [self.level]).fetchnumpy()
        return {name: np.ma.filled(column) for name, column in found.items()}


def _judged(read: _Read, element: Element | None, name: str, promise: Expectation) -> Judged:
    number = read.part.elements.get(name, {}).get(promise.measure)
    if element is None or number is None:
        return _untold(name, promise, _EMPTY | {"refused": f"{name} has no measure '{promise.measure}'"})
    if number["refused"] and number["refused"] != NO_SUBJECTS:
        return _untold(name, promise, number)
    if promise.within and promise.measure not in WITHIN:
        reason = f"`within` can be promised of {', '.join(WITHIN)}, not of {promise.measure}"
        return _untold(name, promise, _EMPTY | {"refused": reason})
    if promise.within and read.facts.timeless:
        return _untold(name, promise, _EMPTY | {"refused": NO_TIMES})
    if promise.measure in COUNTS:
        return _plain_count(name, promise, number)
    if number["n"] < GREY_FROM:
        return _untold(name, promise, number, GREY_FROM - number["n"])
    if promise.measure in _WAITS:
        return _by_median(read, name, element, promise, number)
    if promise.within:
        return _by_share(name, promise, _by_then(read, element, promise))
    if number["method"] == "wilson":
        return _by_share(name, promise, _share(read, element, promise, number))
    return _by_interval(name, promise, number)


def _untold(name: str, promise: Expectation, number: Mapping[str, Any], more: int | None = None) -> Judged:
    return Judged(name, promise, CANNOT_TELL, number, more)


def _plain_count(name: str, promise: Expectation, number: Mapping[str, Any]) -> Judged:
    """A count is what it is: nothing is inferred, so nothing is in doubt."""
    return Judged(name, promise, _side(number["value"], number["value"], promise.at_least, promise.at_most), number)


def _side(low: float, high: float, at_least: float | None, at_most: float | None) -> Verdict:
    if (at_least is not None and high < at_least) or (at_most is not None and low > at_most):
        return "broken"
    if (at_least is None or low >= at_least) and (at_most is None or high <= at_most):
        return "kept"
    return "cannot tell"


def _by_interval(name: str, promise: Expectation, number: Mapping[str, Any]) -> Judged:
    """Scores: judged on their own interval, which shrinks with the root of the answers."""
    value, low, high = number["value"], number["low"], number["high"]
    if low is None or high is None:
        return _untold(name, promise, number)
    verdict = _side(low, high, promise.at_least, promise.at_most)
    more = None
    if verdict == CANNOT_TELL:
        reaches = [
            (value - low if value > bound else high - value, abs(value - bound))
            for bound in (promise.at_least, promise.at_most)
            if bound is not None and low < bound <= high
        ]
        ratios = [(reach / distance) ** 2 if distance else math.inf for reach, distance in reaches]
        wanted = max(ratios, default=math.inf)
        more = math.ceil(number["n"] * (wanted - 1)) if math.isfinite(wanted) else None
    return Judged(name, promise, verdict, number, more)


def _by_share(name: str, promise: Expectation, found: _Counts) -> Judged:
    if found.subjects < GREY_FROM or found.n <= 0:
        return _untold(name, promise, found.beside, max(GREY_FROM - found.subjects, 1))
    lowest, highest = sorted((found.count, found.count + found.pending))
    low, high = exact_interval(max(lowest, 0.0), found.n)[0], exact_interval(min(highest, found.n), found.n)[1]
    verdict = _side(low, high, *found.bounds)
    more = _more(found) if verdict == CANNOT_TELL else None
    number = {**found.beside, "low": low, "high": high, "method": METHOD}
    return Judged(name, promise, verdict, number, more)


def _more(found: _Counts) -> int | None:
    """Subjects still wanted at the present share. 0 where only paths under way are in doubt."""
    share = found.count / found.n
    own_low, own_high = exact_interval(found.count, found.n)
    wanted = 0.0
    for bound in found.bounds:
        if bound is None or own_low >= bound or own_high < bound:
            continue
        size = needed(share, bound, found.n)
        if size is None:
            return None
        wanted = max(wanted, size - found.n)
    return math.ceil(wanted * found.subjects / found.n)


def _share(read: _Read, element: Element, promise: Expectation, number: Mapping[str, Any]) -> _Counts:
    pending = 0 if read.facts.timeless else _pending(read, element, promise.measure)
    beside = {name: number[name] for name in ("value", "count", "n", "unit", "show", "tied", "refused")}
    bounds = (promise.at_least, promise.at_most)
    return _Counts(number["count"], number["n"], pending, bounds, number["n"], beside | {"pending": abs(pending)})


def _pending(read: _Read, element: Element, measure: str) -> int:
    """How many open paths are so young that what is promised may still come."""
    where = STEPS if element.kind == "step" else STAGES
    if measure == "reached":
        return _still_coming(read, element)
    if measure not in WITHIN:
        return 0
    rows = read.columns(
        f"SELECT seconds, converted, has_left, is_open FROM {where.table} WHERE {where.key} = {element.key}"
    )
    ended = {"converted": rows["converted"], "left": rows["has_left"], "open": ~rows["is_open"]}[measure]
    young = _young(rows["seconds"][ended], rows["seconds"][rows["is_open"]])
    return -young if measure == "open" else young


def _still_coming(read: _Read, element: Element) -> int:
    firsts, key = ("step_firsts", "step") if element.kind == "step" else ("stage_firsts", "stage")
    as_of = read.facts.scope.as_of or 0
    rows = read.columns(
        f"SELECT (coalesce(f.occurred_at, {as_of}) - s.start_at) / 1e6 AS seconds, f.k IS NOT NULL AS came, "
        f"f.k IS NULL AND NOT s.has_left AND NOT s.at_end AS is_open FROM subject_facts s "
        f"LEFT JOIN {firsts} f ON f.subject = s.subject AND f.{key} = {element.key} WHERE TRUE"
    )
    return _young(rows["seconds"][rows["came"]], rows["seconds"][rows["is_open"]])


def _young(seen: NDArray[Any], ages: NDArray[Any]) -> int:
    """Open paths younger than nearly all waits that were seen to end."""
    return int((ages < np.quantile(seen, UNDER_WAY)).sum()) if len(seen) else 0


def _by_then(read: _Read, element: Element, promise: Expectation) -> _Counts:
    """The share that had converted (left, were open) by a time, open paths taken as censored: Aalen-Johansen.

    The share and its variance make an effective sample, and that an exact interval, after Korn and Graubard (Survey
    Methodology 24 (1998) 193-201); without censored paths it is the sample itself.
    """
    where = STEPS if element.kind == "step" else STAGES
    rows = read.columns(
        f"SELECT first_end, first_end_seconds AS seconds FROM {where.table} WHERE {where.key} = {element.key}"
    )
    ends, spans = rows["first_end"].astype(np.int64), rows["seconds"].astype(np.float64)
    if promise.measure == "open":
        ends = (ends != 0).astype(np.int64)
    cause = 2 if promise.measure == "left" else 1
    time = seconds(promise.within)
    known = int(((spans >= time) | (ends != 0)).sum())
    curve = aalen_johansen(spans, ends, causes=(cause,))
    here = int(np.searchsorted(curve.times, time, side="right")) - 1
    came = float(curve.share[cause][here]) if here >= 0 else 0.0
    variance = float(curve.variance[cause][here]) if here >= 0 else 0.0
    value = 1 - came if promise.measure == "open" else came
    spread = value * (1 - value)
    size = min(spread / variance, len(spans)) if variance > 0 and spread > 1e-12 else float(known)
    counted = int(((ends == cause) & (spans <= time)).sum())
    beside = {
        "value": value, "count": known - counted if promise.measure == "open" else counted, "n": len(spans), "known": known,
        "unit": "share", "refused": None,
    }  # fmt: skip
    return _Counts(value * size, size, 0, (promise.at_least, promise.at_most), known, beside)


def _by_median(read: _Read, name: str, element: Element, promise: Expectation, number: Mapping[str, Any]) -> Judged:
    """A median is at most t where at least half of the waits are: so it is judged as a share against one half.

    Young open paths may still become waits: those younger than t to either side of it, older ones above it.
    """
    where = _WAITS[promise.measure].facts[element.kind]
    rows = read.columns(f"SELECT seconds, converted, is_open FROM {where.table} WHERE {where.key} = {element.key}")
    seen, ages = rows["seconds"][rows["converted"]], rows["seconds"][rows["is_open"]]
    young = ages[ages < np.quantile(seen, UNDER_WAY)]
    sides = []
    if promise.at_most is not None:
        sides.append(_half(seen <= promise.at_most, young < promise.at_most, kept_above=True))
    if promise.at_least is not None:
        sides.append(_half(seen < promise.at_least, young < promise.at_least, kept_above=False))
    verdicts = [verdict for verdict, _ in sides]
    verdict = together(verdicts)
    wanted = [more for one, more in sides if one == CANNOT_TELL]
    more = None if None in wanted else max((one for one in wanted if one is not None), default=None)
    return Judged(name, promise, verdict, {**number, "pending": len(young)}, more if verdict == CANNOT_TELL else None)


def _half(before: NDArray[Any], young_before: NDArray[Any], *, kept_above: bool) -> tuple[Verdict, int | None]:
    """Whether at least half of the waits are before a time, and how many more would tell."""
    count, n = int(before.sum()), len(before)
    may = int(young_before.sum())
    low = exact_interval(count, n + len(young_before))[0]
    high = exact_interval(count + may, n + may)[1]
    if low >= 0.5:
        return ("kept" if kept_above else "broken"), None
    if high <= 0.5:
        return ("broken" if kept_above else "kept"), None
    return "cannot tell", _more(_Counts(count, n, 0, (0.5, None), n, {}))

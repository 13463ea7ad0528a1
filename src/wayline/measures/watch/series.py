"""A share of an element as a daily series: how many came each day, and of how many it was known in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.measures.evaluate import Element, elements
from wayline.measures.kinds import STAGES, STEPS
from wayline.paths.facts import PathFacts
from wayline.paths.sql import MICRO

MEASURES = ("converted", "left", "reached")
USUAL = 0.95
NO_TIMES = "the sources of this map have an order but no times: nothing can be watched day by day"
Whole = NDArray[np.int64]
_ENDS = {"converted": "f.converted", "left": "f.has_left"}


@dataclass(frozen=True, slots=True)
class Series:
    """Subjects a day (`n`) and those counted (`k`), from `first` on without a gap. `level` is None for all subjects."""

    level: str | None
    first: date
    n: Whole
    k: Whole

    def day(self, place: int) -> date:
        return self.first + timedelta(days=place)


def daily(facts: PathFacts, element: str, measure: str, within: float | None, zone: str) -> tuple[float, list[Series]]:
    """The seconds a subject had, and one series a level of the segment (or one). Only days whose subjects had all their time.

    Raises NotFoundError for an unknown element or measure, InputError where the sources have no times.
    """
    if facts.timeless:
        raise InputError(NO_TIMES)
    found = _element(facts, element, measure)
    rows, limit = _rows(facts, found, measure, within)
    edges, first = _midnights(facts, zone)
    # the last day is whole where the day after has begun and everybody of it had the time
    latest = (facts.scope.as_of or 0) - round(limit * MICRO)
    whole = int(np.searchsorted(edges, latest, side="right")) - 1
    if whole <= 0:
        return limit, []
    place = np.searchsorted(edges, rows["at"], side="right") - 1
    in_time = (rows["seconds"] >= 0) & (rows["seconds"] <= limit)
    kept = place < whole
    apart = sorted({str(level) for level in rows["level"]}) if facts.question.segment else [None]
    series = []
    for level in apart:
        here = kept if level is None else kept & (rows["level"] == level)
        n = np.bincount(place[here], minlength=whole)
        k = np.bincount(place[here & in_time], minlength=whole)
        series.append(Series(level, first, n.astype(np.int64), k.astype(np.int64)))
    return limit, series


def _element(facts: PathFacts, name: str, measure: str) -> Element:
    known = {one.id: one for one in elements(facts.journey) if one.kind in ("step", "stage")}
    if name not in known:
        raise NotFoundError(
            f"the map {facts.journey.id} has no step or stage '{name}'.{nearest(name, known)}",
            hint=f"Steps and stages: {', '.join(known)}",
        )
    if measure not in MEASURES:
        raise NotFoundError(
            f"'{measure}' cannot be watched.{nearest(measure, MEASURES)}",
            hint=f"Shares that can: {', '.join(MEASURES)}",
        )
    return known[name]


def _rows(
    facts: PathFacts, element: Element, measure: str, within: float | None
) -> tuple[dict[str, NDArray[Any]], float]:
    """Columns at (µs), seconds until it came (−1 where it did not), level; and the seconds that each subject has."""
    where = STEPS if element.kind == "step" else STAGES
    if measure == "reached":
        firsts = "step_firsts" if element.kind == "step" else "stage_firsts"
        sql = (
            f"SELECT s.start_at AS at, coalesce((f.occurred_at - s.start_at) / {MICRO}, -1) AS seconds, s.level FROM subject_facts s "
            f"LEFT JOIN {firsts} f ON f.subject = s.subject AND f.{where.key} = {element.key}"
        )
    else:
        entered = "f.occurred_at" if element.kind == "step" else "e.occurred_at"
        join = "" if element.kind == "step" else " JOIN stage_firsts e ON e.subject = f.subject AND e.stage = f.stage"
        sql = (
            f"SELECT {entered} AS at, CASE WHEN {_ENDS[measure]} THEN f.seconds ELSE -1 END AS seconds, f.level "
            f"FROM {where.table} f{join} WHERE f.{where.key} = {element.key}"
        )
    rows = {name: np.ma.filled(column) for name, column in facts.con.execute(sql).fetchnumpy().items()}
    rows["seconds"] = rows["seconds"].astype(np.float64)
    came = rows["seconds"][rows["seconds"] >= 0]
    usual = float(np.quantile(came, USUAL)) if len(came) else 0.0
    return rows, usual if within is None else within


def _midnights(facts: PathFacts, zone: str) -> tuple[Whole, date]:
    """The beginnings (µs) of all days from the first start to the end, in the zone, and the first of these days."""
    [(earliest,)] = facts.rows("SELECT min(start_at) FROM subject_facts")
    if not isinstance(earliest, int):
        return np.zeros(1, dtype=np.int64), date(1970, 1, 1)
    here = ZoneInfo(zone)
    first, last = (
        datetime.fromtimestamp(moment // MICRO, UTC).astimezone(here).date()
        for moment in (earliest, max(facts.scope.as_of or earliest, earliest))
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    edges = [round(datetime(day.year, day.month, day.day, tzinfo=here).timestamp()) * MICRO for day in days]
    return np.array(edges, dtype=np.int64), first

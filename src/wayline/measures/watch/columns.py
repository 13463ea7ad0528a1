"""What stands behind a number that can be watched: one row for each subject, touch or answer, with its time, its value, and the level it counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.voice import voiced
from wayline.errors import InputError, NotFoundError
from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.estimates.norms import norm
from wayline.estimates.surprise import Floats, Kind
from wayline.findings import nearest
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap
from wayline.measures.evaluate import Element, elements
from wayline.measures.kinds import STAGES, STEPS
from wayline.measures.voice.nps import coded
from wayline.paths.facts import PathFacts
from wayline.paths.sql import MICRO

USUAL = 0.95
SHARES = ("converted", "left", "reached")
WAITS = {"step": "time_to_next", "stage": "time_in_stage"}
COUNTS = ("touches", "entries")
SCORES = ("nps", "csat", "ces", "rating", "emotion")
OF_KIND = {
    "step": (*SHARES, "time_to_next", *COUNTS, *SCORES),
    "stage": (*SHARES, "time_in_stage", "entries", *SCORES),
    "window": ("hit",),
    "handoff": ("on_time",),
    "whole": SCORES,
}
MEASURES = tuple(dict.fromkeys(measure for measures in OF_KIND.values() for measure in measures))
WHOLE = "map"  # how the whole map is called where an element is expected
_ENDS = {"converted": "f.converted", "left": "f.has_left"}
_EMOTION = (-2.0, 4.0)
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows as columns: `at` (µs), `value` (1 or 0 of a share, a score, 1 a touch), `levels`, and whether the row counts at all (`known`).

    `patience`: seconds after `at` at which the value is settled. `first` and `last` (µs) bound what was looked at, also where nothing came.
    """

    kind: Kind
    at: NDArray[np.int64]
    value: Floats
    levels: NDArray[Any]
    known: Flags
    patience: float
    first: int
    last: int = 0
    width: float = 1.0


def columns(facts: PathFacts, name: str, measure: str, within: float | None) -> Columns:
    """The rows behind a measure of an element. Raises NotFoundError for an unknown element or measure."""
    kind, element = _element(facts, name)
    if measure not in OF_KIND[kind]:
        raise NotFoundError(
            f"'{measure}' of a {kind} cannot be watched.{nearest(measure, OF_KIND[kind])}",
            hint=f"What can: {', '.join(OF_KIND[kind])}",
        )
    if measure in SCORES:
        return _scores(facts, "" if element is None else element.id, measure)
    assert element is not None
    if measure in COUNTS:
        return _counts(facts, element, measure)
    if kind in ("window", "handoff"):
        return _promises(facts, element, kind)
    if measure in WAITS.values():
        return _waits(facts, element, within)
    if measure == "reached":
        return _timed(facts, _reached_sql(facts, element), within)
    return _timed(facts, _onward_sql(element, _ENDS[measure]), within)


def before(journey: JourneyMap, element: Element) -> tuple[int, ...]:
    """The steps or stages (numbers) that lead to one on the map: of those that came to them it is judged who came here. Empty for all subjects."""
    if element.kind == "stage":
        return (element.place - 1,) if element.place else ()
    place = {step.id: number for number, step in enumerate(journey.steps)}
    here = journey.steps[element.place].id
    leading = {place[one.origin] for one in journey.planned if one.target == here}
    return tuple(sorted(step for step in leading if step < element.place))


def _element(facts: PathFacts, name: str) -> tuple[str, Element | None]:
    known = {one.id: one for one in elements(facts.journey) if one.kind in OF_KIND}
    if name in known:
        return known[name].kind, known[name]
    if name == WHOLE:
        return "whole", None
    raise NotFoundError(
        f"the map {facts.journey.id} has no step, stage, window or handoff '{name}'.{nearest(name, known)}",
        hint=f"There are: {', '.join(known)}; {WHOLE} stands for the whole map",
    )


def _timed(facts: PathFacts, sql: str, within: float | None) -> Columns:
    """A share: of the subjects of each row, those for whom it came (`seconds` ≥ 0) within the time that 95 % of these needed."""
    rows = _fetched(facts, sql)
    took = rows["seconds"].astype(np.float64)
    came = took[took >= 0]
    limit = (float(np.quantile(came, USUAL)) if len(came) else 0.0) if within is None else within
    # who came to the step before only later than that had not come there in time either
    known = rows["since"].astype(np.float64) <= limit
    return _columns(facts, "share", rows, (took >= 0) & (took <= limit), known, limit)


def _reached_sql(facts: PathFacts, element: Element) -> str:
    where, firsts = (STEPS, "step_firsts") if element.kind == "step" else (STAGES, "stage_firsts")
    earlier = before(facts.journey, element)
    listed = ", ".join(map(str, earlier))
    join = (
        f"JOIN (SELECT subject, min(occurred_at) AS came FROM {firsts} WHERE {where.key} IN ({listed}) GROUP BY subject) e ON e.subject = s.subject"
        if earlier
        else ""
    )
    since = f"(e.came - s.start_at) / {MICRO}" if earlier else "0"
    return (
        f"SELECT s.start_at AS at, coalesce((f.occurred_at - s.start_at) / {MICRO}, -1) AS seconds, {since} AS since, s.level FROM subject_facts s "
        f"{join} LEFT JOIN {firsts} f ON f.subject = s.subject AND f.{where.key} = {element.key}"
    )


def _entered(element: Element) -> tuple[str, str, str]:
    """Facts of who came to a step or stage, the join that they need, and the time they came."""
    if element.kind == "step":
        return f"{STEPS.table} f", f"f.{STEPS.key} = {element.key}", "f.occurred_at"
    join = f"{STAGES.table} f JOIN stage_firsts e ON e.subject = f.subject AND e.stage = f.stage"
    return join, f"f.{STAGES.key} = {element.key}", "e.occurred_at"


def _onward_sql(element: Element, ends: str) -> str:
    table, chosen, at = _entered(element)
    return f"SELECT {at} AS at, CASE WHEN {ends} THEN f.seconds ELSE -1 END AS seconds, 0 AS since, f.level FROM {table} WHERE {chosen}"


def _waits(facts: PathFacts, element: Element, within: float | None) -> Columns:
    """Of those who came and had not left by then, the share that had moved on within the median wait, learned with those who still wait as censored."""
    table, chosen, at = _entered(element)
    rows = _fetched(
        facts,
        f"SELECT {at} AS at, CASE WHEN f.converted THEN f.seconds ELSE -1 END AS seconds, f.first_end_seconds AS waited, f.converted AS moved, "
        f"f.has_left, f.first_end > 0 AS ended, f.level FROM {table} WHERE {chosen}",
    )
    moved, took = rows["moved"].astype(bool), rows["seconds"].astype(np.float64)
    waited = rows["waited"].astype(np.float64)
    if not moved.any():
        raise InputError(f"nobody moved on from {element.id}: there is no wait to watch")
    limit = within
    if limit is None:
        middle = norm(kaplan_meier(np.where(moved, took, waited), moved), 0.5).value
        limit = float(np.median(took[moved])) if middle is None else middle
    gone = rows["has_left"].astype(bool) & (waited <= limit)
    return _columns(facts, "share", rows, moved & (took <= limit), ~gone, limit)


def _promises(facts: PathFacts, element: Element, kind: str) -> Columns:
    """Contact windows and handoffs, by the day of what sets them off: settled when the window closes, the time is up."""
    journey = facts.journey
    if kind == "window":
        window = journey.windows[element.place]
        after, limit, table, counted = window.after, window.closes, "window_facts", "hit"
    else:
        handoff = journey.handoffs[element.place]
        if not handoff.within:
            raise InputError(f"the handoff {element.id} has no limit: give it `within` in the map")
        after, limit, table, counted = handoff.after, handoff.within, "handoff_facts", "on_time"
    if not (window.bind if kind == "window" else handoff.bind):
        raise InputError(f"{element.id} is not bound to an event: nothing says when it was done")
    step = [step.id for step in journey.steps].index(after)
    rows = _fetched(
        facts,
        f"SELECT f.occurred_at AS at, w.{counted} AS counted, w.pending, w.level FROM {table} w "
        f"JOIN step_firsts f ON f.subject = w.subject AND f.step = {step} WHERE w.element = {element.key}",
    )
    return _columns(
        facts, "share", rows, rows["counted"].astype(bool), ~rows["pending"].astype(bool), float(seconds(limit))
    )


def _counts(facts: PathFacts, element: Element, measure: str) -> Columns:
    """Touches by their own day, or subjects by the day of their first."""
    table = "step_firsts" if element.kind == "step" else "stage_firsts"
    key = "step" if element.kind == "step" else "stage"
    if measure == "touches":
        table, key = "touched", "element"
    rows = _fetched(
        facts,
        f"SELECT DISTINCT f.occurred_at AS at, {'f.k' if measure == 'touches' else '0'} AS k, f.subject, s.level FROM {table} f "
        f"JOIN subject_facts s ON s.subject = f.subject WHERE f.{key} = {element.key}",
    )
    return _columns(facts, "count", rows, np.ones(len(rows["at"])), np.ones(len(rows["at"]), dtype=bool), 0.0)


def _scores(facts: PathFacts, name: str, measure: str) -> Columns:
    """Answers by their day; of `csat` those in the top two boxes, of `nps` in points, of `emotion` on the scale from −2 to +2."""
    numbers = {one.id: one.number for one in voiced(facts.journey)}
    if name not in numbers:
        raise InputError(f"{name or 'the map'} asks for no answers: nothing said can be watched there")
    chosen = "" if measure == "emotion" else f" AND measure = '{measure}'"
    rows = _fetched(
        facts,
        "SELECT occurred_at AS at, score, coalesce(scale_min, 'nan'::DOUBLE) AS low, coalesce(scale_max, 'nan'::DOUBLE) AS high, level "
        f"FROM voice_answers WHERE element = {numbers[name]} AND occurred_at IS NOT NULL{chosen}",
    )
    score, low, high = (rows[key].astype(np.float64) for key in ("score", "low", "high"))
    if not len(score):
        raise InputError(f"no dated answer of {name or 'the map'} has a {measure}")
    if measure != "nps" and not bool((np.isfinite(low) & np.isfinite(high) & (high > low)).all()):
        raise InputError(f"answers of {name or 'the map'} have no scale: {measure} cannot be watched")
    everything = np.ones(len(score), dtype=bool)
    if measure == "csat":
        return _columns(facts, "share", rows, score >= high - 1, everything, 0.0)
    if measure == "nps":
        return _columns(facts, "score", rows, 100 * coded(score), everything, 0.0, width=200.0)
    if measure == "emotion":
        least, width = _EMOTION
        return _columns(facts, "score", rows, least + width * (score - low) / (high - low), everything, 0.0, width=width)
    if len({*zip(low.tolist(), high.tolist(), strict=True)}) > 1:
        raise InputError(f"answers of {name or 'the map'} stand on different scales; choose one question in the selector")
    return _columns(facts, "score", rows, score, everything, 0.0, width=float(high[0] - low[0]))


def _fetched(facts: PathFacts, sql: str) -> dict[str, NDArray[Any]]:
    return {name: np.ma.filled(column) for name, column in facts.con.execute(sql).fetchnumpy().items()}


def _columns(
    facts: PathFacts,
    kind: Kind,
    rows: dict[str, NDArray[Any]],
    value: NDArray[Any],
    known: NDArray[Any],
    patience: float,
    *,
    width: float = 1.0,
) -> Columns:
    at = rows["at"].astype(np.int64)
    [(earliest,)] = facts.rows("SELECT min(start_at) FROM subject_facts")
    first = earliest if isinstance(earliest, int) and kind != "score" else int(at.min()) if len(at) else 0
    last = int(at.max()) if kind == "score" and len(at) else 0
    return Columns(kind, at, value.astype(np.float64), rows["level"], known.astype(bool), patience, first, last, width)

"""Path facts as SQL on DuckDB: the definition that other engines must equal, and what `explain` prints.

Facts, one query each:
- `subject_facts`: one row a subject on the map: level, start, last step, leave, which rules its path keeps.
- `step_facts`, `stage_facts`: one row a subject and step (stage) reached: first touch, repeats, returns, what came after.
- `skip_facts`: one row a subject and step before the latest that it reached.
- `transition_facts`: one row a transition, START and END included.
- `event_facts`: one row an event name and level: how many events, how many of them are touches, how many nothing on the map explains,
  and how many subjects have such.
- `ghost_places`: one row an event name, of the first ghosts, and pair of steps: how many subjects have it between these two.
- `window_facts`, `handoff_facts`: one row a subject for which the window opened, the handoff was called for.
"""

from __future__ import annotations

from dataclasses import dataclass

from wayline.bindings.match import LEAVE
from wayline.bindings.sql_text import Plan, one_of, table_of
from wayline.maps.model import JourneyMap
from wayline.paths.sql_promises import handoff_queries, window_queries

START, END = -2, -3
NEXT = -1
MICRO = 1_000_000
MOST_PLACED = (
    12  # ghosts: to place one its events are put in order among the touches, done for those that a picture has room for
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which paths and events count: times in microseconds since the epoch, `as_of` inclusive, `until` exclusive."""

    since: int | None = None
    until: int | None = None
    as_of: int | None = None


def fact_queries(
    plan: Plan, journey: JourneyMap, scope: Scope, *, segmented: bool, filtered: bool, strict: bool = False
) -> None:
    """Add the queries from `touch_rows` to the facts. `segmented`: query `levels` exists; `filtered`: query `kept`.

    `strict`: events at equal times are at once, none of them after another.
    """
    steps = len(journey.steps)
    last_steps = [number for number, step in enumerate(journey.steps) if not journey.next_steps(step.id)]
    plan.add("steps", table_of(_step_rows(journey), ("step", "stage", "is_milestone")), "steps in map order")
    plan.add(
        "aims", table_of(_aim_rows(journey), ("aim", "origin", "target")), "what comes next: connections (-1) and times"
    )
    plan.add("on_map", _on_map(scope, steps, filtered=filtered), "paths in the window, by their first touch")
    plan.add(
        "touched", _touched(strict=strict), "touches, leaves and contacts of these paths; k counts events, not rows"
    )
    plan.add("leaves", f"SELECT subject, k, occurred_at FROM touched WHERE element = {LEAVE}", kept=False)
    plan.add("subjects", _subjects(segmented=segmented), "one row a path: its start and the level of its segment")
    plan.add("step_firsts", _step_firsts(steps), "first touch of each step")
    plan.add("onward", _onward(), "the first touch of an aim after the first touch of a step")
    plan.add("came_back", _came_back(steps), "touches of other steps between the first and the last touch of a step")
    plan.add("step_leaves", _leaves_after("step_firsts", "step"), "the first leave after the first touch of a step")
    plan.add("path_events", _path_events(steps), "touches of steps as a path: one row an event")
    plan.add("last_touch", _last_touch(last_steps), "where each path stands")
    plan.add(
        "last_candidates", _last_candidates(last_steps), "where paths may stand whose last touches have equal times"
    )
    plan.add("step_facts", _step_facts(scope), "one row a subject and step reached")
    plan.add("aim_facts", _aim_facts(scope), "one row a subject, step reached and step asked for in times")
    plan.add("stage_firsts", _stage_firsts(steps), "first touch of each stage")
    plan.add("stage_onward", _stage_onward(steps), "the first touch of a later stage after entering a stage")
    plan.add("stage_leaves", _leaves_after("stage_firsts", "stage"), "the first leave after entering a stage")
    plan.add("stage_facts", _stage_facts(scope), "one row a subject and stage entered")
    plan.add("skip_facts", _skip_facts(), "one row a subject and step before the latest it reached")
    plan.add("allowed", table_of(_allowed(journey, last_steps), ("origin", "target")), "transitions that the map plans")
    plan.add("transition_facts", _transition_facts(), "direct successions of touches, START and END included")
    plan.add(
        "subject_events",
        _subject_events(steps, scope, segmented=segmented, filtered=filtered),
        "events of subjects in scope, by subject and name",
    )
    plan.add("event_facts", _event_facts(), "events of subjects in scope, by name")
    plan.add("ghost_places", _ghost_places(steps), "between which steps the first ghosts have subjects", kept=False)
    plan.add("subject_facts", _subject_facts(), "one row a subject on the map")
    plan.add("value_facts", _value_facts(scope), "one row a subject and step: from the start of the path to the step")
    window_queries(plan, journey, scope.as_of or 0)
    handoff_queries(plan, journey, scope.as_of or 0)


def _step_rows(journey: JourneyMap) -> list[list[int | None]]:
    stage_numbers = [number for number, stage in enumerate(journey.stages) for _ in stage.steps]
    return [[n, stage_numbers[n], int(step.milestone is not None)] for n, step in enumerate(journey.steps)]


def _aim_rows(journey: JourneyMap) -> list[list[int | None]]:
    position = {step.id: number for number, step in enumerate(journey.steps)}
    rows: list[list[int | None]] = []
    for number, step in enumerate(journey.steps):
        rows += [[NEXT, number, position[target]] for target in journey.next_steps(step.id)]
        rows += [[position[target], number, position[target]] for target in dict.fromkeys(step.times)]
    return rows


def _allowed(journey: JourneyMap, last_steps: list[int]) -> list[list[int | None]]:
    if not journey.steps:
        return []
    position = {step.id: number for number, step in enumerate(journey.steps)}
    planned = {(position[c.origin], position[c.target]) for c in journey.planned}
    pairs = [(START, 0), *sorted(planned), *((last, END) for last in last_steps)]
    return [[origin, target] for origin, target in pairs]


def _on_map(scope: Scope, steps: int, *, filtered: bool) -> str:
    window = []
    if scope.since is not None:
        window.append(f"start[1] >= {scope.since}")
    if scope.until is not None:
        window.append(f"start[1] < {scope.until}")
    kept = " AND subject IN (SELECT subject FROM kept)" if filtered else ""
    having = f"\nHAVING {' AND '.join(window)}" if window else ""
    return (
        "SELECT subject, min((occurred_at, arrival)) AS start FROM touch_rows\n"
        f"WHERE element BETWEEN 0 AND {steps - 1}{kept} GROUP BY subject{having}"
    )


def _touched(*, strict: bool) -> str:
    order = "t.occurred_at" if strict else "t.occurred_at, t.arrival"
    return (
        "SELECT t.subject, t.element, t.occurred_at, t.arrival, t.event,\n"
        f"  dense_rank() OVER (PARTITION BY t.subject ORDER BY {order}) AS k\n"
        "FROM touch_rows t JOIN on_map m ON m.subject = t.subject"
    )


def _subjects(*, segmented: bool) -> str:
    level = "coalesce(l.level, '(none)')" if segmented else "''"
    join = " LEFT JOIN levels l ON l.arrival = m.start[2]" if segmented else ""
    return (
        "SELECT *, row_number() OVER (PARTITION BY level ORDER BY start_at, start_arrival) AS place,\n"
        "  row_number() OVER (ORDER BY start_at, start_arrival) AS place_of_all,\n"
        "  count(*) OVER (PARTITION BY level) AS places, count(*) OVER () AS places_of_all\n"
        f"FROM (SELECT m.subject, {level} AS level, m.start[1] AS start_at, m.start[2] AS start_arrival FROM on_map m{join})"
    )


def _step_firsts(steps: int) -> str:
    return (
        "SELECT subject, element AS step, min(k) AS k, min(occurred_at) AS occurred_at, max(k) AS last_k,\n"
        "  max(occurred_at) AS last_at, count(*) AS touches\n"
        f"FROM touched WHERE element BETWEEN 0 AND {steps - 1} GROUP BY subject, element"
    )


def _onward() -> str:
    return (
        "SELECT f.subject, f.step, a.aim, min(t.k) FILTER (t.k > f.k) AS k, arg_min(t.occurred_at, t.k) FILTER (t.k > f.k) AS occurred_at,\n"
        "  count(*) FILTER (t.k <> f.k AND t.occurred_at = f.occurred_at) AS at_once,\n"
        "  count(*) FILTER (t.occurred_at > f.occurred_at OR (t.element = f.step AND t.k <> f.k)) AS surely,\n"
        "  count(*) FILTER (t.element = f.step AND t.k <> f.k AND t.occurred_at = f.occurred_at) AS again_at_once\n"
        "FROM step_firsts f JOIN aims a ON a.origin = f.step JOIN touched t ON t.subject = f.subject AND t.element = a.target\n"
        "GROUP BY f.subject, f.step, a.aim"
    )


def _came_back(steps: int) -> str:
    return (
        "SELECT f.subject, f.step, bool_or(o.k > f.k AND o.k < f.last_k) AS returned,\n"
        "  bool_or(o.occurred_at > f.occurred_at AND o.occurred_at < f.last_at) AS surely\n"
        "FROM step_firsts f JOIN touched o ON o.subject = f.subject\n"
        f"WHERE f.last_k > f.k AND o.element BETWEEN 0 AND {steps - 1} AND o.element <> f.step\n"
        "  AND o.k <> f.k AND o.k <> f.last_k AND o.occurred_at BETWEEN f.occurred_at AND f.last_at GROUP BY f.subject, f.step"
    )


def _leaves_after(firsts: str, element: str) -> str:
    return (
        f"SELECT f.subject, f.{element}, min(l.k) FILTER (l.k > f.k) AS k, arg_min(l.occurred_at, l.k) FILTER (l.k > f.k) AS occurred_at,\n"
        "  count(*) FILTER (l.k <> f.k AND l.occurred_at = f.occurred_at) AS at_once,\n"
        "  count(*) FILTER (l.occurred_at > f.occurred_at) AS surely\n"
        f"FROM {firsts} f JOIN leaves l ON l.subject = f.subject GROUP BY f.subject, f.{element}"
    )


def _outcome(scope: Scope) -> str:
    """Columns about what followed a first touch `f`: onward `o`, leave `l`. Durations in seconds, NULL without times."""
    as_of = scope.as_of if scope.as_of is not None else 0
    return f"""o.k IS NOT NULL AS converted,
  o.k IS NULL AND l.k IS NOT NULL AS has_left,
  o.k IS NULL AND l.k IS NULL AS is_open,
  coalesce(o.at_once > 0 AND o.surely = 0, FALSE) AS tied_onward,
  coalesce(o.at_once > 0 AND o.again_at_once = 0, FALSE) AS tied_wait,
  coalesce(o.surely, 0) = 0 AND (coalesce(l.surely, 0) > 0 OR coalesce(l.at_once, 0) > 0)
    AND NOT (coalesce(o.at_once, 0) = 0 AND coalesce(l.surely, 0) > 0) AS tied_leave,
  coalesce(o.surely, 0) = 0 AND coalesce(l.surely, 0) = 0 AND (coalesce(o.at_once, 0) > 0 OR coalesce(l.at_once, 0) > 0) AS tied_open,
  CASE WHEN o.k IS NOT NULL THEN (o.occurred_at - f.occurred_at) / {MICRO}
       WHEN l.k IS NOT NULL THEN (l.occurred_at - f.occurred_at) / {MICRO}
       ELSE ({as_of} - f.occurred_at) / {MICRO} END AS seconds,
  CASE WHEN o.k IS NOT NULL AND (l.k IS NULL OR o.k <= l.k) THEN 1 WHEN l.k IS NOT NULL THEN 2 ELSE 0 END AS first_end,
  CASE WHEN o.k IS NOT NULL AND (l.k IS NULL OR o.k <= l.k) THEN (o.occurred_at - f.occurred_at) / {MICRO}
       WHEN l.k IS NOT NULL THEN (l.occurred_at - f.occurred_at) / {MICRO}
       ELSE ({as_of} - f.occurred_at) / {MICRO} END AS first_end_seconds"""


def _step_facts(scope: Scope) -> str:
    return f"""SELECT f.subject, s.level, f.step, f.k, f.occurred_at, f.touches,
  coalesce(b.returned, FALSE) AS returned,
  b.subject IS NOT NULL AND NOT b.surely AS tied_return,
  e.step = f.step AND NOT e.at_end AND NOT e.has_left AS stands_here, coalesce(NOT c.at_end AND (c.candidates > 1 OR e.left_at_once), FALSE) AS tied_here,
  {_outcome(scope)}
FROM step_firsts f JOIN subjects s ON s.subject = f.subject JOIN last_touch e ON e.subject = f.subject
LEFT JOIN onward o ON o.subject = f.subject AND o.step = f.step AND o.aim = {NEXT}
LEFT JOIN step_leaves l ON l.subject = f.subject AND l.step = f.step
LEFT JOIN came_back b ON b.subject = f.subject AND b.step = f.step
LEFT JOIN last_candidates c ON c.subject = f.subject AND c.step = f.step"""


def _aim_facts(scope: Scope) -> str:
    return f"""SELECT f.subject, s.level, f.step, a.aim,
  {_outcome(scope)}
FROM step_firsts f JOIN subjects s ON s.subject = f.subject
JOIN (SELECT DISTINCT aim, origin FROM aims WHERE aim <> {NEXT}) a ON a.origin = f.step
LEFT JOIN onward o ON o.subject = f.subject AND o.step = f.step AND o.aim = a.aim
LEFT JOIN step_leaves l ON l.subject = f.subject AND l.step = f.step"""


def _stage_firsts(steps: int) -> str:
    return (
        "SELECT t.subject, s.stage, min(t.k) AS k, min(t.occurred_at) AS occurred_at\n"
        f"FROM touched t JOIN steps s ON s.step = t.element WHERE t.element BETWEEN 0 AND {steps - 1} GROUP BY t.subject, s.stage"
    )


def _stage_onward(steps: int) -> str:
    return (
        "SELECT f.subject, f.stage, min(t.k) FILTER (t.k > f.k) AS k, arg_min(t.occurred_at, t.k) FILTER (t.k > f.k) AS occurred_at,\n"
        "  count(*) FILTER (t.k <> f.k AND t.occurred_at = f.occurred_at) AS at_once,\n"
        "  count(*) FILTER (t.occurred_at > f.occurred_at) AS surely, 0 AS again_at_once\n"
        "FROM stage_firsts f JOIN touched t ON t.subject = f.subject JOIN steps s ON s.step = t.element\n"
        f"WHERE s.stage > f.stage AND t.element BETWEEN 0 AND {steps - 1} GROUP BY f.subject, f.stage"
    )


def _stage_facts(scope: Scope) -> str:
    return f"""SELECT f.subject, s.level, f.stage,
  h.stage = f.stage AND NOT e.at_end AND NOT e.has_left AS stands_here, coalesce(c.standing > 0 AND (c.candidates > c.standing OR e.left_at_once), FALSE) AS tied_here,
  {_outcome(scope)}
FROM stage_firsts f JOIN subjects s ON s.subject = f.subject JOIN last_touch e ON e.subject = f.subject JOIN steps h ON h.step = e.step
LEFT JOIN stage_onward o ON o.subject = f.subject AND o.stage = f.stage
LEFT JOIN stage_leaves l ON l.subject = f.subject AND l.stage = f.stage
LEFT JOIN (SELECT subject, stage, max(candidates) AS candidates, max(standing_in_stage) AS standing FROM last_candidates GROUP BY subject, stage) c
  ON c.subject = f.subject AND c.stage = f.stage"""


def _skip_facts() -> str:
    return """SELECT later.subject, s.level, later.step, f.k IS NULL OR f.k >= later.k AS skipped, f.k IS NULL AS skipped_for_good,
  coalesce(f.occurred_at = later.occurred_at AND f.k <> later.k, FALSE) AS tied
FROM (SELECT subject, unnest(range(reached_before, step)) AS step, k, occurred_at
      FROM (SELECT subject, step, coalesce(lag(step) OVER (PARTITION BY subject ORDER BY step), 0) AS reached_before,
              min(k) OVER w AS k, min(occurred_at) OVER w AS occurred_at
            FROM step_firsts WINDOW w AS (PARTITION BY subject ORDER BY step DESC))) later
JOIN subjects s ON s.subject = later.subject
LEFT JOIN step_firsts f ON f.subject = later.subject AND f.step = later.step"""


def _path_events(steps: int) -> str:
    return (
        "SELECT subject, k, occurred_at, min(element) AS arrives, max(element) AS goes_on, count(*) > 1 AS ambiguous\n"
        f"FROM touched WHERE element BETWEEN 0 AND {steps - 1} GROUP BY subject, k, occurred_at"
    )


def _last_touch(last_steps: list[int]) -> str:
    return f"""SELECT p.subject, p.k, p.step, p.occurred_at, {one_of("p.step", last_steps)} AS at_end,
  coalesce(l.last_k > p.k, FALSE) AS has_left, coalesce(l.last_at > p.occurred_at, FALSE) AS surely_left,
  coalesce(l.last_at = p.occurred_at AND l.last_k <> p.k, FALSE) AS left_at_once
FROM (SELECT subject, max(k) AS k, arg_max(goes_on, k) AS step, max(occurred_at) AS occurred_at FROM path_events GROUP BY subject) p
LEFT JOIN (SELECT subject, max(k) AS last_k, max(occurred_at) AS last_at FROM leaves GROUP BY subject) l ON l.subject = p.subject"""


def _last_candidates(last_steps: list[int]) -> str:
    """Where a path would stand under some order of its last touches, where their times are equal; more than one row = tied."""
    return f"""SELECT e.subject, e.goes_on AS step, {one_of("e.goes_on", last_steps)} AS at_end, s.stage,
  count(*) OVER (PARTITION BY e.subject) AS candidates,
  count(*) FILTER (NOT {one_of("e.goes_on", last_steps)}) OVER (PARTITION BY e.subject, s.stage) AS standing_in_stage
FROM path_events e JOIN last_touch l ON l.subject = e.subject AND l.occurred_at = e.occurred_at JOIN steps s ON s.step = e.goes_on
WHERE NOT l.surely_left GROUP BY e.subject, e.goes_on, s.stage"""


def _transition_facts() -> str:
    return f"""SELECT t.subject, s.level, t.origin, t.target, t.seconds, a.origin IS NOT NULL AS planned
FROM (
  SELECT subject, coalesce(lag(goes_on) OVER w, {START}) AS origin, arrives AS target,
    (occurred_at - lag(occurred_at) OVER w) / {MICRO} AS seconds
  FROM path_events WINDOW w AS (PARTITION BY subject ORDER BY k)
  UNION ALL SELECT subject, step, {END}, NULL FROM last_touch) t
JOIN subjects s ON s.subject = t.subject
LEFT JOIN allowed a ON a.origin = t.origin AND a.target = t.target"""


def _subject_events(steps: int, scope: Scope, *, segmented: bool, filtered: bool) -> str:
    """Counted, not listed: a table as long as the log would not fit beside a large one."""
    kept = " AND subject IN (SELECT subject FROM kept)" if filtered else ""
    windowed = scope.since is not None or scope.until is not None
    level = "s.level" if segmented else "NULL AS level"
    # without a window every subject is in scope, on the map or off it, and nobody need be looked up
    join = "\nLEFT JOIN subjects s ON s.subject = e.subject" if segmented or windowed else ""
    in_scope = (
        "\nWHERE s.subject IS NOT NULL OR e.subject NOT IN "
        f"(SELECT subject FROM touch_rows WHERE element BETWEEN 0 AND {steps - 1})"
    )
    return f"""SELECT e.subject, e.event, {level}, e.events, coalesce(t.covered, 0) AS covered, coalesce(t.ambiguous, 0) AS ambiguous,
  e.events - coalesce(t.matched, 0) AS unmatched
FROM (SELECT subject, event, count(*) AS events FROM walked WHERE subject IS NOT NULL{kept} GROUP BY subject, event) e
LEFT JOIN (SELECT subject, event, count(*) AS matched, count(*) FILTER (steps > 0) AS covered, count(*) FILTER (steps > 1) AS ambiguous
           FROM (SELECT subject, event, arrival, count(*) FILTER (element BETWEEN 0 AND {steps - 1}) AS steps
                 FROM touch_rows GROUP BY subject, event, arrival)
           GROUP BY subject, event) t ON t.subject = e.subject AND t.event = e.event{join}{in_scope if windowed else ""}"""


def _event_facts() -> str:
    counted = ", ".join(
        f"CAST(sum({name}) AS BIGINT) AS {name}" for name in ("events", "covered", "ambiguous", "unmatched")
    )
    return (
        f"SELECT event, level, {counted}, count(*) FILTER (unmatched > 0) AS unmatched_subjects\n"
        "FROM subject_events GROUP BY event, level"
    )


def _ghost_places(steps: int) -> str:
    return f"""WITH first_ghosts AS (
  SELECT event FROM event_facts WHERE unmatched > 0 GROUP BY event
  ORDER BY sum(unmatched_subjects) DESC, sum(unmatched) DESC, (SELECT any_value(n.name) FROM names n WHERE n.kind = 'event' AND n.no = event)
  LIMIT {MOST_PLACED}),
ghosts AS (
  SELECT w.subject, w.event, w.occurred_at, w.arrival FROM walked w JOIN on_map m ON m.subject = w.subject
  WHERE w.event IN (SELECT event FROM first_ghosts) AND NOT EXISTS (SELECT 1 FROM touch_rows t WHERE t.arrival = w.arrival)),
placed AS (
  SELECT subject, event, coalesce(last_value(goes_on IGNORE NULLS) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), {START}) AS after,
    coalesce(first_value(arrives IGNORE NULLS) OVER (w ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), {END}) AS before
  FROM (SELECT *, NULL AS arrives, NULL AS goes_on FROM ghosts
        UNION ALL SELECT subject, NULL, occurred_at, arrival, min(element), max(element) FROM touched
        WHERE element BETWEEN 0 AND {steps - 1} AND subject IN (SELECT subject FROM ghosts) GROUP BY subject, occurred_at, arrival)
  WINDOW w AS (PARTITION BY subject ORDER BY occurred_at, arrival))
SELECT p.event, p.after, p.before, count(DISTINCT p.subject) AS subjects, any_value(a.subjects) AS of
FROM placed p JOIN (SELECT event, count(DISTINCT subject) AS subjects FROM ghosts GROUP BY event) a ON a.event = p.event
GROUP BY p.event, p.after, p.before"""


def _subject_facts() -> str:
    return f"""SELECT s.subject, s.level, s.start_at, s.place, s.place_of_all, s.places, s.places_of_all, l.step AS last_step, l.at_end, l.has_left,
  c.planned, c.planned_so_far OR (c.planned_within AND NOT l.has_left) AS planned_so_far, c.repeats, c.order_or_missing,
  u.subject IS NOT NULL AS ad_hoc, coalesce(e.may_finish AND (e.may_stand OR l.left_at_once), FALSE) AS tied_finish
FROM subjects s JOIN last_touch l ON l.subject = s.subject
LEFT JOIN (SELECT subject, bool_or(at_end) AS may_finish, bool_or(NOT at_end) AS may_stand FROM last_candidates GROUP BY subject) e
  ON e.subject = s.subject
JOIN (SELECT subject, bool_and(planned) AS planned, bool_and(planned) AS planned_so_far,
        bool_and(planned OR target = {END}) AS planned_within,
        bool_or(NOT planned AND origin = target) AS repeats,
        bool_or(NOT planned AND origin <> target) AS order_or_missing
      FROM transition_facts GROUP BY subject) c ON c.subject = s.subject
LEFT JOIN (SELECT DISTINCT subject FROM subject_events WHERE unmatched > 0) u ON u.subject = s.subject"""


def _value_facts(scope: Scope) -> str:
    as_of = scope.as_of if scope.as_of is not None else 0
    return f"""SELECT s.subject, s.level, t.step, f.k IS NOT NULL AS converted, f.k IS NULL AND l.occurred_at IS NULL AS is_open,
  FALSE AS tied_wait,
  CASE WHEN f.k IS NOT NULL THEN (f.occurred_at - s.start_at) / {MICRO}
       WHEN l.occurred_at IS NOT NULL THEN (l.occurred_at - s.start_at) / {MICRO}
       ELSE ({as_of} - s.start_at) / {MICRO} END AS seconds
FROM subjects s JOIN steps t ON t.is_milestone = 1
LEFT JOIN step_firsts f ON f.subject = s.subject AND f.step = t.step
LEFT JOIN (SELECT l.subject, min(l.occurred_at) AS occurred_at FROM leaves l
           JOIN (SELECT subject, min(k) AS k FROM path_events GROUP BY subject) b ON b.subject = l.subject AND l.k > b.k
           GROUP BY l.subject) l ON l.subject = s.subject"""

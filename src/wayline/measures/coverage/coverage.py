"""Coverage of a map: which share of events, transitions and whole paths it explains, in and out of time.

Formula: shares k / n: events that are touches, transitions that are planned, paths all of whose transitions are planned. `paths_so_far` is on the map's face; `paths_later` judges the map on the last third of paths.

Example: In the worked example of the counting rules 11 of 14 events are touches, 9 of 16 transitions are planned, and 1 of 5 paths is on the map so far.
"""

from __future__ import annotations

from typing import Any

from wayline.estimates.wilson import share
from wayline.measures.coverage.ghost_places import ghost_places
from wayline.measures.coverage.ghosts import ghosts
from wayline.paths.facts import PathFacts

# measure → (aggregate counted, aggregate n) over `subject_facts`; {place} and {places} are those of the level or of all
PATHS = {
    "paths": ("planned", "TRUE"),
    "paths_so_far": ("planned_so_far", "TRUE"),
    "paths_later": ("planned", "{place} > 2 * {places} // 3"),
}
DEVIATIONS = ("ad_hoc", "repeats", "order_or_missing")


def coverage(facts: PathFacts, level: str | None) -> dict[str, Any]:
    """The coverage part of a measurement, as JSON-ready data. By level, subjects off the map and the places of ghosts are left out."""
    events = _pair(facts, level, events_sql())
    transitions = _pair(facts, level, transitions_sql())
    found: dict[str, Any] = {"events": _ratio(*events), "transitions": _ratio(*transitions)}
    for name in PATHS:
        found[name] = share(*_pair(facts, level, paths_sql(name, by_level=level is not None))).plain()
    found["deviations"] = {name: share(*_pair(facts, level, deviation_sql(name))).plain() for name in DEVIATIONS}
    found["ghosts"] = ghosts(facts, level)
    if level is None:
        found["ghost_places"] = ghost_places(facts, found["ghosts"])
    found["ambiguous"] = _pair(facts, level, f"SELECT {_total('ambiguous')}, 0 FROM event_facts")[0]
    return found


def events_sql() -> str:
    """`count` = events that are touches, `n` = events of the map's sources of the subjects in scope."""
    return f"SELECT {_total('covered')} AS count, {_total('events')} AS n FROM event_facts"


def _total(column: str) -> str:
    return f"coalesce(CAST(sum({column}) AS BIGINT), 0)"


def transitions_sql() -> str:
    """`count` = planned transitions, `n` = all transitions of the paths."""
    return "SELECT count(*) FILTER (planned) AS count, count(*) AS n FROM transition_facts"


def paths_sql(name: str, *, by_level: bool = False) -> str:
    """`count` = paths on the plan, `n` = paths looked at."""
    counted, among = PATHS[name]
    place, places = ("place", "places") if by_level else ("place_of_all", "places_of_all")
    among = among.format(place=place, places=places)
    return f"SELECT count(*) FILTER (({among}) AND ({counted})) AS count, count(*) FILTER ({among}) AS n FROM subject_facts"


def deviation_sql(name: str) -> str:
    """`count` = subjects with this class of deviation, `n` = subjects on the map."""
    return f"SELECT count(*) FILTER ({name}) AS count, count(*) AS n FROM subject_facts"


def _pair(facts: PathFacts, level: str | None, sql: str) -> tuple[int, int]:
    if level is None:
        return facts.con.execute(sql).fetchall()[0]
    return facts.con.execute(f"{sql} WHERE level = ?", [level]).fetchall()[0]


def _ratio(count: int, n: int) -> dict[str, Any]:
    """A share of events or transitions: no interval, since subjects are the sampling unit."""
    return {"value": count / n if n else None, "count": count, "n": n}

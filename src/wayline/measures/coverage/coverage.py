"""Coverage of a map: which share of events, transitions and whole paths it explains, in and out of time.

Formula: shares k / n: events that are touches, transitions that are planned, paths all of whose transitions are planned. `paths_so_far` is on the map's face; `paths_later` judges the map on the last third of paths.

Example: In the worked example of the counting rules 11 of 14 events are touches, 9 of 16 transitions are planned, and 1 of 5 paths is on the map so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wayline.estimates.wilson import share
from wayline.measures.by_level import pairs_by_level
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


def coverage(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, dict[str, Any]]:
    """Level → the coverage part of a measurement, as JSON-ready data. By level, subjects off the map and the places of ghosts are left out."""
    queries = {"events": events_sql(), "transitions": transitions_sql()}
    queries |= {name: deviation_sql(name) for name in DEVIATIONS}
    queries["ambiguous"] = f"SELECT {_total('ambiguous')}, 0 FROM event_facts"
    pairs = {name: pairs_by_level(facts, chosen, sql) for name, sql in queries.items()}
    for name in PATHS:
        of_all = pairs_by_level(facts, [level for level in chosen if level is None], paths_sql(name))
        levels = [level for level in chosen if level is not None]
        pairs[name] = of_all | pairs_by_level(facts, levels, paths_sql(name, by_level=True))
    unexplained = ghosts(facts, chosen)
    found = {level: _part({name: pair[level] for name, pair in pairs.items()}, unexplained[level]) for level in chosen}
    if None in found:
        found[None]["ghost_places"] = ghost_places(facts, unexplained[None])
    return found


def _part(pairs: Mapping[str, tuple[int, ...]], unexplained: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {name: _ratio(*pairs[name]) for name in ("events", "transitions")}
    found |= {name: share(*pairs[name]).plain() for name in PATHS}
    found["deviations"] = {name: share(*pairs[name]).plain() for name in DEVIATIONS}
    return found | {"ghosts": unexplained, "ambiguous": pairs["ambiguous"][0]}


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


def _ratio(count: int, n: int) -> dict[str, Any]:
    """A share of events or transitions: no interval, since subjects are the sampling unit."""
    return {"value": count / n if n else None, "count": count, "n": n}

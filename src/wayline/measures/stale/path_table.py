"""One row a path, in order of their starts: how often it took each transition, whether the map plans it, which shares it counts in.

Paths are watched for the same time, so that a young one is no different from an old one: of each only what it did up to `within` after
its start counts, and paths that began less than that before the end are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, MICRO, START

SPAN_QUANTILE = 0.95
KEPT = 0.75  # of paths, which are to be old enough to be watched for all of it
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pair = tuple[int, int]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A share on the map: which paths are `among` its n, and which of these are counted."""

    among: Flags
    counted: Flags


@dataclass(frozen=True, slots=True)
class PathTable:
    """`starts` (µs) rise; `counts` is paths × `pairs`, `used` the same as flags; `planned` says that all of a path's transitions are on the map, its end left open."""

    starts: Whole
    pairs: tuple[Pair, ...]
    counts: NDArray[np.float32]
    planned: Flags
    shares: Mapping[Key, Counted]
    within: float | None

    def __len__(self) -> int:
        return len(self.starts)


def usual_span(facts: PathFacts) -> float:
    """Seconds that 95 % of the earlier two thirds of paths take from first to last touch; less only where fewer than three in four paths are that old.

    A path that is cut short shows less the later in the year it does what it does: so none is cut that need not be.
    """
    [(spans, oldest)] = facts.rows(
        f"""SELECT quantile_cont((l.occurred_at - s.start_at) / {MICRO}, {SPAN_QUANTILE}) FILTER (s.place_of_all <= (s.places_of_all * 2) // 3),
  quantile_disc(({facts.scope.as_of or 0} - s.start_at) / {MICRO}, {1 - KEPT}) FROM subject_facts s JOIN last_touch l ON l.subject = s.subject"""
    )
    if not isinstance(spans, int | float) or not isinstance(oldest, int | float):
        return 0.0
    return float(min(spans, oldest))


def path_table(facts: PathFacts, within: float | None) -> PathTable:
    """The table of paths that have had `within` seconds (None: whatever they had). The facts must have times."""
    young = "" if within is None else f" WHERE start_at <= {(facts.scope.as_of or 0) - round(within * MICRO)}"
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE stale_paths AS SELECT subject, start_at, "
        f"CAST(row_number() OVER (ORDER BY place_of_all) - 1 AS BIGINT) AS place FROM subject_facts{young}"
    )
    end = "" if within is None else f" AND {{when}} <= p.start_at + {round(within * MICRO)}"
    starts = _columns(facts, "SELECT start_at FROM stale_paths ORDER BY place")["start_at"].astype(np.int64)
    pairs, counts = _transitions(facts, end, len(starts))
    planned = {(origin, target) for origin, target in facts.rows("SELECT origin, target FROM allowed")}
    off = [n for n, pair in enumerate(pairs) if pair not in planned and pair[1] != END]
    on_map = counts[:, off].sum(axis=1) == 0 if off else np.ones(len(starts), dtype=np.bool_)
    return PathTable(starts, pairs, counts, on_map, dict(_shares(facts, end, len(starts))), within)


def _columns(facts: PathFacts, sql: str) -> dict[str, NDArray[Any]]:
    return {name: np.ma.filled(column) for name, column in facts.con.execute(sql).fetchnumpy().items()}


def _transitions(facts: PathFacts, end: str, paths: int) -> tuple[tuple[Pair, ...], NDArray[np.float32]]:
    rows = _columns(
        facts,
        f"""WITH e AS (SELECT p.place, t.k, t.arrives, t.goes_on FROM path_events t JOIN stale_paths p ON p.subject = t.subject
  WHERE TRUE{end.format(when="t.occurred_at")}),
m AS (SELECT place, coalesce(lag(goes_on) OVER (PARTITION BY place ORDER BY k), {START}) AS origin, arrives AS target FROM e
  UNION ALL SELECT place, arg_max(goes_on, k), {END} FROM e GROUP BY place)
SELECT place, origin, target, count(*) AS n FROM m GROUP BY place, origin, target""",
    )
    both = np.stack((rows["origin"].astype(np.int64), rows["target"].astype(np.int64)), axis=1)
    kinds, column = np.unique(both, axis=0, return_inverse=True)
    counts = np.zeros((paths, len(kinds)), dtype=np.float32)
    counts[rows["place"], column.reshape(-1)] = rows["n"]
    return tuple((int(origin), int(target)) for origin, target in kinds), counts


def _shares(facts: PathFacts, end: str, paths: int) -> Iterator[tuple[Key, Counted]]:
    """`reached`, `converted` and `left` of every bound step, of what happened in time."""
    after = f"f.occurred_at + f.seconds * {MICRO}"
    rows = _columns(
        facts,
        f"""SELECT p.place, f.step, f.converted{end.format(when=after)} AS converted, f.has_left{end.format(when=after)} AS has_left
FROM step_facts f JOIN stale_paths p ON p.subject = f.subject WHERE TRUE{end.format(when="f.occurred_at")}""",
    )
    everybody = np.ones(paths, dtype=np.bool_)
    for number, step in enumerate(facts.journey.steps):
        if not step.bind:
            continue
        here = rows["step"] == number
        reached = _flags(rows["place"][here], paths)
        yield (step.id, "reached"), Counted(everybody, reached)
        if facts.journey.next_steps(step.id):
            yield (step.id, "converted"), Counted(reached, _flags(rows["place"][here & rows["converted"]], paths))
            if facts.journey.leaves:
                yield (step.id, "left"), Counted(reached, _flags(rows["place"][here & rows["has_left"]], paths))


def _flags(places: NDArray[Any], paths: int) -> Flags:
    found = np.zeros(paths, dtype=np.bool_)
    found[places] = True
    return found

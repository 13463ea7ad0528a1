"""Path facts by folding: the plan of the SQL engine, its heavy queries taken over by kernels. The same tables come out."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wayline.bindings.log import Stored
from wayline.bindings.match import Bound, bound_selectors
from wayline.bindings.sql_text import Plan
from wayline.maps.model import JourneyMap
from wayline.paths.fold.entries import Entries
from wayline.paths.fold.rows import KINDS, Rows, empty_rows
from wayline.paths.fold.scan import codes_of, entries, slot_of
from wayline.paths.fold.shape import Bools, Ints, Shape, element_numbers, selectors, shape
from wayline.paths.fold.subjects import count_rows, fold_subjects
from wayline.paths.fold.tables import Levels, event_table, fact_tables, touch_table
from wayline.paths.fold.events import has_step
from wayline.paths.fold.tally import Asked, EventTally, Groups, TooManyError, asks_of_the_event, tally_events
from wayline.paths.fold.walk import room
from wayline.paths.sql import Scope
from wayline.paths.tables import as_table, as_view, register

# what the kernels make
FOLDED = frozenset(
    {
        *(
            "touch_rows",
            "subjects",
            "step_firsts",
            "last_touch",
            "step_facts",
            "aim_facts",
            "stage_facts",
            "skip_facts",
        ),
        *("transition_facts", "subject_events", "event_facts", "subject_facts", "value_facts", "window_facts"),
        "handoff_facts",
    }
)
# what only a few questions ask for: left as a view
ON_DEMAND = frozenset(
    {
        *("candidates", "on_map", "touched", "onward", "came_back", "step_leaves", "path_events", "last_candidates"),
        *("stage_firsts", "stage_onward", "stage_leaves"),
    }
)


@dataclass(frozen=True, slots=True)
class Folding:
    """A question to be folded, and where."""

    con: duckdb.DuckDBPyConnection
    plan: Plan
    stored: Stored
    journey: JourneyMap
    scope: Scope
    strict: bool
    segmented: bool = False
    filtered: bool = False

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return bound_selectors(self.journey)


@dataclass(frozen=True, slots=True)
class Walked:
    """The touches of every subject that has any, and the subjects' slots."""

    touches: Entries
    slots: Ints


def fold(folding: Folding) -> None:
    """Leave the tables and views of the plan in the session."""
    walked = None
    for query in folding.plan.queries:
        if query.name == "touch_rows":
            walked = _touch_rows(folding)
        elif query.name == "on_map":
            as_view(folding.con, query)
            assert walked is not None
            _facts(folding, walked)
        elif query.name in ON_DEMAND:
            as_view(folding.con, query)
        elif query.name not in FOLDED and not query.name.startswith("touches_"):
            as_table(folding.con, query)


def _touch_rows(folding: Folding) -> Walked:
    names, unit = folding.stored.names, folding.journey.unit
    asked = selectors(folding.journey, folding.bounds, names)
    filtered = any(asks_of_the_event(bound, names) for bound in folding.bounds)
    touches, slots = entries(folding.con, unit, asked, filtered=filtered)
    numbers = element_numbers(folding.journey)
    register(folding.con, "touch_rows", touch_table(touches, codes_of(slots, unit), numbers))
    return Walked(touches, slots)


def _facts(folding: Folding, walked: Walked) -> None:
    con, journey, scope = folding.con, folding.journey, folding.scope
    plan = shape(journey, since=scope.since, until=scope.until, as_of=scope.as_of, strict=folding.strict)
    numbers = element_numbers(journey)
    kept = _kept(folding, walked.slots)
    rows = _rows(walked.touches, kept, plan, len(numbers))
    levels = _levels(folding, rows)
    tally = _tally(folding, walked, kept, levels)
    slots = walked.slots[rows.paths["subject"]]
    subjects = codes_of(slots, journey.unit)
    is_ad_hoc = _ad_hoc(con, subjects) if tally is None else tally.is_ad_hoc[slots]
    for name, table in fact_tables(rows, subjects, levels, is_ad_hoc, numbers, plan.steps).items():
        register(con, name, table)
    if tally is not None:
        groups = [None, *levels.names] if folding.segmented else [None]
        register(con, "event_facts", event_table(tally, groups))


def _rows(touches: Entries, kept: Bools, plan: Shape, elements: int) -> Rows:
    sizes = np.zeros(KINDS, dtype=np.int64)
    count_rows(touches, kept, plan, sizes)
    rows = empty_rows(sizes)
    fold_subjects(touches, kept, plan, room(touches, elements, plan.stages), rows)
    if rows.fill.tolist() != sizes.tolist():
        raise AssertionError(f"counted {sizes.tolist()} rows, wrote {rows.fill.tolist()}")
    return rows


def _kept(folding: Folding, slots: Ints) -> Bools:
    """Which subjects with touches `--where` keeps."""
    if not folding.filtered:
        return np.ones(len(slots), dtype=np.bool_)
    return np.isin(slots, _kept_slots(folding))


def _kept_slots(folding: Folding) -> Ints:
    sql = f"SELECT {slot_of(folding.journey.unit)} AS slot FROM kept WHERE subject IS NOT NULL"
    return np.asarray(folding.con.execute(sql).fetchnumpy()["slot"], dtype=np.int64)


def _levels(folding: Folding, rows: Rows) -> Levels:
    paths = rows.paths
    if not folding.segmented:
        return Levels(np.zeros(len(paths), dtype=np.int32), [""])
    places = np.arange(len(paths))
    register(folding.con, "folded_starts", pa.table({"place": places, "arrival": paths["start_arrival"]}))
    sql = "SELECT coalesce(l.level, '(none)') AS level FROM folded_starts s LEFT JOIN levels l ON l.arrival = s.arrival ORDER BY s.place"
    found = folding.con.sql(sql).to_arrow_table().column("level").combine_chunks()
    coded = pc.dictionary_encode(found)
    return Levels(coded.indices.to_numpy().astype(np.int32), coded.dictionary.to_pylist())


def _tally(folding: Folding, walked: Walked, kept: Bools, levels: Levels) -> EventTally | None:
    """Events by name; where they are too many to be held by subject, the SQL engine's tables are left in the session."""
    scope, steps = folding.scope, len(folding.journey.steps)
    windowed = scope.since is not None or scope.until is not None
    groups = _groups(folding, walked, kept, levels, windowed=windowed)
    try:
        return tally_events(
            folding.con,
            Asked(folding.journey.unit, folding.bounds, folding.stored.names, steps),
            walked.touches,
            groups,
        )
    except TooManyError:
        # the paths that the SQL joins to are folded by now
        starts = pa.table({"subject": codes_of(walked.slots[kept], folding.journey.unit), "level": levels.of_all()})
        register(folding.con, "subjects", starts)
        for query in folding.plan.queries:
            if query.name in ("subject_events", "event_facts"):
                as_table(folding.con, query)
        return None


def _groups(folding: Folding, walked: Walked, kept: Bools, levels: Levels, *, windowed: bool) -> Groups:
    by_place = np.zeros(len(walked.slots), dtype=np.int32)
    if folding.filtered:
        by_place[~_kept(folding, walked.slots)] = -1
    if windowed:
        by_place[has_step(walked.touches, len(folding.journey.steps)) & ~kept] = -1
    if folding.segmented:
        by_place[kept] = levels.codes + 1
    others = _kept_slots(folding) if folding.filtered else None
    number = 1 + len(levels.names) if folding.segmented else 1
    return Groups(by_place, walked.slots, -1 if folding.filtered else 0, others, number)


def _ad_hoc(con: duckdb.DuckDBPyConnection, subjects: Ints) -> Bools:
    found = con.execute("SELECT DISTINCT subject FROM subject_events WHERE unmatched > 0").fetchnumpy()["subject"]
    return np.isin(subjects, np.asarray(found, dtype=np.int64))

"""The kernels over what was read, in their order."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wayline.paths.fold.entries import Entries
from wayline.paths.fold.events import has_step
from wayline.paths.fold.gather import gathered
from wayline.paths.fold.ghosts import ghost_table
from wayline.paths.fold.rows import Rows, empty_rows
from wayline.paths.fold.scan import Columns, codes_of, nothing, slot_of
from wayline.paths.fold.shape import Bools, Ints, Shape, element_numbers, selectors, shape
from wayline.paths.fold.subjects import count_rows, fold_subjects
from wayline.paths.fold.tables import Levels, event_table, fact_tables, path_tables, touch_table
from wayline.paths.fold.tally import Asked, EventTally, Groups, TooManyError, tally_events
from wayline.paths.fold.walk import room
from wayline.paths.folding import Folding
from wayline.paths.sql import MOST_PLACED
from wayline.paths.tables import as_table, as_view, register

MOST_THREADS = 8


@dataclass(frozen=True, slots=True)
class Walked:
    """The touches of every subject that has any, and the subjects' slots."""

    touches: Entries
    slots: Ints


def touch_rows(folding: Folding, read: list[Columns]) -> Walked:
    """Settle the candidates and leave `touch_rows`."""
    unit = folding.journey.unit
    touches, slots = gathered(read, selectors(folding.journey, folding.bounds, folding.stored.names))
    numbers = element_numbers(folding.journey)
    register(folding.con, "touch_rows", touch_table(touches, codes_of(slots, unit), numbers))
    return Walked(touches, slots)


def facts(folding: Folding, walked: Walked, aside: ThreadPoolExecutor) -> None:
    """Fold the touches and leave every table of facts. Events are counted `aside` where nothing of the paths must be known for it."""
    con, journey, scope = folding.con, folding.journey, folding.scope
    plan = shape(journey, since=scope.since, until=scope.until, as_of=scope.as_of, strict=folding.strict)
    numbers = element_numbers(journey)
    kept = _kept(folding, walked.slots)
    asked = Asked(journey.unit, folding.bounds, folding.stored.names, plan.steps)
    whole = None
    if not folding.segmented and not folding.is_windowed:
        groups = _groups(folding, walked, kept, Levels(nothing(np.int32), [""]))
        whole = aside.submit(tally_events, con, asked, walked.touches, groups)
    rows = _rows(walked.touches, kept, plan, len(numbers))
    levels, paths = _levels(folding, rows), rows.paths
    slots = walked.slots[paths["subject"]]
    subjects = codes_of(slots, journey.unit)
    kinds = rows._asdict()
    del rows
    found = fact_tables(kinds, subjects, levels, numbers)
    try:
        counted = (
            whole.result()
            if whole
            else tally_events(con, asked, walked.touches, _groups(folding, walked, kept, levels))
        )
    except TooManyError:
        is_ad_hoc = _by_sql(folding, subjects, levels)
    else:
        is_ad_hoc = counted.is_ad_hoc[slots]
        found["ghost_places"] = _ghosts(folding, walked, kept, counted)
        register(con, "event_facts", event_table(counted, [None, *levels.names] if folding.segmented else [None]))
    for name, table in {**found, **path_tables(paths, subjects, levels, is_ad_hoc)}.items():
        register(con, name, table)


def _ghosts(folding: Folding, walked: Walked, kept: Bools, counted: EventTally) -> pa.Table:
    names = {code: name for name, code in folding.stored.names.codes["event"].items()}
    subjects, events = counted.subjects.sum(axis=0), counted.unmatched.sum(axis=0)
    ghosts = sorted(np.flatnonzero(events).tolist(), key=lambda code: (-subjects[code], -events[code], names[code]))
    unit, steps = folding.journey.unit, len(folding.journey.steps)
    return ghost_table(folding.con, unit, ghosts[:MOST_PLACED], walked.touches, walked.slots, kept, steps)


def _by_sql(folding: Folding, subjects: Ints, levels: Levels) -> Bools:
    """Count events in SQL: they are too many names and subjects to be held in memory. Whether each subject did something unmatched."""
    register(folding.con, "subjects", pa.table({"subject": subjects, "level": levels.of_all()}))
    for query in folding.plan.queries:
        if query.name in ("subject_events", "event_facts"):
            as_table(folding.con, query)
        elif query.name == "ghost_places":
            as_view(folding.con, query)
    sql = "SELECT DISTINCT subject FROM subject_events WHERE unmatched > 0"
    found = folding.con.execute(sql).fetchnumpy()["subject"]
    return np.isin(subjects, np.asarray(found, dtype=np.int64))


def _rows(touches: Entries, kept: Bools, plan: Shape, elements: int) -> Rows:
    """The rows of every path; as many threads as processors each fold a range of subjects, and write where its rows belong."""
    bounds = _ranges(touches)
    with ThreadPoolExecutor(len(bounds)) as threads:
        sizes = list(threads.map(lambda bound: count_rows(touches, kept, plan, *bound), bounds))
        ends = np.cumsum(sizes, axis=0)
        rows = empty_rows(ends[-1])

        def write(bound: tuple[int, int], fill: Ints) -> None:
            fold_subjects(touches, kept, plan, *bound, room(touches, elements, plan.stages), rows._replace(fill=fill))

        filled = list(ends - sizes)
        list(threads.map(write, bounds, filled))
    if np.any(filled != ends):
        raise AssertionError(f"counted {ends.tolist()} rows, wrote {filled}")
    return rows


def _ranges(touches: Entries) -> list[tuple[int, int]]:
    """Ranges of subjects with about as many touches each."""
    subjects, number = len(touches.first) - 1, min(os.cpu_count() or 1, MOST_THREADS)
    wanted = np.linspace(0, touches.first[-1], number + 1)[1:-1]
    return list(pairwise([0, *np.searchsorted(touches.first[:-1], wanted).tolist(), subjects]))


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


def _groups(folding: Folding, walked: Walked, kept: Bools, levels: Levels) -> Groups:
    by_place = np.zeros(len(walked.slots), dtype=np.int32)
    if folding.filtered:
        by_place[~_kept(folding, walked.slots)] = -1
    if folding.is_windowed:
        by_place[has_step(walked.touches, len(folding.journey.steps)) & ~kept] = -1
    if folding.segmented:
        by_place[kept] = levels.codes + 1
    others = _kept_slots(folding) if folding.filtered else None
    number = 1 + len(levels.names) if folding.segmented else 1
    return Groups(by_place, walked.slots, -1 if folding.filtered else 0, others, number)

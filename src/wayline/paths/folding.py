"""Path facts by folding: the plan of the SQL engine, its heavy queries taken over by kernels. The same tables come out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb

from wayline.bindings.log import Stored
from wayline.bindings.match import Bound, bound_selectors
from wayline.bindings.sql_text import Plan
from wayline.maps.model import JourneyMap
from wayline.paths.fold.compiled import get_ready
from wayline.paths.fold.scan import candidates
from wayline.paths.sql import Scope
from wayline.paths.tables import as_table, as_view

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
        *("handoff_facts", "ghost_places"),
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
    def is_windowed(self) -> bool:
        return self.scope.since is not None or self.scope.until is not None

    @property
    def bounds(self) -> tuple[Bound, ...]:
        return bound_selectors(self.journey)


def fold(folding: Folding) -> None:
    """Leave the tables and views of the plan in the session."""
    names = [query.name for query in folding.plan.queries]
    before, after = names.index("touch_rows"), names.index("on_map")
    _leave(folding, 0, before)
    with ThreadPoolExecutor(1) as aside:
        reading = aside.submit(candidates, folding.con, folding.journey.unit, folding.bounds, folding.stored.names)
        from wayline.paths.fold import run  # noqa: PLC0415 - the kernels are loaded while the events are read

        get_ready()
        walked = run.touch_rows(folding, reading.result())
        _leave(folding, before, after + 1)
        run.facts(folding, walked, aside)
    _leave(folding, after + 1, len(names))


def _leave(folding: Folding, start: int, end: int) -> None:
    for query in folding.plan.queries[start:end]:
        if query.name in ON_DEMAND:
            as_view(folding.con, query)
        elif query.name not in FOLDED and not query.name.startswith("touches_"):
            as_table(folding.con, query)

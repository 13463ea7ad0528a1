"""`finished`, of the whole map: how many paths stand at a last step, with no leave after it.

Formula: the number of subjects whose last touch is at a last step, without a leave after it.

Example: Ana and Cho saw a report last: 2 of 5 have finished.
"""

from __future__ import annotations

from collections.abc import Sequence

from wayline.estimates.counts import count_of
from wayline.estimates.estimate import Estimate
from wayline.measures.by_level import rows_by_level
from wayline.paths.facts import PathFacts

TIED = ", count(*) FILTER (tied_finish) FROM"
SQL = "SELECT count(*) FILTER (at_end AND NOT has_left) AS count, count(*) AS n FROM subject_facts"


def finished(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, Estimate]:
    """Level → the number of subjects that have finished, out of all on the map."""
    found = rows_by_level(facts, chosen, SQL.replace(" FROM", TIED))
    rows = {level: listed[0] if listed else (0, 0, 0) for level, listed in found.items()}
    return {level: count_of(count, n=n, tied=tied) for level, (count, n, tied) in rows.items()}

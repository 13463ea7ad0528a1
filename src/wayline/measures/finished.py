"""`finished`, of the whole map: how many paths stand at a last step, with no leave after it.

Formula: the number of subjects whose last touch is at a last step, without a leave after it.

Example: Ana and Cho saw a report last: 2 of 5 have finished.
"""

from __future__ import annotations

from wayline.estimates.counts import count_of
from wayline.estimates.estimate import Estimate
from wayline.paths.facts import PathFacts

TIED = ", count(*) FILTER (tied_finish) FROM"
SQL = "SELECT count(*) FILTER (at_end AND NOT has_left) AS count, count(*) AS n FROM subject_facts"


def finished(facts: PathFacts, level: str | None) -> Estimate:
    """The number of subjects that have finished, out of all on the map."""
    where = "" if level is None else " WHERE level = ?"
    count, n, tied = facts.con.execute(SQL.replace(" FROM", TIED) + where, [] if level is None else [level]).fetchall()[
        0
    ]
    return count_of(count, n=n, tied=tied)

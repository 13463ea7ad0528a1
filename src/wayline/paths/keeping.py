"""Whether what is read of a log is kept for the next time: only where it pays, and where more events only add to it."""

from __future__ import annotations

import os

from wayline.bindings.log import Stored
from wayline.bindings.match import bound_selectors
from wayline.errors import InputError
from wayline.events.snapshot import Snapshot
from wayline.paths.facts import PathFacts
from wayline.paths.fold.kept import Asking, Keeping, is_keepable

KEEP_FROM = 2_000_000  # events
KEEP = "WAYLINE_KEEP"


def keeping_of(facts: PathFacts, stored: Stored, log: Snapshot | None) -> Keeping | None:
    """What is kept of a log beside it; None where nothing is. `WAYLINE_KEEP=0` keeps nothing, `1` also of a small log.

    Raises InputError for another word.
    """
    wanted = os.environ.get(KEEP, "")
    if wanted not in ("", "0", "1"):
        raise InputError(f"{KEEP}={wanted}: expected 0, which keeps nothing, or 1, which keeps something of every log")
    is_large = stored.events >= KEEP_FROM or wanted == "1"
    if log is None or stored.latest is None or wanted == "0" or not is_large or facts.question.order == "reversed":
        return None
    bounds, unit = bound_selectors(facts.journey), facts.journey.unit
    if facts.timeless or stored.known_at is not None or not is_keepable(unit, bounds, stored.filled):
        return None
    as_of = facts.question.as_of
    limit = "" if as_of is None or as_of >= stored.latest else str(as_of)
    asking = Asking(unit, bounds, stored.names, f"{sorted(facts.sources)} {limit}")
    load = max(row.load for row in log.loads(facts.con))
    return Keeping(facts.con, facts.plan, log, stored.latest, load, asking)

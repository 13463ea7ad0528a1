"""Which of the data promised at a handoff were there: of the handoffs done, the share with each named datum present."""

from __future__ import annotations

from typing import Any

from wayline.bindings.conditions import property_text
from wayline.bindings.match import FIRST_HANDOFF
from wayline.estimates.wilson import share
from wayline.paths.facts import PathFacts


def handoff_data(facts: PathFacts, number: int, level: str | None) -> dict[str, Any]:
    """Datum name → share, as JSON-ready data, for the handoff at place `number` of the map."""
    data = facts.journey.handoffs[number].data
    if not data:
        return {}
    columns = ", ".join(f"count(*) FILTER (coalesce({property_text(datum.property)}, '') <> '')" for datum in data)
    where = "" if level is None else " AND h.level = ?"
    row = facts.con.execute(
        f"SELECT count(*), {columns} FROM handoff_facts h JOIN walked w ON w.arrival = h.done_arrival "
        f"WHERE h.element = {FIRST_HANDOFF + number}{where}",
        [] if level is None else [level],
    ).fetchall()[0]
    return {datum.name: share(count, row[0]).plain() for datum, count in zip(data, row[1:], strict=True)}

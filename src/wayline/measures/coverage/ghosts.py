"""Ghosts: events that reality has and the map has not."""

from __future__ import annotations

from typing import Any

from wayline.paths.facts import PathFacts


def ghosts(facts: PathFacts, level: str | None) -> list[dict[str, Any]]:
    """Rows `event, subjects, events` of unmatched events; leaves and contacts of windows and handoffs are none."""
    where = "" if level is None else "AND level = ?"
    rows = facts.con.execute(
        f"SELECT event, CAST(sum(unmatched_subjects) AS BIGINT), CAST(sum(unmatched) AS BIGINT) FROM event_facts WHERE unmatched > 0 {where} GROUP BY event",
        [] if level is None else [level],
    ).fetchall()
    named = [
        {"event": facts.event_names[code], "subjects": subjects, "events": events} for code, subjects, events in rows
    ]
    return sorted(named, key=lambda row: (-row["subjects"], -row["events"], row["event"]))

"""Ghosts: events that reality has and the map has not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayline.measures.by_level import rows_by_level
from wayline.paths.facts import PathFacts

_SQL = "SELECT event, CAST(sum(unmatched_subjects) AS BIGINT), CAST(sum(unmatched) AS BIGINT) FROM event_facts WHERE unmatched > 0"


def ghosts(facts: PathFacts, chosen: Sequence[str | None]) -> dict[str | None, list[dict[str, Any]]]:
    """Level → rows `event, subjects, events` of unmatched events; leaves and contacts of windows and handoffs are none."""
    found = rows_by_level(facts, chosen, _SQL, "event")
    return {level: _ranked(facts, rows) for level, rows in found.items()}


def _ranked(facts: PathFacts, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    named = [
        {"event": facts.event_names[code], "subjects": subjects, "events": events} for code, subjects, events in rows
    ]
    return sorted(named, key=lambda row: (-row["subjects"], -row["events"], row["event"]))

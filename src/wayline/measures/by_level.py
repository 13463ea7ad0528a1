"""One query for all levels of a segment: twenty levels asked one by one would read the facts twenty times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wayline.paths.facts import PathFacts


def rows_by_level(
    facts: PathFacts, chosen: Sequence[str | None], sql: str, by: str = ""
) -> dict[str | None, list[tuple[Any, ...]]]:
    """Level (None = all subjects) → rows of an aggregate.

    `sql` is `SELECT aggregates FROM a table with a column level`, `by` its groups. A level without rows has none here, where one
    that is asked alone would have its row of zeros.
    """
    found: dict[str | None, list[tuple[Any, ...]]] = {level: [] for level in chosen}
    if None in found:
        found[None] = facts.rows(f"{sql} GROUP BY {by}" if by else sql)
    if any(level is not None for level in chosen):
        listed = f"SELECT level, {sql.removeprefix('SELECT ')} GROUP BY {f'level, {by}' if by else 'level'}"
        for level, *row in facts.rows(listed):
            if isinstance(level, str) and level in found:
                found[level].append(tuple(row))
    return found


def pairs_by_level(facts: PathFacts, chosen: Sequence[str | None], sql: str) -> dict[str | None, tuple[int, ...]]:
    """As `rows_by_level`, of whole numbers without groups: one row a level, (0, 0) where it has none."""
    return {level: rows[0] if rows else (0, 0) for level, rows in rows_by_level(facts, chosen, sql).items()}

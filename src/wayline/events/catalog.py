"""What is loaded, source by source."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from wayline.events.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A table of one source over all its loads. `rows` are the rows that hold now, each once; times are µs since the epoch, UTC.

    `first` and `last` are the range of `occurred_at`; None where the source has no times.
    """

    source: str
    table: str
    rows: int
    rejected: int
    first: int | None
    last: int | None
    loaded_at: int
    clock: str


def read_sources(con: duckdb.DuckDBPyConnection, log: Snapshot) -> list[SourceRow]:
    """Sorted by the first load. A corrected row counts once, and so does a row that was rejected again in a longer file
    or by a later reading of the same table."""
    found = con.execute(
        "WITH corrected AS (SELECT load, count(*) AS rows FROM (SELECT load, arrival FROM "
        f"{log.relation('superseded')} UNION ALL SELECT load, arrival FROM {_corrected_voice(log)}) GROUP BY load),"
        f' told AS (SELECT l.source, l."table", l.file, r.raw, r.load, count(*) AS rows FROM {log.relation("rejected")} r'
        f" JOIN {log.relation('loads')} l USING (load) GROUP BY ALL),"
        ' once AS (SELECT source, "table", max(rows) AS rows FROM told GROUP BY source, "table", file, raw),'
        ' refused AS (SELECT source, "table", sum(rows)::BIGINT AS rows FROM once GROUP BY ALL)'
        ' SELECT l.source_name, l."table", greatest(sum(l.accepted - coalesce(c.rows, 0)), 0)::BIGINT, coalesce(any_value(r.rows), 0),'
        " min(l.\"from\") FILTER (WHERE clock = 'time'), max(l.\"until\") FILTER (WHERE clock = 'time'), max(l.received_at),"
        " CASE WHEN bool_or(clock = 'time') THEN 'time' ELSE 'position' END"
        f" FROM {log.relation('loads')} l LEFT JOIN corrected c USING (load)"
        ' LEFT JOIN refused r ON r.source = l.source AND r."table" = l."table" GROUP BY l.source_name, l."table" ORDER BY min(l.load)'
    ).fetchall()
    return [SourceRow(*row) for row in found]


def _corrected_voice(log: Snapshot) -> str:
    return f"(SELECT load, arrival FROM {log.relation('voice')} QUALIFY row_number() OVER (PARTITION BY arrival ORDER BY load) > 1)"

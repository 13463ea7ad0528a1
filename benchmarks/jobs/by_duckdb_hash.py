"""The jobs a, d and f in DuckDB by parts of customers: coded once, then window functions over one part after the other.

python -m benchmarks.jobs.by_duckdb_hash a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

import duckdb

from benchmarks.jobs import by_duckdb, definitions
from benchmarks.jobs.definitions import MOST_FREQUENT, Answer

PARTS = 16


def coded(events: str) -> duckdb.DuckDBPyConnection:
    """A session with `coded` (part, customer, event, ms, step), all numbers, and the names in `names` (event, name)."""
    con = by_duckdb.opened(events)
    con.execute("SET preserve_insertion_order = false")
    con.execute(
        "CREATE TABLE names AS SELECT (row_number() OVER () - 1)::UTINYINT AS event, event AS name FROM (SELECT DISTINCT event FROM log)"
    )
    con.execute(
        "CREATE TABLE people AS SELECT (row_number() OVER () - 1)::UINTEGER AS customer, customer_id "
        "FROM (SELECT DISTINCT customer_id FROM log)"
    )
    step = by_duckdb.MILESTONE.replace("CASE event", "CASE name")
    con.execute(
        f"CREATE TABLE coded AS SELECT (customer % {PARTS})::UTINYINT AS part, customer, n.event, ms, ({step})::TINYINT AS step "
        "FROM log l JOIN people USING (customer_id) JOIN names n ON n.name = l.event"
    )
    return con


def each_part(con: duckdb.DuckDBPyConnection, query: str) -> None:
    """Collect in `found` what a query over `{rows}` says of each part."""
    for part in range(PARTS):
        text = query.format(rows=f"(SELECT * FROM coded WHERE part = {part})")
        con.execute(f"CREATE TABLE found AS {text}" if part == 0 else f"INSERT INTO found {text}")


def pairs(events: str, _: str) -> Answer:
    con = coded(events)
    each_part(
        con,
        """
SELECT * FROM (
  SELECT event, lead(event) OVER w AS next, lead(ms) OVER w - ms AS gap FROM {rows} WINDOW w AS (PARTITION BY customer ORDER BY ms)
) WHERE next IS NOT NULL""",
    )
    rows = con.execute("""
SELECT e.name, n.name, count, gap FROM (SELECT event, next, count(*) AS count, median(gap) AS gap FROM found GROUP BY ALL) f
JOIN names e ON e.event = f.event JOIN names n ON n.event = f.next""").fetchall()
    return by_duckdb.pairs_answer(rows)


def variants(events: str, _: str) -> Answer:
    con = coded(events)
    each_part(con, "SELECT list(event ORDER BY ms) AS path FROM {rows} GROUP BY customer")
    counts = [n for (n,) in con.execute("SELECT count(*) AS n FROM found GROUP BY path ORDER BY n DESC").fetchall()]
    return {"variants": len(counts), "top": counts[:MOST_FREQUENT]}


def by_event(events: str, _: str) -> Answer:
    con = coded(events)
    each_part(
        con,
        """
SELECT event, customer, coalesce(next = event, false) AS again, coalesce(next_but_one = event AND next <> event, false) AS back_again,
  coalesce(step < highest, false) AS back, gap
FROM (
  SELECT customer, event, step, lead(event) OVER w AS next, lead(event, 2) OVER w AS next_but_one, lead(ms) OVER w - ms AS gap,
    max(step) OVER (PARTITION BY customer ORDER BY ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
  FROM {rows} WINDOW w AS (PARTITION BY customer ORDER BY ms)
)""",
    )
    rows = con.execute("""
SELECT name, n, customers, repeats, back_again, steps_back, gap FROM (
  SELECT event, count(*) AS n, count(DISTINCT customer) AS customers, count(*) FILTER (again) AS repeats,
    count(*) FILTER (back_again) AS back_again, count(*) FILTER (back) AS steps_back, median(gap) AS gap FROM found GROUP BY event
) JOIN names USING (event)""").fetchall()
    return by_duckdb.by_event_answer(rows)


JOBS = {"a": pairs, "d": variants, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

"""The jobs in DuckDB, as a person would write them: window functions over the Parquet file.

python -m benchmarks.jobs.by_duckdb a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

import duckdb

from benchmarks.answers import halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import DAY_MS, MOST_FREQUENT, NUMBERS, OBSERVED_UNTIL_MS, QUIET_MS, Answer
from benchmarks.milestones import MILESTONES

MILESTONE = "CASE event " + " ".join(f"WHEN '{event}' THEN {number}" for event, number in NUMBERS.items()) + " END"


def opened(events: str) -> duckdb.DuckDBPyConnection:
    """A session with the log as `log` (customer_id, ms, event)."""
    con = duckdb.connect()
    con.execute(f"CREATE VIEW log AS SELECT customer_id, epoch_ms(ts) AS ms, event FROM read_parquet('{events}')")
    return con


def pairs(events: str, _: str) -> Answer:
    rows = (
        opened(events)
        .execute("""
SELECT event, next, count(*), median(gap) FROM (
  SELECT event, lead(event) OVER w AS next, lead(ms) OVER w - ms AS gap FROM log WINDOW w AS (PARTITION BY customer_id ORDER BY ms)
) WHERE next IS NOT NULL GROUP BY event, next""")
        .fetchall()
    )
    return pairs_answer(rows)


def pairs_answer(rows: list[tuple]) -> Answer:
    """The answer to a from rows of event, next event, count, median milliseconds."""
    return {
        "counts": {f"{event} {after}": n for event, after, n, _ in rows},
        "medians": {f"{event} {after}": halves(gap) for event, after, _, gap in rows},
    }


def funnel(events: str, _: str) -> Answer:
    con = opened(events)
    steps = ["s0 AS (SELECT customer_id, min(ms) AS ms FROM milestones WHERE step = 0 GROUP BY customer_id)"]
    steps += [
        f"s{k} AS (SELECT m.customer_id, min(m.ms) AS ms, min(m.ms) - min(s.ms) AS gap FROM milestones m "
        f"JOIN s{k - 1} s ON s.customer_id = m.customer_id AND m.ms > s.ms WHERE m.step = {k} GROUP BY m.customer_id)"
        for k in range(1, len(MILESTONES))
    ]
    counts = ["SELECT 0, count(*), NULL FROM s0"]
    counts += [f"SELECT {k}, count(*), median(gap) FROM s{k}" for k in range(1, len(MILESTONES))]
    first = f"milestones AS MATERIALIZED (SELECT * FROM (SELECT customer_id, ms, {MILESTONE} AS step FROM log) WHERE step IS NOT NULL)"
    rows = con.execute(f"WITH {', '.join([first, *steps])} {' UNION ALL '.join(counts)} ORDER BY 1").fetchall()
    return definitions.funnel((n, None if gap is None else halves(gap)) for _, n, gap in rows)


def first_times(events: str, _: str) -> Answer:
    rows = (
        opened(events)
        .execute(f"""
SELECT event, count(*), count(gap), median(gap), sum(gap) FROM (
  SELECT event, lead(ms) OVER (PARTITION BY customer_id ORDER BY ms) - ms AS gap FROM (
    SELECT customer_id, event, min(ms) AS ms FROM log WHERE event IN {MILESTONES} GROUP BY customer_id, event)
) GROUP BY event""")
        .fetchall()
    )
    return first_times_answer(rows)


def first_times_answer(rows: list[tuple]) -> Answer:
    """The answer to c from rows of milestone, rows, closed, median and summed milliseconds."""
    return {
        "total": [sum(n for _, n, *_ in rows), sum(row[2] for row in rows), sum(int(row[4] or 0) for row in rows)],
        "closed": {event: closed for event, _, closed, *_ in rows},
        "medians": {event: halves(median) for event, _, closed, median, _ in rows if closed},
    }


def variants(events: str, _: str) -> Answer:
    rows = opened(
        events
    ).execute("""
SELECT count(*) AS n FROM (SELECT list(event ORDER BY ms) AS path FROM log GROUP BY customer_id) GROUP BY path ORDER BY n DESC""")
    counts = [n for (n,) in rows.fetchall()]
    return {"variants": len(counts), "top": counts[:MOST_FREQUENT]}


def survival(events: str, customers: str) -> Answer:
    rows = (
        opened(events)
        .execute(f"""
SELECT segment, (last - first) // {DAY_MS} AS day, count(*) FILTER ({OBSERVED_UNTIL_MS} - last > {QUIET_MS}), count(*) FROM (
  SELECT customer_id, min(ms) FILTER (event = 'signup') AS first, max(ms) AS last FROM log GROUP BY customer_id
) JOIN read_parquet('{customers}') USING (customer_id) WHERE first IS NOT NULL GROUP BY ALL""")
        .fetchall()
    )
    return definitions.survival(rows)


def by_event(events: str, _: str) -> Answer:
    rows = (
        opened(events)
        .execute(f"""
SELECT event, count(*), count(DISTINCT customer_id), count(*) FILTER (next = event),
  count(*) FILTER (next_but_one = event AND next <> event), count(*) FILTER (step < highest), median(gap)
FROM (
  SELECT customer_id, event, step, lead(event) OVER w AS next, lead(event, 2) OVER w AS next_but_one, lead(ms) OVER w - ms AS gap,
    max(step) OVER (PARTITION BY customer_id ORDER BY ms ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
  FROM (SELECT *, {MILESTONE} AS step FROM log) WINDOW w AS (PARTITION BY customer_id ORDER BY ms)
) GROUP BY event""")
        .fetchall()
    )
    return by_event_answer(rows)


def by_event_answer(rows: list[tuple]) -> Answer:
    """The answer to f from rows of event, its five counts, and the median milliseconds to the next event."""
    names = ("n", "customers", "repeats", "back_again", "steps_back")
    return {
        **{name: {row[0]: row[place] for row in rows} for place, name in enumerate(names, start=1)},
        "medians": {row[0]: halves(row[6]) for row in rows if row[6] is not None},
    }


JOBS = {"a": pairs, "b": funnel, "c": first_times, "d": variants, "e": survival, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

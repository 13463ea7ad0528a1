"""The jobs in chdb (ClickHouse in the process), over the Parquet file.

python -m benchmarks.jobs.by_chdb a EVENTS.parquet CUSTOMERS.parquet
"""

from __future__ import annotations

import json
from typing import Any

import chdb

from benchmarks.answers import halves
from benchmarks.jobs import definitions
from benchmarks.jobs.definitions import DAY_MS, MOST_FREQUENT, NUMBERS, OBSERVED_UNTIL_MS, QUIET_MS, Answer
from benchmarks.milestones import MILESTONES

MEDIAN, MEDIAN_IF = "quantileExactInclusive(0.5)", "quantileExactInclusiveIf(0.5)"  # the mean of the two middle values
NEVER = "toInt64(9000000000000000)"
# the events of a customer in order of time, as arrays
WALKS = "SELECT customer_id, arraySort(groupArray((at, event))) AS walk, walk.1 AS ats, walk.2 AS events FROM ({log}) GROUP BY customer_id"
STEP = f"transform(event, {list(NUMBERS)}, {[number + 1 for number in NUMBERS.values()]}, 0)"


def asked(sql: str) -> list[list[Any]]:
    """The rows of a query."""
    settings = " SETTINGS output_format_json_quote_64bit_integers = 0"
    text = chdb.query(sql + settings, "JSONCompactEachRow").bytes().decode()
    return [json.loads(line) for line in text.splitlines()]


def log(events: str, only: str = "") -> str:
    """The log as a query (customer_id, at, event)."""
    where = f" WHERE {only}" if only else ""
    return (
        "SELECT assumeNotNull(customer_id) AS customer_id, toUnixTimestamp64Milli(assumeNotNull(ts)) AS at, "
        f"CAST(assumeNotNull(event) AS LowCardinality(String)) AS event FROM file('{events}', 'Parquet'){where}"
    )


def pairs(events: str, _: str) -> Answer:
    rows = asked(f"""
SELECT p.1, p.2, count(), {MEDIAN}(p.3) FROM (
  SELECT arrayJoin(arrayZip(arrayPopBack(events), arrayPopFront(events), arrayPopFront(arrayDifference(ats)))) AS p
  FROM ({WALKS.format(log=log(events))})) GROUP BY p.1, p.2""")
    return {
        "counts": {f"{event} {after}": n for event, after, n, _ in rows},
        "medians": {f"{event} {after}": halves(gap) for event, after, _, gap in rows},
    }


def funnel(events: str, _: str) -> Answer:
    listed = ", ".join(f"'{event}'" for event in MILESTONES)
    times = f"""SELECT customer_id, groupArray(({STEP} - 1, at)) AS found FROM ({log(events, f"event IN ({listed})")}) GROUP BY customer_id"""
    chain = f"SELECT *, [arrayMin(arrayMap(x -> if(x.1 = 0, x.2, {NEVER}), found))] AS t0 FROM ({times})"
    for k in range(1, len(MILESTONES)):
        chain = (
            f"SELECT *, arrayPushBack(t{k - 1}, arrayMin(arrayMap(x -> if(x.1 = {k} AND x.2 > t{k - 1}[{k}], x.2, {NEVER}), found))) "
            f"AS t{k} FROM ({chain})"
        )
    last = f"t{len(MILESTONES) - 1}"
    columns = ", ".join(
        f"countIf({last}[{k + 1}] < {NEVER}), "
        + (f"{MEDIAN_IF}({last}[{k + 1}] - {last}[{k}], {last}[{k + 1}] < {NEVER})" if k else "0")
        for k in range(len(MILESTONES))
    )
    row = asked(f"SELECT {columns} FROM ({chain})")[0]
    return definitions.funnel((row[2 * k], halves(row[2 * k + 1])) for k in range(len(MILESTONES)))


def first_times(events: str, _: str) -> Answer:
    listed = ", ".join(f"'{event}'" for event in MILESTONES)
    firsts = f"SELECT customer_id, event, min(at) AS at FROM ({log(events, f'event IN ({listed})')}) GROUP BY customer_id, event"
    rows = asked(f"""
SELECT p.1, count(), countIf(p.2 >= 0), {MEDIAN_IF}(p.2, p.2 >= 0), sumIf(p.2, p.2 >= 0) FROM (
  SELECT arrayJoin(arrayZip(events, arrayPushBack(arrayPopFront(arrayDifference(ats)), -1))) AS p
  FROM ({WALKS.format(log=firsts)})) GROUP BY p.1""")
    return {
        "total": [sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[4] for row in rows)],
        "closed": {row[0]: row[2] for row in rows},
        "medians": {row[0]: halves(row[3]) for row in rows if row[2]},
    }


def variants(events: str, _: str) -> Answer:
    rows = asked(f"SELECT count() AS n FROM ({WALKS.format(log=log(events))}) GROUP BY events ORDER BY n DESC")
    return {"variants": len(rows), "top": [row[0] for row in rows[:MOST_FREQUENT]]}


def survival(events: str, customers: str) -> Answer:
    rows = asked(f"""
SELECT segment, intDiv(last - first, {DAY_MS}) AS day, countIf({OBSERVED_UNTIL_MS} - last > {QUIET_MS}), count() FROM (
  SELECT customer_id, minIf(at, event = 'signup') AS first, max(at) AS last, countIf(event = 'signup') AS signups
  FROM ({log(events)}) GROUP BY customer_id HAVING signups > 0
) AS s JOIN file('{customers}', 'Parquet') AS c ON c.customer_id = s.customer_id GROUP BY segment, day""")
    return definitions.survival(rows)


def by_event(events: str, _: str) -> Answer:
    rows = asked(f"""
SELECT event, count(), uniqExact(customer_id), countIf(next = event), countIf(next_but_one = event AND next != event),
  countIf(step > 0 AND step < highest), {MEDIAN_IF}(next_at - at, next != '')
FROM (
  SELECT customer_id, event, at, {STEP} AS step,
    leadInFrame(event, 1, '') OVER w AS next, leadInFrame(event, 2, '') OVER w AS next_but_one, leadInFrame(at, 1, 0) OVER w AS next_at,
    max({STEP}) OVER (PARTITION BY customer_id ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
  FROM ({log(events).replace("CAST(assumeNotNull(event) AS LowCardinality(String))", "assumeNotNull(event)")})
  WINDOW w AS (PARTITION BY customer_id ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
) GROUP BY event""")
    names = ("n", "customers", "repeats", "back_again", "steps_back")
    return {
        **{name: {row[0]: row[place] for row in rows} for place, name in enumerate(names, start=1)},
        "medians": {row[0]: halves(row[6]) for row in rows if row[6] is not None},
    }


JOBS = {"a": pairs, "b": funnel, "c": first_times, "d": variants, "e": survival, "f": by_event}

if __name__ == "__main__":
    definitions.answer_asked(JOBS)

"""Facts of all tasks as tables of one session. What is true of all subjects together is counted here."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wayline.bindings.sql_text import Named
from wayline.paths.spark.ghosts import PLACES
from wayline.paths.spark.share import unpacked
from wayline.paths.tables import as_table

_PLACES = """row_number() OVER (PARTITION BY s.level ORDER BY s.start_at, s.start_arrival) AS place,
  row_number() OVER (ORDER BY s.start_at, s.start_arrival) AS place_of_all,
  count(*) OVER (PARTITION BY s.level) AS places, count(*) OVER () AS places_of_all"""
# facts that tell of all subjects, from those that tell of the subjects of a task
_OF_ALL = {
    "subjects": f"SELECT * REPLACE ({_PLACES}) FROM gathered_rows s",
    "subject_facts": "SELECT f.* REPLACE (s.place AS place, s.place_of_all AS place_of_all, s.places AS places, "
    "s.places_of_all AS places_of_all) FROM gathered_rows f JOIN subjects s ON s.subject = f.subject",
    "event_facts": "SELECT event, level, CAST(sum(events) AS BIGINT) AS events, CAST(sum(covered) AS BIGINT) AS covered, "
    "CAST(sum(ambiguous) AS BIGINT) AS ambiguous, CAST(sum(unmatched) AS BIGINT) AS unmatched, "
    "CAST(sum(unmatched_subjects) AS BIGINT) AS unmatched_subjects FROM gathered_rows GROUP BY event, level",
}


def gathered(con: duckdb.DuckDBPyConnection, asked: Mapping[str, str], parts: pa.Table) -> int:
    """Fill the tables of a session in which the plan has run without rows. How many events are unassigned.

    `asked`: table → the query that every task answered; `parts`: their answers.
    """
    # every shape is read before the first table changes: the queries read each other's tables
    shapes = {name: con.sql(sql).to_arrow_table().schema for name, sql in asked.items()}
    for name, shape in shapes.items():
        its = parts.filter(pc.equal(parts["name"], name))["rows"]
        rows = pa.concat_tables([shape.empty_table(), *(unpacked(part.as_py()).cast(shape) for part in its)])
        con.register("gathered_rows", rows)
        as_table(con, Named(name, _OF_ALL.get(name, "SELECT * FROM gathered_rows")))
        con.unregister("gathered_rows")
    if "ghost_pairs" in asked:
        as_table(con, Named("ghost_places", PLACES))
    return int(con.execute("SELECT coalesce(sum(events), 0) FROM unassigned").fetchall()[0][0])

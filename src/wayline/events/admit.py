"""Which staged events are new, known already, or correct what the log holds; and the place each gets in the log.

An event is the same as another if source and event_id are: the id as given, else a digest of source, row and k, where the row
is the k-th identical one of its file. A known event with other content is a correction: it replaces the old one and keeps its place.
"""

from __future__ import annotations

import duckdb

from wayline.events.names import code_joins
from wayline.events.staging import Staging
from wayline.events.tables import TABLES

CODED = {
    "person": "person_id",
    "account": "account_id",
    "object": "object_id",
    "session": "session_id",
    "event": "event",
    "channel": "channel",
    "direction": "direction",
    "referrer": "referrer",
    "campaign": "campaign",
    "currency": "currency",
}
_CONTENT = ("occurred_at", *CODED, "amount", "source_zone", "properties")
# two hashes of 64 bits: half the memory of the id itself, and too long to meet by chance
KEY = "hash({id}) AS key_1, hash({id} || '#') AS key_2"


def number_event_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Makes `repeat_events(pos, file_no, row, k)` of the rows that repeat an earlier identical row of their file; k counts from 2.

    Rows that bring an id are told apart by it: a second row with the same id is no repeat, it is the same event.
    """
    con.execute(
        "CREATE TEMP TABLE repeat_events AS WITH own AS (SELECT * FROM staged_events WHERE event_id IS NULL),"
        " several AS (SELECT file_no, hash(row_hash) AS h FROM own GROUP BY ALL HAVING count(*) > 1)"
        " SELECT pos, file_no, row, k FROM (SELECT s.pos, s.file_no, s.row,"
        " row_number() OVER (PARTITION BY s.file_no, s.row_hash ORDER BY s.pos) AS k FROM own s"
        " SEMI JOIN several d ON d.file_no = s.file_no AND d.h = hash(s.row_hash)) WHERE k > 1"
    )


def code_events(con: duckdb.DuckDBPyConnection, staging: Staging, received_at: int) -> None:
    """Makes the view `coded_events`: staged events with codes, ids and the file's source, not yet with a place in the log."""
    codes, joins = code_joins(staging, "events", CODED)
    coded = ", ".join(f"{expression} AS {kind}" for kind, expression in codes.items())
    con.execute(
        "CREATE TEMP VIEW coded_events AS SELECT s.pos, s.file_no, s.row, s.occurred_at, f.source,"
        f" {coded}, s.amount, coalesce(s.event_id, md5(concat_ws(chr(31), f.source_name, s.row_hash, coalesce(r.k, 1)))) AS event_id,"
        f" s.source_zone, s.properties, coalesce(s.received_at, {received_at}) AS received_at"
        f" FROM staged_events s JOIN load_files f ON f.file_no = s.file_no LEFT JOIN repeat_events r ON r.pos = s.pos {joins}"
    )


def place_events(con: duckdb.DuckDBPyConnection, log_events: str, first_arrival: int) -> None:
    """Makes `placed_events(pos, file_no, row, arrival, corrects)` of the staged events to write, and `rival_events(pos, file_no, row,
    replaced)` of those that another row of the same load stands for.

    `log_events` is the relation of the events that hold; `first_arrival` the next free place.
    """
    content = f"hash({', '.join(_CONTENT)}) AS content"
    con.execute(
        f"CREATE TEMP TABLE keyed_events AS SELECT pos, file_no, row, source, {KEY.format(id='event_id')}, {content} FROM coded_events"
    )
    settle_rivals(con, "events")
    con.execute(
        f"CREATE TEMP TABLE known_events AS SELECT k.pos, e.arrival, e.content = k.content AS same FROM keyed_events k JOIN"
        f" (SELECT source, {KEY.format(id='event_id')}, {content}, arrival FROM {log_events}"
        f" WHERE source IN (SELECT source FROM load_files)) e USING (source, key_1, key_2)"
    )
    place(con, "events", first_arrival)


def settle_rivals(con: duckdb.DuckDBPyConnection, stage: str) -> None:
    """Of staged rows with one id the last content holds, at the place of the first row."""
    con.execute(
        f"CREATE TEMP TABLE rival_{stage} AS WITH several AS (SELECT source, key_1, key_2 FROM keyed_{stage} GROUP BY ALL HAVING count(*) > 1),"
        f" judged AS (SELECT k.*, last_value(content) OVER same_id AS holds, min(pos) OVER same_id AS seat"
        f" FROM keyed_{stage} k SEMI JOIN several USING (source, key_1, key_2)"
        " WINDOW same_id AS (PARTITION BY source, key_1, key_2 ORDER BY pos ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))"
        " SELECT pos, file_no, row, seat, content <> holds AS replaced, content = holds AND row_number() OVER"
        " (PARTITION BY source, key_1, key_2, content ORDER BY pos) = 1 AS stands FROM judged"
    )


def place(con: duckdb.DuckDBPyConnection, stage: str, first_arrival: int) -> None:
    con.execute(
        f"CREATE TEMP TABLE placed_{stage} AS SELECT pos, file_no, row, coalesce(arrival,"
        f" {first_arrival} + row_number() OVER (PARTITION BY arrival IS NULL ORDER BY seat) - 1) AS arrival, arrival IS NOT NULL AS corrects"
        f" FROM (SELECT k.pos, k.file_no, k.row, n.arrival, coalesce(r.seat, k.pos) AS seat FROM keyed_{stage} k"
        f" LEFT JOIN rival_{stage} r USING (pos) LEFT JOIN known_{stage} n USING (pos)"
        f" WHERE coalesce(r.stands, true) AND NOT coalesce(n.same, false))"
    )


def events_query(first_arrival: int, *, every_row: bool) -> str:
    """The events to write, in the order of their parts. `every_row` says that all staged events are new: their places need no table."""
    columns = ", ".join(name for name in TABLES["events"] if name not in {"arrival", "load"})
    load = "(file_no + (SELECT min(load - file_no) FROM load_files))"
    if every_row:
        source = f"(SELECT c.*, {first_arrival} + c.pos AS arrival FROM coded_events c)"
    else:
        source = "(SELECT c.*, p.arrival FROM coded_events c JOIN placed_events p ON p.pos = c.pos)"
    return f"SELECT {columns}, arrival, {load} AS load FROM {source} e ORDER BY occurred_at, arrival"

"""Which staged events are new, known already, or correct what the log holds; and the place each gets in the log.

An event is the same as another if source and event_id are: the id as given, else a digest of source, row and k, where the row
is the k-th identical one of its file. A known event with other content is a correction: it replaces the old one and keeps its place.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from wayline.events.names import code_joins
from wayline.events.stage import own_id_sql
from wayline.events.staging import Staging
from wayline.events.tables import TABLES, count

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
        f" {coded}, s.amount, coalesce(s.event_id, {own_id_sql('f.source_name', 's.row_hash', 'coalesce(r.k, 1)')}) AS event_id,"
        f" s.source_zone, s.properties, coalesce(s.received_at, {received_at}) AS received_at"
        f" FROM staged_events s JOIN load_files f ON f.file_no = s.file_no LEFT JOIN repeat_events r ON r.pos = s.pos {joins}"
    )


def place_events(con: duckdb.DuckDBPyConnection, log_events: str, first_arrival: int) -> None:
    """Makes `placed_events(pos, file_no, row, arrival, corrects)` of the staged events to write.

    And `rival_events(pos, file_no, row, replaced)` of those with an id that several rows of the load have. `log_events` is the
    relation of the events that hold; `first_arrival` the next free place.
    """
    place(con, "events", log_events, said="event_id", content=_CONTENT, first_arrival=first_arrival)


def place(
    con: duckdb.DuckDBPyConnection, stage: str, log: str, *, said: str, content: Iterable[str], first_arrival: int
) -> None:
    """As `place_events` for `coded_STAGE`: `said` is the SQL of the id within a source, `content` what a correction may change."""
    # two hashes of 64 bits: half the memory of the id itself, and too long to meet by chance
    keys = f"source, hash({said}) AS key_1, hash({said} || '#') AS key_2"
    content_hash = f"hash({', '.join(content)}) AS content"
    con.execute(
        f"CREATE TEMP TABLE keyed_{stage} AS SELECT pos, file_no, row, {keys}, {content_hash} FROM coded_{stage}"
    )
    _settle_rivals(con, stage)
    con.execute(
        f"CREATE TEMP TABLE met_{stage} AS SELECT k.pos, k.content, e.arrival FROM keyed_{stage} k JOIN"
        f" (SELECT {keys}, arrival FROM {log} WHERE source IN (SELECT source FROM load_files)) e USING (source, key_1, key_2)"
    )
    # most files bring only new rows: what the log says is read where some are known
    met = f"(SELECT arrival, {content_hash} FROM {log} SEMI JOIN met_{stage} USING (arrival))"
    if not count(con, f"met_{stage}"):
        met = f"(SELECT arrival, content FROM met_{stage})"
    con.execute(
        f"CREATE TEMP TABLE known_{stage} AS SELECT m.pos, m.arrival, e.content = m.content AS same FROM met_{stage} m"
        f" JOIN {met} e USING (arrival)"
    )
    _seat(con, stage, first_arrival)


def _settle_rivals(con: duckdb.DuckDBPyConnection, stage: str) -> None:
    """Of staged rows with one id the last content holds, at the place of the first row."""
    con.execute(
        f"CREATE TEMP TABLE rival_{stage} AS WITH several AS (SELECT source, key_1, key_2 FROM keyed_{stage} GROUP BY ALL HAVING count(*) > 1),"
        f" judged AS (SELECT k.*, last_value(content) OVER same_id AS holds, min(pos) OVER same_id AS seat"
        f" FROM keyed_{stage} k SEMI JOIN several USING (source, key_1, key_2)"
        " WINDOW same_id AS (PARTITION BY source, key_1, key_2 ORDER BY pos ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))"
        " SELECT pos, file_no, row, seat, content <> holds AS replaced, content = holds AND row_number() OVER"
        " (PARTITION BY source, key_1, key_2, content ORDER BY pos) = 1 AS stands FROM judged"
    )


def _seat(con: duckdb.DuckDBPyConnection, stage: str, first_arrival: int) -> None:
    con.execute(
        f"CREATE TEMP TABLE placed_{stage} AS SELECT pos, file_no, row, coalesce(arrival,"
        f" {first_arrival} + row_number() OVER (PARTITION BY arrival IS NULL ORDER BY seat) - 1) AS arrival, arrival IS NOT NULL AS corrects"
        f" FROM (SELECT k.pos, k.file_no, k.row, n.arrival, coalesce(r.seat, k.pos) AS seat FROM keyed_{stage} k"
        f" LEFT JOIN rival_{stage} r USING (pos) LEFT JOIN known_{stage} n USING (pos)"
        f" WHERE coalesce(r.stands, true) AND NOT coalesce(n.same, false))"
    )


def events_query(first_arrival: int, *, every_event: bool) -> str:
    """The events to write, in the order of their parts. `every_event` says that all are new: their places need no table."""
    columns = ", ".join(name for name in TABLES["events"] if name not in {"arrival", "load"})
    load = "(file_no + (SELECT min(load - file_no) FROM load_files))"
    source = "SELECT c.*, p.arrival FROM coded_events c JOIN placed_events p ON p.pos = c.pos"
    if every_event:
        source = f"SELECT c.*, {first_arrival} + c.pos AS arrival FROM coded_events c"
    return f"SELECT {columns}, arrival, {load} AS load FROM ({source}) e ORDER BY occurred_at, arrival"

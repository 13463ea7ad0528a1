"""What customers said, on its way into the log: coded, identified and placed as events are.

A piece of voice is the same as another if source, voice_id and question are; without a given voice_id, a digest of source, row, k
and question stands for it. The questions of one reply share its answer_id.
"""

from __future__ import annotations

import duckdb

from wayline.events.admit import place
from wayline.events.names import code_joins
from wayline.events.staging import Staging
from wayline.events.tables import TABLES

_CODED = {"person": "person_id", "account": "account_id", "object": "object_id", "session": "session_id"}
_TAKEN = (
    *("kind", "solicited", "question", "asks", "score", "scale_min", "scale_max"),
    *("weight", "text", "language", "properties"),
)
_CONTENT = ("occurred_at", *_CODED, *_TAKEN, "answer_id")
_SAID = "concat_ws(chr(31), voice_id, question)"


def number_voice_repeats(con: duckdb.DuckDBPyConnection) -> None:
    """Makes `repeat_voice(pos, file_no, row, k)`: as of events, but the questions of one row are no repeats of each other."""
    con.execute(
        "CREATE TEMP TABLE repeat_voice AS SELECT pos, file_no, row, k FROM (SELECT pos, file_no, row,"
        " row_number() OVER (PARTITION BY file_no, row_hash, question, kind ORDER BY pos) AS k FROM staged_voice) WHERE k > 1"
    )


def code_voice(con: duckdb.DuckDBPyConnection, staging: Staging, received_at: int) -> None:
    """Makes the view `coded_voice`: staged voice with codes and ids."""
    codes, joins = code_joins(staging, "voice", _CODED)
    coded = ", ".join(f"{expression} AS {kind}" for kind, expression in codes.items())
    taken = ", ".join(f"s.{name}" for name in _TAKEN)
    reply = "concat_ws(chr(31), f.source_name, s.row_hash, coalesce(r.k, 1))"
    con.execute(
        f"CREATE TEMP VIEW coded_voice AS SELECT s.pos, s.file_no, s.row, s.occurred_at, f.source, {coded}, {taken},"
        f" coalesce(s.voice_id, md5(concat_ws(chr(31), coalesce(s.answer_id, {reply}), s.question, s.kind))) AS voice_id,"
        f" coalesce(s.answer_id, s.voice_id, md5({reply})) AS answer_id, {received_at} AS received_at"
        f" FROM staged_voice s JOIN load_files f ON f.file_no = s.file_no LEFT JOIN repeat_voice r ON r.pos = s.pos {joins}"
    )


def place_voice(con: duckdb.DuckDBPyConnection, log_voice: str, first_arrival: int) -> None:
    """Makes `placed_voice` and `rival_voice`, as `place_events` does for events."""
    place(con, "voice", log_voice, said=_SAID, content=_CONTENT, first_arrival=first_arrival)


def voice_query() -> str:
    """The voice rows to write, in order of arrival."""
    columns = ", ".join(f"c.{name}" for name in TABLES["voice"] if name not in {"arrival", "load"})
    return (
        f"SELECT {columns}, p.arrival, f.load FROM coded_voice c JOIN placed_voice p ON p.pos = c.pos"
        " JOIN load_files f ON f.file_no = c.file_no ORDER BY p.arrival"
    )

"""Rows of an events table: one event a row, or (wide) one for every milestone that has a time."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from wayline.events.stage import EVENTS, OWN_ID, own_id_sql
from wayline.sources.chunk import Chunk, Notes, accepted_rows, as_stage, rejected_rows
from wayline.sources.moments import Moments, moments_of
from wayline.sources.raw import RawBatch
from wayline.sources.role_model import KEYS, Moment, Roles
from wayline.sources.sheet import VIEW, Sheet, cell_says, kept, quoted, registered
from wayline.sources.times import position_sql

if TYPE_CHECKING:
    import duckdb

_TEXTS = (
    "person_id", "account_id", "session_id", "object_type", "object_id", "channel", "direction", "referrer", "campaign", "currency", "event_id",
)  # fmt: skip
_SEEN = "events_seen"


def event_chunk(con: duckdb.DuckDBPyConnection, batch: RawBatch, sheet: Sheet, roles: Roles, zone: str) -> Chunk:
    """The events of one batch."""
    registered(con, batch, sheet)
    moments = moments_of(con, sheet, _moments(roles), zone)
    seen = con.sql(_sql(sheet, roles, moments)).to_arrow_table()
    accepted = accepted_rows(seen)
    notes = Notes()
    moments.say(accepted, notes)
    _say(accepted, roles, notes)
    events = _unfolded(con, accepted, roles) if roles.milestones else accepted
    return Chunk(
        batch.rows,
        {"events": as_stage(events, EVENTS, more=() if roles.milestones else (OWN_ID,))},
        rejected_rows(batch, seen),
        tuple(notes.findings),
    )


def _moments(roles: Roles) -> dict[str, Moment]:
    wide = {f"milestone_{k}": milestone.at for k, milestone in enumerate(roles.milestones)}
    return {**wide, **{role: roles.times[role] for role in ("occurred_at", "received_at") if role in roles.times}}


def _sql(sheet: Sheet, roles: Roles, moments: Moments) -> str:
    """Cells first, then times, then what is wrong: three steps, each from the one before."""
    # what no column holds is left out here, and filled in at the end: a column of NULLs costs as much as any other
    absent = {role for role in _TEXTS if roles.values.get(role) is None and role not in KEYS and not roles.milestones}
    cells = [f"{sheet.value(roles.values.get(role))} AS {role}" for role in (*_TEXTS, "event") if role not in absent]
    cells += [*_order_cells(sheet, roles), *_amount(sheet, roles), *moments.cells()]
    cells += [f"{sheet.json(kept(sheet, roles))} AS properties", f"{sheet.hash()} AS row_hash"]
    rule, message = _rules(roles, moments)
    known = {
        "k_in_row": "0::INTEGER",
        "occurred_at": _occurred_at(roles),
        "source_zone": _zone(roles, moments),
        "received_at": "received_at_us" if "received_at" in moments.clocks else "NULL::BIGINT",
        "line": "line",
        "rule": rule,
        "message": message,
        "no_key": " AND ".join(f"{key} IS NULL" for key in KEYS),
        "bad_amount": "CASE WHEN amount IS NULL THEN amount_text END",
    }
    if not roles.milestones and "event_id" in absent:
        known[OWN_ID] = own_id_sql(quoted(roles.source), "row_hash", "1")
    columns = [name for name in EVENTS.names if name not in known and name not in absent] + [
        f"{sql} AS {name}" for name, sql in known.items()
    ]
    return f"""
WITH cells AS (SELECT row, line, {", ".join(cells)} FROM {VIEW}),
times AS (SELECT {", ".join(["*", *moments.micros()])} FROM cells)
SELECT {", ".join([*columns, *moments.noted()])} FROM times"""


def _order_cells(sheet: Sheet, roles: Roles) -> list[str]:
    if not roles.position:
        return []
    return [f"{sheet.text(roles.position)} AS position_text", f"{position_sql(sheet, roles.position)} AS position_us"]


def _amount(sheet: Sheet, roles: Roles) -> list[str]:
    value = roles.values.get("amount")
    number = sheet.number(value) if value else "NULL::DOUBLE"
    return [f"{sheet.value(value)} AS amount_text", f"{number} AS amount"]


def _occurred_at(roles: Roles) -> str:
    if roles.milestones:
        return "NULL::BIGINT"
    return "position_us" if roles.position else "occurred_at_us"


def _zone(roles: Roles, moments: Moments) -> str:
    return moments.zone_of("occurred_at") if "occurred_at" in roles.times else "NULL::VARCHAR"


def _rules(roles: Roles, moments: Moments) -> tuple[str, str]:
    """SQL of the rule that a row breaks (NULL for none) and of the message that says why."""
    if roles.milestones:
        return _wide_rules(roles, moments)
    cases = [*_order_cases(roles, moments), ("event IS NULL", "no-event", quoted("the row names no event"))]
    rule = " ".join(f"WHEN {test} THEN {quoted(name)}" for test, name, _ in cases)
    message = " ".join(f"WHEN {test} THEN {said}" for test, _, said in cases)
    return f"CASE {rule} END", f"CASE {message} END"


def _order_cases(roles: Roles, moments: Moments) -> list[tuple[str, str, str]]:
    if roles.position:
        column = roles.position
        said = cell_says("position_text", f" in column '{column}' is no position; expected a number")
        return [
            ("position_text IS NULL", "no-position", quoted(f"the cell in column '{column}' is empty")),
            ("position_us IS NULL", "bad-position", said),
        ]
    column = roles.times["occurred_at"].column
    return [
        ("occurred_at_text IS NULL", "no-time", quoted(f"the cell in column '{column}' is empty")),
        (moments.bad("occurred_at"), "bad-time", moments.complaint("occurred_at")),
    ]


def _wide_rules(roles: Roles, moments: Moments) -> tuple[str, str]:
    names = [f"milestone_{k}" for k in range(len(roles.milestones))]
    good = " OR ".join(f"{name}_us IS NOT NULL" for name in names)
    bad = " OR ".join(moments.bad(name) for name in names)
    said = " ".join(f"WHEN {moments.bad(name)} THEN {moments.complaint(name)}" for name in names)
    return f"CASE WHEN ({bad}) AND NOT ({good}) THEN 'bad-time' END", f"CASE {said} END"


def _unfolded(con: duckdb.DuckDBPyConnection, accepted: pa.Table, roles: Roles) -> pa.Table:
    """Wide rows as events, in the order of the row and then of the list of milestones."""
    con.register(_SEEN, accepted)
    structs = ", ".join(
        f"{{'k': {k}, 'us': milestone_{k}_us, 'zone': milestone_{k}_from, 'event': {quoted(milestone.event)}}}"
        for k, milestone in enumerate(roles.milestones)
    )
    plain = ", ".join(
        name
        for name in EVENTS.names
        if name not in ("k_in_row", "occurred_at", "source_zone", "event", "event_id", "row_hash")
    )
    return con.sql(f"""
WITH unfolded AS (SELECT {plain}, event_id AS given_id, row_hash AS hash, unnest([{structs}]) AS met FROM {_SEEN})
SELECT {plain}, met.k::INTEGER AS k_in_row, met.us AS occurred_at, met.zone AS source_zone, met.event AS event,
  given_id || ':' || met.event AS event_id, md5(hash || ':' || met.event) AS row_hash
FROM unfolded WHERE met.us IS NOT NULL ORDER BY row, k_in_row""").to_arrow_table()


def _say(accepted: pa.Table, roles: Roles, notes: Notes) -> None:
    notes.count("no-key", "info", "rows whose key is empty; kept, and counted as unassigned", accepted["no_key"])
    notes.texts(
        "bad-amount", "warning", "amounts that are no number; the rows are kept without amount", accepted["bad_amount"]
    )
    if "received_at" in roles.times:
        notes.texts(
            "bad-received-at",
            "warning",
            "times of receipt that cannot be read; the load's own is taken",
            accepted["received_at_bad"],
        )
    if roles.milestones:
        _say_wide(accepted, roles, notes)


def _say_wide(accepted: pa.Table, roles: Roles, notes: Notes) -> None:
    for k, milestone in enumerate(roles.milestones):
        message = f"times in column '{milestone.at.column}' that cannot be read; '{milestone.event}' is left out of these rows"
        notes.texts("bad-time", "warning", message, accepted[f"milestone_{k}_bad"])
    empty = [pc.is_null(accepted[f"milestone_{k}_us"]) for k in range(len(roles.milestones))]
    notes.count("no-milestone", "info", "rows without any milestone; they make no event", reduce(pc.and_, empty))

"""Roles proposed from the content of a table: the door, and which kind of table it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from wayline.sources.profile import Profile, profile
from wayline.sources.proposal import Draft, Proposal, Reason
from wayline.sources.propose_events import looks_like_events, propose_events
from wayline.sources.propose_keys import give_keys
from wayline.sources.propose_people import propose_people
from wayline.sources.propose_shape import propose_shape
from wayline.sources.propose_voice import is_reply, propose_voice, survey_columns
from wayline.sources.propose_xes import propose_xes
from wayline.sources.raw import RawTable, ReadOptions
from wayline.sources.role_model import TableKind
from wayline.sources.shapes.known import shape_named

__all__ = ["Proposal", "Reason", "proposal_head", "propose"]


def propose(raw: RawTable, *, table: TableKind | None = None, source: str = "", zone: str = "") -> Proposal:
    """Roles for a table that nobody has described yet, with a reason for each.

    `sure` only where one reading is clearly best; else `doubts` says what a person should decide. `zone` is one that was asked for, not the
    workspace's. Never raises for what the table holds: a table that fits nothing gives an unsure proposal.
    """
    seen = profile(raw)
    usual, known, zoned = _known(raw)
    draft = Draft(table or usual or _table_of(seen), seen)
    if not seen.rows:
        draft.doubt("the table has no rows to judge by")
    (known if known and draft.table == usual else _PROPOSERS[draft.table])(draft)
    name = source or re.sub(r"[^\w.-]+", "-", raw.path.name.split(".")[0]).strip("-").lower() or "source"
    return draft.finished(name, _read(raw, seen, zone or zoned))


def _known(raw: RawTable) -> tuple[TableKind | None, Callable[[Draft], None] | None, str]:
    """(table, who proposes its roles, zone of its times) of a format that says itself what its columns mean."""
    if raw.format == "xes":
        return "events", propose_xes, ""
    if raw.read.shape:
        shape = shape_named(raw.read.shape)
        return shape.table, partial(propose_shape, shape=shape), shape.zone
    return None, None, ""


def proposal_head(proposal: Proposal, file: str) -> list[str]:
    """What stands above proposed roles in their file."""
    lines = [f"Proposed from the content of {file}. Correct what is wrong, then import again with --roles."]
    lines += [f"Not sure: {doubt}" for doubt in proposal.doubts]
    return lines + [f"Assumed: {assumed}" for assumed in proposal.assumed]


def _table_of(seen: Profile) -> TableKind:
    if survey_columns(seen) or is_reply(seen):
        return "voice"
    if looks_like_events(seen):
        return "events"
    trial = Draft("people", seen)
    give_keys(trial, unique=True)
    return "accounts" if set(trial.values) == {"account_id"} else "people"


def _read(raw: RawTable, seen: Profile, zone: str) -> ReadOptions:
    is_text = raw.format in ("csv", "tsv")
    words = (*raw.read.missing, *seen.missing)
    return ReadOptions(
        delimiter=raw.read.delimiter if is_text else "",
        encoding=raw.read.encoding if is_text else "",
        decimal=raw.read.decimal if is_text else "",
        header=raw.read.header if is_text and raw.read.header == "no" else "",
        sheet=raw.read.sheet if any(finding.rule == "sheet" for finding in raw.opening) else "",
        shape=raw.read.shape,
        database=raw.read.database,
        table=raw.read.table,
        query=raw.read.query,
        incremental=raw.read.incremental,
        zone=zone or raw.read.zone,
        missing=tuple(dict.fromkeys(("", *words))) if words else (),
    )


_PROPOSERS = {"events": propose_events, "voice": propose_voice, "people": propose_people, "accounts": propose_people}

"""Roles of a people or accounts table from its content: one row a key, no time."""

from __future__ import annotations

from wayline.sources import column_name as names
from wayline.sources.proposal import Draft
from wayline.sources.propose_keys import give_keys
from wayline.sources.role_model import KEYS, Word

_FROM = frozenset({"valid", "since", "effective"})


def propose_people(draft: Draft) -> None:
    _give_valid_from(draft)
    give_keys(draft, unique=True)
    if draft.table == "accounts":
        _keep_account(draft)
    keys = [key for key in KEYS if key in draft.values]
    if not keys:
        _give_unique(draft)
        return
    owner = next(key for key in ("object_id", "session_id", "person_id", "account_id") if key in keys)
    column = next(column for column in draft.profile if (column.name,) == getattr(draft.values[owner], "columns", ()))
    if not column.is_unique and not draft.times:
        draft.doubt(
            f"{owner}: '{column.name}' has {column.distinct:,} values in {draft.profile.rows:,} rows; is it the key of a row?"
        )
    if owner == "object_id" and len(keys) == 1:
        draft.doubt(f"'{column.name}' names no person or account; are these rows traits of objects?")
    draft.assumed.append("every column without a role is a trait")


def _give_valid_from(draft: Draft) -> None:
    for column in draft.profile:
        if column.time and not column.time.rival and names.has_word(column.name, _FROM):
            draft.times["valid_from"] = column.time.moment(column.name)
            draft.note(
                "valid_from", column.name, f"{len(column.there):,} cells are {column.time.spoken}, and its name says so"
            )
            return


def _keep_account(draft: Draft) -> None:
    for key in [key for key in draft.values if key != "account_id"]:
        del draft.values[key]
    draft.reasons[:] = [reason for reason in draft.reasons if reason.role in (*draft.values, *draft.times)]


def _give_unique(draft: Draft) -> None:
    unique = [column for column in draft.profile.without(draft.taken) if column.is_unique and not column.is_prose]
    if unique:
        role = "account_id" if draft.table == "accounts" else "person_id"
        draft.give(role, unique[0].name, f"{unique[0].distinct:,} values, one row each")
        draft.doubt(f"{role}: no name says whose row it is; '{unique[0].name}' is different in every row")
        return
    first = draft.profile.columns[0].name if draft.profile.columns else ""
    role = "object_id" if draft.table == "people" else "account_id"
    draft.give(role, first, "the first column, for want of a better one")
    if role == "object_id":
        draft.values["object_type"] = Word(names.thing(first))
    draft.doubt("no column is different in every row, so none is the key of a row")

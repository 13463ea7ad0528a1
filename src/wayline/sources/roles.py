"""Roles files (`NAME.roles.yaml`) as values: `parse_roles` reads one, `bound` fits the roles to the columns that are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wayline.documents import read_documents
from wayline.errors import RolesError
from wayline.findings import nearest
from wayline.sources.raw import ReadOptions
from wayline.sources.role_check import check
from wayline.sources.role_entry import Entry, read_if
from wayline.sources.role_model import (
    ROLES,
    TABLES,
    TIMES,
    Cells,
    Either,
    Milestone,
    Moment,
    Question,
    Roles,
    Scale,
    TableKind,
    Value,
    Word,
    bound,
)
from wayline.sources.role_values import (
    read_milestones,
    read_moment,
    read_options,
    read_questions,
    read_scale,
    read_score,
    read_value,
)

__all__ = [
    "Cells",
    "Either",
    "Milestone",
    "Moment",
    "Question",
    "Roles",
    "Scale",
    "Value",
    "Word",
    "bound",
    "parse_roles",
]

_SETTINGS = ("wayline", "table", "source", "file", "read", "columns")
_LISTS = ("traits", "drop")
# `min` and `max` are what people write beside a score; the canonical columns are called scale_min and scale_max.
_ALSO = {"min": "scale_min", "max": "scale_max"}


def parse_roles(text: str, path: str = "") -> tuple[Roles, ...]:
    """The tables of a roles file: one, several YAML documents, or a list under `tables`.

    >>> [roles] = parse_roles("{wayline: 1, table: events, columns: {person_id: who, occurred_at: when, event: what}}")
    >>> roles.times["occurred_at"].column
    'when'

    Raises RolesError with line and column for what is no YAML, for unknown or contradicting keys, and for roles that lack what their table needs.
    """
    documents = read_documents(text, path, error=RolesError)
    tables = [table for document in documents for table in _tables(Entry(document, (), path))]
    if not tables:
        raise RolesError(
            f"{path or 'roles'}:1:1: the roles file is empty",
            hint="It says what the columns of a table mean; see docs/reference/roles.md",
        )
    return tuple(tables)


def _tables(top: Entry) -> list[Roles]:
    if not isinstance(top.value, dict):
        raise top.refusal("expected `table:`, `columns:` and so on", hint="See docs/reference/roles.md")
    if "tables" not in top.value:
        return [_table(top, {})]
    shared = top.mapping(("tables", "wayline", "source", "read", "file"))
    listed = shared.pop("tables")
    if not isinstance(listed.value, list) or not listed.value:
        raise listed.refusal("tables: expected a list of tables")
    _check_version(shared)
    return [_table(listed.child(index), shared) for index in range(len(listed.value))]


def _table(entry: Entry, shared: dict[str, Entry]) -> Roles:
    given = {**shared, **entry.mapping()}
    _check_version(given)
    table = _kind_of_table(given)
    draft = _Draft(table, _spread(entry, given, table))
    draft.read()
    roles = Roles(
        table=table,
        source=read_if(given, "source", Entry.text, ""),
        file=read_if(given, "file", Entry.text, ""),
        read=read_if(given, "read", read_options, ReadOptions()),
        traits=read_if(draft.entries, "traits", Entry.names, None),
        drop=read_if(draft.entries, "drop", Entry.names, ()),
        path=entry.file,
        places={role: child.document.place(child.path, key=True) for role, child in draft.entries.items()},
        **draft.fields,
    )
    check(roles, entry, draft.entries)
    return roles


def _check_version(given: dict[str, Entry]) -> None:
    if "wayline" in given and given["wayline"].value != 1:
        raise given["wayline"].refusal(
            f"wayline: this version reads roles files of version 1, not {given['wayline'].text()}"
        )


def _kind_of_table(given: dict[str, Entry]) -> TableKind:
    if "table" not in given:
        return "voice" if "questions" in given else "events"
    name = given["table"].one_of(TABLES)
    return next(table for table in TABLES if table == name)


def _spread(entry: Entry, given: dict[str, Entry], table: TableKind) -> dict[str, Entry]:
    """Every role by name, whether it stands under `columns` or beside it."""
    known = (
        *ROLES[table],
        *_LISTS,
        *(_ALSO if table == "voice" else ()),
        *(("no_answer", "reversed") if table == "voice" else ()),
    )
    roles: dict[str, Entry] = {}
    columns = given["columns"].mapping() if "columns" in given else {}
    for source, settings in ((given, _SETTINGS), (columns, ())):
        for key, child in source.items():
            if key in settings:
                continue
            if key not in known:
                raise _unknown(child, key, known, table)
            role = _ALSO.get(key, key)
            if role in roles:
                raise child.refusal(f"'{role}' is said twice, beside `columns` and in it", at_key=True)
            roles[role] = child
    if not roles:
        raise entry.refusal("no column has a role", hint=f"Roles of {table}: {', '.join(ROLES[table])}")
    return roles


def _unknown(child: Entry, key: str, known: tuple[str, ...], table: TableKind) -> RolesError:
    elsewhere = [name for name in TABLES if key in ROLES[name]]
    if elsewhere:
        said = f"'{key}' is a role of the table {' or '.join(elsewhere)}, not of {table}"
    elif isinstance(child.value, str) and child.value in known:
        said = f"unknown role '{key}'. The role comes first: `{child.value}: {key}`"
    else:
        said = f"unknown role '{key}'.{nearest(key, (*known, *_SETTINGS))}"
    return child.refusal(said, hint=f"Roles of {table}: {', '.join(known)}", at_key=True)


@dataclass
class _Draft:
    """Collects the fields of Roles from its entries."""

    table: TableKind
    entries: dict[str, Entry]
    values: dict[str, Value] = field(default_factory=dict)
    times: dict[str, Moment] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        return {"values": self.values, "times": self.times, **self.rest}

    def read(self) -> None:
        for role, entry in self.entries.items():
            self._read_one(role, entry)

    def _read_one(self, role: str, entry: Entry) -> None:
        if role in TIMES:
            self.times[role] = read_moment(entry)
        elif role == "position":
            self.rest["position"] = entry.text()
        elif role == "milestones":
            self.rest["milestones"] = read_milestones(entry)
        elif role == "questions":
            self.rest["questions"] = read_questions(entry)
        elif role == "score":
            self.values["score"], scale = read_score(entry)
            self._rescale(scale)
        elif role in ("no_answer", "reversed"):
            self._rescale(read_scale({role: entry}))
        elif role == "same_as":
            self.rest["same_as"] = _same_as(entry)
        elif role not in _LISTS:
            self.values[role] = read_value(entry, role)

    def _rescale(self, said: Scale) -> None:
        old: Scale = self.rest.get("score", Scale())
        self.rest["score"] = Scale(
            old.low if said.low is None else said.low,
            old.high if said.high is None else said.high,
            said.no_answer or old.no_answer,
            said.is_reversed or old.is_reversed,
        )


def _same_as(entry: Entry) -> tuple[str, ...]:
    if isinstance(entry.value, dict):
        entries = entry.mapping(("person_id",))
        if "person_id" not in entries:
            raise entry.refusal("same_as: say `{person_id: [COLUMN, …]}`")
        return entries["person_id"].names()
    return entry.names()

"""Salesforce tables: accounts, contacts, opportunities and tasks. Today's values are not history, so a stage has no time."""

from __future__ import annotations

import re

from wayline.sources.role_model import Milestone, Moment, Word
from wayline.sources.shapes.shape import Derived, Row, Shape, first

_HINT = re.compile(rb"(AccountId|OwnerId|BillingCountry|StageName)")


def _closed(row: Row) -> Derived:
    is_closed, is_won = ((row.get(name) or "").lower() in ("true", "1") for name in ("IsClosed", "IsWon"))
    return {
        "salesforce:won": row.get("CloseDate") if is_closed and is_won else None,
        "salesforce:lost": row.get("CloseDate") if is_closed and not is_won else None,
    }


OPPORTUNITIES = Shape(
    name="salesforce-opportunities",
    title="Salesforce opportunities",
    needs=("Id", "AccountId", "StageName", "CloseDate", "CreatedDate", "IsClosed", "IsWon"),
    hint=_HINT,
    adds=("salesforce:won", "salesforce:lost"),
    derive=_closed,
    values={
        "account_id": "AccountId",
        "object_id": "Id",
        "object_type": Word("opportunity"),
        "event_id": "Id",
        "amount": "Amount",
    },
    milestones=(
        Milestone("opportunity created", Moment("CreatedDate")),
        Milestone("opportunity won", Moment("salesforce:won")),
        Milestone("opportunity lost", Moment("salesforce:lost")),
    ),
    assumed=(
        "CloseDate is an event only where IsClosed is true; before that it is a plan",
        "the stage is today's: its past stands in OpportunityHistory, not in this file",
    ),
)

TASKS = Shape(
    name="salesforce-tasks",
    title="Salesforce tasks",
    needs=("Id", "WhoId", "Subject", "Status", "ActivityDate"),
    hint=re.compile(rb"ActivityDate"),
    adds=("salesforce:event", "salesforce:time"),
    derive=lambda row: {
        "salesforce:event": first(row.get("TaskSubtype"), row.get("Type"), "Task"),
        "salesforce:time": first(row.get("CompletedDateTime"), row.get("ActivityDate")),
    },
    values={
        "person_id": "WhoId",
        "account_id": "AccountId",
        "object_id": "WhatId",
        "object_type": Word("record"),
        "event": "salesforce:event",
        "event_id": "Id",
    },
    times={"occurred_at": Moment("salesforce:time")},
    assumed=("a task without CompletedDateTime has the date of ActivityDate, which is a day without a time",),
)

CONTACTS = Shape(
    name="salesforce-contacts",
    title="Salesforce contacts",
    needs=("Id", "AccountId", "LastName"),
    hint=_HINT,
    table="people",
    values={"person_id": "Id", "account_id": "AccountId"},
)

ACCOUNTS = Shape(
    name="salesforce-accounts",
    title="Salesforce accounts",
    needs=("Id", "Name", "ParentId", "OwnerId"),
    hint=re.compile(rb"ParentId"),
    looks=lambda rows: not any("AccountId" in row for row in rows),
    table="accounts",
    values={"account_id": "Id"},
)

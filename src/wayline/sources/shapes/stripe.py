"""Stripe: events, and the list of subscriptions. Amounts are in the currency's smallest unit; what is not live is no event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from wayline.sources.json_text import Fault
from wayline.sources.role_model import Milestone, Moment, Word
from wayline.sources.shapes.shape import Cell, Derived, Row, Shape, first, inner, text_at

_WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THOUSANDTHS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_AMOUNTS = ("amount_paid", "amount_refunded", "amount", "amount_due", "amount_total", "total")
_ADDS = tuple(f"stripe:{name}" for name in ("customer", "object", "object_type", "amount", "currency"))


def _test_mode(row: Row) -> Fault | None:
    is_live = (row.get("livemode") or "true").lower() != "false"
    return None if is_live else Fault("test-mode", "livemode is false: a test, which is never counted")


def _derive_event(row: Row) -> Derived:
    thing = inner(inner(row.get("data")).get("object"))
    kind, currency = text_at(thing, "object"), (text_at(thing, "currency") or "").upper() or None
    customer = (
        text_at(thing, "id")
        if kind == "customer"
        else first(text_at(thing, "customer"), text_at(thing, "customer", "id"))
    )
    amount = first(*(text_at(thing, name) for name in _AMOUNTS))
    cells = (customer, text_at(thing, "id"), kind, money(amount, currency), currency)
    return _test_mode(row) or dict(zip(_ADDS, cells, strict=True))


def money(amount: Cell, currency: Cell) -> Cell:
    """An amount of smallest units in the currency itself: 1999 of USD is 19.99, of JPY 1999, of KWD 1.999. Nothing without a currency."""
    try:
        units = Decimal(amount or "")
    except InvalidOperation:
        return None
    if not currency or not units.is_finite():
        return None
    return str(units.scaleb(0 if currency in _WHOLE else -3 if currency in _THOUSANDTHS else -2))


def _is_event(rows: Sequence[Row]) -> bool:
    return all(row.get("object") in ("event", None) and inner(row.get("data")) for row in rows)


EVENTS = Shape(
    name="stripe-events",
    title="Stripe events",
    needs=("id", "type", "created", "data"),
    hint=re.compile(rb'"object"\s*:\s*"(event|list)"|"pending_webhooks"'),
    looks=_is_event,
    adds=_ADDS,
    derive=_derive_event,
    wrapped=("data",),
    values={
        "account_id": "stripe:customer",
        "object_id": "stripe:object",
        "object_type": "stripe:object_type",
        "event": "type",
        "event_id": "id",
        "amount": "stripe:amount",
        "currency": "stripe:currency",
    },
    times={"occurred_at": Moment("created", unit="s")},
    assumed=(
        "an account is the Stripe customer",
        "amounts were turned from the currency's smallest unit into the currency",
    ),
)

SUBSCRIPTIONS = Shape(
    name="stripe-subscriptions",
    title="Stripe subscriptions",
    needs=("id", "customer", "status", "created", "canceled_at"),
    hint=re.compile(rb'"object"\s*:\s*"(subscription|list)"|"billing_cycle_anchor"'),
    adds=("stripe:feedback", "stripe:reason"),
    derive=lambda row: (
        _test_mode(row)
        or {
            "stripe:feedback": text_at(row.get("cancellation_details"), "feedback"),
            "stripe:reason": text_at(row.get("cancellation_details"), "reason"),
        }
    ),
    wrapped=("data",),
    values={"account_id": "customer", "object_id": "id", "object_type": Word("subscription"), "event_id": "id"},
    milestones=tuple(
        Milestone(event, Moment(column, unit="s"))
        for event, column in (
            ("subscription created", "created"),
            ("trial started", "trial_start"),
            ("cancellation asked", "canceled_at"),
            ("subscription ended", "ended_at"),
        )
    ),
    assumed=(
        "an account is the Stripe customer",
        "status and price are those of today; how they were before is not in this file",
    ),
)

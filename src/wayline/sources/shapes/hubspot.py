"""HubSpot tables: the history of deal stages, companies, contacts and engagements."""

from __future__ import annotations

import re

from wayline.sources.role_model import Moment, Word
from wayline.sources.shapes.shape import Cell, Derived, Row, Shape, inner, listed, text_at

_ADDS = tuple(f"hubspot:{name}" for name in ("id", "event", "time", "contact", "company"))


def _only(cell: object) -> Cell:
    """The one id of a list; of several, none is the one."""
    found = [str(item) for item in listed(cell) if isinstance(item, str)]
    return found[0] if len(found) == 1 else None


def _derive(row: Row) -> Derived:
    engagement, beside = inner(row.get("engagement")), inner(row.get("associations"))
    cells = (
        text_at(engagement, "id"),
        text_at(engagement, "type"),
        text_at(engagement, "timestamp"),
        _only(beside.get("contactIds")),
        _only(beside.get("companyIds")),
    )
    return dict(zip(_ADDS, cells, strict=True))


ENGAGEMENTS = Shape(
    name="hubspot-engagements",
    title="HubSpot engagements",
    needs=("engagement", "associations"),
    hint=re.compile(rb'"engagement"'),
    adds=_ADDS,
    derive=_derive,
    wrapped=("results",),
    values={
        "person_id": "hubspot:contact",
        "account_id": "hubspot:company",
        "event": "hubspot:event",
        "event_id": "hubspot:id",
    },
    times={"occurred_at": Moment("hubspot:time", unit="ms")},
    assumed=(
        "an engagement with several contacts or companies is given to none of them: which one it was is not said",
    ),
)

DEAL_STAGES = Shape(
    name="hubspot-deal-stages",
    title="HubSpot history of deal stages",
    needs=("deal_id", "value", "date_entered"),
    hint=re.compile(rb"date_entered"),
    values={"object_id": "deal_id", "object_type": Word("deal"), "event": "value"},
    times={"occurred_at": Moment("date_entered")},
)

COMPANIES = Shape(
    name="hubspot-companies",
    title="HubSpot companies",
    needs=("id", "name", "lifecyclestage", "annualrevenue"),
    hint=re.compile(rb"lifecyclestage"),
    table="accounts",
    values={"account_id": "id"},
    assumed=("the lifecycle stage is today's, not that of any time before",),
)

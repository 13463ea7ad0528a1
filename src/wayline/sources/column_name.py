"""What a column's name suggests: its words, and the words of the trade that they meet. Names only support what the content shows."""

from __future__ import annotations

import re

PERSON = frozenset(
    [
        "customer",
        "user",
        "person",
        "people",
        "client",
        "visitor",
        "member",
        "student",
        "contact",
        "email",
        "subscriber",
        "patient",
        "guest",
        "lead",
        "passenger",
        "profile",
        "shopper",
        "buyer",
        "kunde",
        "kunden",
        "cliente",
        "utilisateur",
        "anonymous",
        "userid",
        "customerid",
        "uid",
    ]
)
ACCOUNT = frozenset(
    ["account", "company", "org", "organization", "organisation", "tenant", "workspace", "firm", "konto", "accountid"]
)
SESSION = frozenset(["session", "visit", "sid", "sessionid"])
OBJECT = frozenset(
    [
        "order",
        "case",
        "ticket",
        "invoice",
        "object",
        "booking",
        "contract",
        "subscription",
        "cart",
        "claim",
        "enrolment",
        "enrollment",
        "application",
        "device",
        "product",
        "item",
        "policy",
        "complaint",
        "shipment",
        "trip",
        "basket",
        "deal",
        "opportunity",
        "parcel",
        "machine",
        "loan",
        "seller",
        "assessment",
    ]
)
EVENT = frozenset(["event", "activity", "action", "what", "happened", "ereignis", "aktion", "eventname"])
LIKE_EVENT = frozenset(
    ["type", "page", "category", "step", "name", "status", "state", "stage", "screen", "path", "url", "verb", "kind"]
)
POSITION = frozenset(["step", "position", "seq", "sequence", "pos", "index", "rank", "nr"])
AMOUNT = frozenset(
    [
        "amount",
        "value",
        "price",
        "revenue",
        "total",
        "dollar",
        "dollars",
        "euro",
        "sum",
        "cost",
        "fee",
        "paid",
        "betrag",
        "umsatz",
        "payment",
        "spend",
    ]
)
PLANNED = frozenset(
    ["estimated", "estimate", "planned", "due", "expected", "deadline", "limit", "scheduled", "forecast"]
)
RECEIVED = frozenset(["received", "receivedat", "ingested", "loaded", "imported"])
HAPPENED = frozenset(
    ["timestamp", "time", "when", "occurred", "date", "datetime", "at", "ts", "created", "zeit", "datum"]
)
ROW_ID = frozenset(
    {
        "id",
        "event id",
        "message id",
        "messageid",
        "eventid",
        "uuid",
        "row id",
        "transaction id",
        "transactionid",
        "guid",
    }
)
NPS = frozenset(["nps", "netpro", "recommend", "promoter", "ltr"])
_ID = frozenset(["id", "no", "nr", "number", "key", "uuid", "guid", "code", "ids"])
_QUALIFIERS = frozenset(
    ["unique", "external", "ext", "internal", "crm", "global", "main", "primary", "original", "parent", "source"]
)
_ENDINGS = frozenset(["at", "on", "date", "time", "timestamp", "datetime", "ts", "day"])


def words(name: str) -> list[str]:
    """`CustomerID`, `customer_id` and `Customer id` are `customer`, `id`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return [word.lower() for word in re.split(r"[^0-9A-Za-zÀ-ɏ]+", spaced) if word]


def is_id_of(name: str, kind: frozenset[str]) -> bool:
    """Whether a name says that it names such a thing: `user_id`, `user`, `id_student`; not `user_agent`."""
    said = words(name)
    rest = [word for word in said if word not in _ID]
    is_thing = bool(kind & set(rest)) and set(rest) <= kind | _QUALIFIERS
    return is_thing and (len(rest) < len(said) or len(said) == 1)


def is_bare(name: str) -> bool:
    """Whether a name is a thing without saying that it is an id of it: `order`, `Contract`."""
    return not set(words(name)) & _ID


def has_word(name: str, kind: frozenset[str]) -> bool:
    return bool(kind & set(words(name)))


def thing(name: str) -> str:
    """What an id column names: `order_id` names an order."""
    return "_".join(word for word in words(name) if word not in _ID) or "object"


def milestone_names(columns: list[str]) -> list[str]:
    """Event names for time columns: without the words that all share at the front, and without `_at`, `_date` at the end."""
    split = [words(column) for column in columns]
    while len(split) > 1 and all(len(said) > 1 for said in split) and len({said[0] for said in split}) == 1:
        split = [said[1:] for said in split]
    short = ["_".join(_without_ending(said)) for said in split]
    return short if len(set(short)) == len(short) else ["_".join(said) for said in split]


def _without_ending(said: list[str]) -> list[str]:
    while len(said) > 1 and said[-1] in _ENDINGS:
        said = said[:-1]
    return said

"""The level of a trait at an event: the latest non-empty value of the key that owns it."""

from __future__ import annotations

from wayline.bindings.conditions import property_text
from wayline.bindings.log import Stored
from wayline.bindings.sql_text import Plan, literal, one_of
from wayline.errors import NotFoundError
from wayline.findings import nearest

ALWAYS = -9_000_000_000_000_000_000
OWNERS = ("object", "session", "person", "account")
COLUMNS = ("channel", "campaign", "referrer", "currency", "source")


def is_known(stored: Stored, trait: str) -> bool:
    """Whether anything in the event log tells the level of this trait."""
    return trait in stored.table_traits or trait in stored.trait_sources or trait in COLUMNS


def trait_queries(plan: Plan, stored: Stored, trait: str, unit: str, *, rows: str, name: str) -> None:
    """Add query `name`(arrival, level): for each row of the query `rows`, the trait's level at that event.

    A trait belongs to the object of its row, else the session, the person, the account. Looked up along the map's unit
    first, then in that order. Raises NotFoundError that lists the traits there are.
    """
    parts = history_parts(stored, trait)
    if not parts:
        known = sorted(stored.table_traits | stored.trait_sources.keys())
        listed = ", ".join([*known, *(column for column in COLUMNS if column not in known)])
        raise NotFoundError(
            f"there is no trait '{trait}'.{nearest(trait, known)} Traits and columns to segment by: {listed}"
        )
    plan.add(
        f"{name}_history", "\nUNION ALL\n".join(parts), f"values of {trait}, each with the time from which it holds"
    )
    plan.add(name, level_at(f"{name}_history", rows, unit), f"{trait} as it held at each event")


def history_parts(stored: Stored, trait: str) -> list[str]:
    """SQL for rows kind, no, value, since, arrival, turn: of people and accounts, and of the events of the query `log`."""
    parts = []
    if trait in stored.table_traits:
        parts.append(_from_tables(stored, trait))
    if trait in stored.trait_sources:
        parts.append(_from_events(property_text(trait), one_of("source", stored.trait_sources[trait])))
    if not parts and trait in COLUMNS:
        named = f"(SELECT any_value(n.name) FROM names n WHERE n.kind = {literal(trait)} AND n.no = {trait})"
        parts.append(_from_events(named, "TRUE"))
    return parts


def _from_tables(stored: Stored, trait: str) -> str:
    no = "coalesce(j.canonical, t.no)" if "identities" in stored.filled else "t.no"
    join = " LEFT JOIN joined j ON t.kind = 'person' AND j.person = t.no" if "identities" in stored.filled else ""
    return (
        f"SELECT t.kind, {no} AS no, t.value, coalesce(t.valid_from, {ALWAYS}) AS since, CAST(-1 AS BIGINT) AS arrival, "
        f"CAST(t.arrival AS BIGINT) AS turn\nFROM {stored.relation('traits')} t{join}\n"
        f"WHERE t.trait = {literal(trait)} AND t.value <> ''{stored.known('AND', 't.received_at')}"
    )


def _from_events(value: str, where: str) -> str:
    kind = "CASE " + " ".join(f"WHEN {owner} IS NOT NULL THEN '{owner}'" for owner in OWNERS) + " END"
    return (
        f"SELECT {kind} AS kind, coalesce({', '.join(OWNERS)}) AS no, {value} AS value, occurred_at AS since, arrival, "
        f"CAST(0 AS BIGINT) AS turn\nFROM log WHERE {where} AND coalesce({value}, '') <> ''"
    )


def level_at(history: str, rows: str, unit: str) -> str:
    """SQL for (arrival, level): for each row of the query `rows`, the value of the query `history` that held then."""
    own = unit.partition(":")[0]
    order = [own, *(owner for owner in OWNERS if owner != own)]
    owners = "\n    UNION ALL ".join(
        f"SELECT arrival, occurred_at, {turn} AS nearness, '{owner}' AS kind, {owner} AS no FROM {rows} WHERE {owner} IS NOT NULL"
        for turn, owner in enumerate(order)
    )
    return f"""SELECT arrival, arg_min(value, nearness) AS level FROM (
  SELECT o.arrival, o.nearness, arg_max(h.value, (h.since, h.arrival, h.turn)) AS value
  FROM ({owners}) o JOIN {history} h ON h.kind = o.kind AND h.no = o.no
    AND (h.since < o.occurred_at OR (h.since = o.occurred_at AND h.arrival <= o.arrival))
  GROUP BY o.arrival, o.nearness) GROUP BY arrival"""

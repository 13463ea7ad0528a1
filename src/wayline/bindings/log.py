"""The event log as one query, `log`: current rows, joined identities, and the subject that owns each event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wayline.bindings.conditions import Names
from wayline.bindings.sql_text import Plan, one_of
from wayline.maps.duration import SECONDS

SESSION_GAP_MINUTES = 60
MICROSECONDS = 1_000_000
UNIT_KINDS = ("person", "account", "session")


@dataclass(frozen=True, slots=True)
class Stored:
    """The event log as a question sees it: what `bindings` must know to say which events stand behind what.

    `relation` gives a table as SQL, `filled` names the tables that hold rows. `trait_sources` says which sources declare a
    trait in their events, `table_traits` which traits came with people or accounts. `clocks`: source → `time` or
    `position`. Rows received after `known_at` (µs) are left out. `events`: how many rows of events there are; `latest`: no
    event is later (µs), None where that is not known.
    """

    relation: Callable[[str], str]
    filled: frozenset[str]
    names: Names
    trait_sources: Mapping[str, frozenset[int]] = field(default_factory=dict)
    table_traits: frozenset[str] = frozenset()
    clocks: Mapping[int, str] = field(default_factory=dict)
    known_at: int | None = None
    events: int = 0
    latest: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every row that is stored holds."""
        return self.known_at is None and "superseded" not in self.filled

    def known(self, word: str, column: str = "received_at") -> str:
        """` WORD column <= T` where the question looks at what was known at T, else nothing."""
        return f" {word} {column} <= {self.known_at}" if self.known_at is not None else ""


def log_queries(plan: Plan, stored: Stored, unit: str, gap_minutes: int = SESSION_GAP_MINUTES) -> None:
    """Add the queries up to `log`: one row an event with `subject`, the code of its owner or NULL.

    A session that had to be cut from a person's events (at a gap of `gap_minutes`) has a negative code: minus the
    arrival of its first event, minus one.
    """
    plan.add("stored_events", stored.relation("events"), kept=False)
    plan.add("names", stored.relation("names"), kept=False)
    if "superseded" in stored.filled:
        plan.add("superseded", stored.relation("superseded"), kept=False)
    plan.add("current_events", _current(stored), "rows of the event log that hold", kept=False)
    if "identities" in stored.filled:
        plan.add(
            "joined",
            f"SELECT person, arg_max(canonical, load) AS canonical FROM {stored.relation('identities')}"
            f"{stored.known('WHERE')} GROUP BY person",
            "ids that are one person",
        )
    plan.add("identified", _identified(stored), "events with joined identities", kept=False)
    if "members" in stored.filled:
        plan.add("members", _members(stored), "who belonged to which account, and from when")
        plan.add("belonging", belonging("identified"), "events with the account their person belonged to then")
    source = "belonging" if "members" in stored.filled else "identified"
    if unit == "session":
        plan.add(
            "log",
            cut_sessions(source, gap_minutes),
            f"sessions: as given, else cut at a gap of more than {gap_minutes} minutes",
        )
    else:
        plan.add(
            "log",
            f"SELECT *, {subject_text(unit, stored.names)} AS subject FROM {source}",
            f"the owner is the {unit}",
            kept=False,
        )


def _current(stored: Stored) -> str:
    sql = f"SELECT * FROM stored_events e WHERE TRUE{stored.known('AND')}"
    if "superseded" in stored.filled:
        sql += (
            "\n  AND NOT EXISTS (SELECT 1 FROM superseded s WHERE s.arrival = e.arrival AND s.load > e.load"
            f"{stored.known('AND', 's.received_at')})"
        )
    return sql


def _identified(stored: Stored) -> str:
    if "identities" not in stored.filled:
        return "SELECT * FROM current_events"
    return (
        "SELECT e.* REPLACE (coalesce(j.canonical, e.person) AS person)\n"
        "FROM current_events e LEFT JOIN joined j ON j.person = e.person"
    )


def _members(stored: Stored) -> str:
    person = "coalesce(j.canonical, m.person)" if "identities" in stored.filled else "m.person"
    join = " LEFT JOIN joined j ON j.person = m.person" if "identities" in stored.filled else ""
    known = stored.known("WHERE", "m.received_at")
    return (
        f"SELECT {person} AS person, coalesce(m.valid_from, -9000000000000000000) AS valid_from, "
        f"arg_max(m.account, m.load) AS account\nFROM {stored.relation('members')} m{join}{known} GROUP BY ALL"
    )


def belonging(rows: str) -> str:
    """Rows of a query with the account that their person belonged to then, where they name none. Reads the query `members`."""
    return (
        "SELECT e.* REPLACE (coalesce(e.account, m.account) AS account)\n"
        f"FROM {rows} e ASOF LEFT JOIN members m ON m.person = e.person AND m.valid_from <= e.occurred_at"
    )


def subject_text(unit: str, names: Names) -> str:
    """SQL for the code of the subject that owns a row with the columns person, account, object and session."""
    if unit in UNIT_KINDS:
        return unit
    kind = unit.partition(":")[2]
    type_no = names.codes.get("object_type", {}).get(kind, -1)
    return (
        "CASE WHEN object IN (SELECT no FROM names WHERE kind = 'object' AND "
        f"{one_of('parent', [type_no])}) THEN object END /* object:{kind.replace('*', '_')} */"
    )


def cut_sessions(source: str, gap_minutes: int) -> str:
    """The rows of a query with `subject`: the session as given, else cut from the person's events."""
    gap = gap_minutes * SECONDS["m"] * MICROSECONDS
    return f"""SELECT * EXCLUDE (is_first),
  CASE WHEN session IS NOT NULL THEN session
       WHEN person IS NOT NULL THEN
         -1 - last_value(CASE WHEN is_first THEN arrival END IGNORE NULLS) OVER (PARTITION BY session, person ORDER BY occurred_at, arrival
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) END AS subject
FROM (SELECT *,
        coalesce(occurred_at - lag(occurred_at) OVER (PARTITION BY session, person ORDER BY occurred_at, arrival) > {gap}, TRUE) AS is_first
      FROM {source})"""


def unit_says(unit: str) -> str:
    """How paths were cut for this unit, in words, where the reader should know; else an empty string."""
    if unit == "account":
        return "unit account: events that name the account, or of a person who belonged to it then"
    if unit == "session":
        return f"unit session: the session id where given, else cut at a gap of more than {SESSION_GAP_MINUTES} minutes"
    return ""

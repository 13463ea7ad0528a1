"""Taking rows out of every table: a source's, or a subject's. What is left refers to nothing that is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from wayline.events.draft import Draft
from wayline.events.erased import digest
from wayline.events.identity import read_canonical, replay
from wayline.events.snapshot import Snapshot
from wayline.events.tables import TABLES, count, literal

# kind of name → where its codes stand: (table, column); in `traits` the row's kind must be the same
_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (
        *(("events", "person"), ("voice", "person"), ("traits", "no")),
        *(("members", "person"), ("aliases", "person"), ("aliases", "other")),
    ),
    "account": (("events", "account"), ("voice", "account"), ("traits", "no"), ("members", "account")),
    "object": (("events", "object"), ("voice", "object"), ("traits", "no")),
    "session": (("events", "session"), ("voice", "session"), ("traits", "no")),
    "source": (("events", "source"), ("voice", "source"), ("loads", "source")),
} | {kind: (("events", kind),) for kind in ("event", "channel", "direction", "referrer", "campaign", "currency")}


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal took out: rows by table, without names. `version` is the one that holds now; earlier ones cannot be read any more."""

    version: int
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Erasure(Removal):
    """As a removal. `kind` says what the subject was, `ids` are all ids of it that were found joined."""

    kind: str
    ids: tuple[str, ...]


def remove_source(con: duckdb.DuckDBPyConnection, log: Snapshot, draft: Draft, source: int) -> dict[str, int]:
    """Leaves out all rows that a source brought and the names that only it used. Returns rows by table."""
    con.execute(f"CREATE TEMP TABLE gone_load AS SELECT load FROM {log.relation('loads')} WHERE source = {source}")
    gone = dict.fromkeys(
        (table for table in TABLES if table not in {"names", "erased"}), "load IN (SELECT load FROM gone_load)"
    )
    candidates = (
        f"SELECT kind, no FROM {log.relation('names')} WHERE kind <> 'object_type'"
        f" AND (load IN (SELECT load FROM gone_load) OR (kind = 'source' AND no = {source}))"
    )
    return _remove(con, log, draft, gone, candidates)


def erase(
    con: duckdb.DuckDBPyConnection, log: Snapshot, draft: Draft, kind: str, ids: Mapping[int, str], *, received_at: int
) -> dict[str, int]:
    """Leaves out all rows about the subjects with the codes `ids` and the names that only these rows used, and remembers a digest of each.

    Returns rows by table.
    """
    con.execute("CREATE TEMP TABLE gone_id (no INTEGER, name VARCHAR)")
    con.executemany("INSERT INTO gone_id VALUES (?, ?)", list(ids.items()))
    _remember(con, log, draft, kind, received_at)
    gone = _about(kind)
    _recount(con, log, draft, gone)
    if log.parts("superseded"):
        versions = f"SELECT arrival, bool_and(coalesce({gone['events']}, false)) AS all_gone FROM {log.relation('events')} GROUP BY arrival"
        con.execute(f"CREATE TEMP TABLE gone_arrival AS SELECT arrival FROM ({versions}) WHERE all_gone")
        # an earlier version by somebody else stays replaced, though what replaced it is gone
        gone["superseded"] = "arrival IN (SELECT arrival FROM gone_arrival)"
    used = " UNION ".join(
        f"SELECT {literal(other)}, {column} FROM {log.relation(table)} WHERE ({gone[table]}){_of_kind(table, other)} AND {column} IS NOT NULL"
        for other, places in _REFERENCES.items()
        for table, column in places
        if table in gone and other != "source"
    )
    candidates = f"SELECT {literal(kind)} AS kind, no FROM gone_id UNION {used}"
    return _remove(
        con, log, draft, gone, candidates, always=f"kind = {literal(kind)} AND no IN (SELECT no FROM gone_id)"
    )


def _recount(con: duckdb.DuckDBPyConnection, log: Snapshot, draft: Draft, gone: Mapping[str, str]) -> None:
    """Loads tell the rows and times that are left; what was erased counts as skipped. Of wide rows the share of events is taken."""
    told = " UNION ALL ".join(
        f"SELECT load, occurred_at, coalesce({gone[table]}, false) AS gone FROM {log.relation(table)}"
        for table in ("events", "voice")
    )
    left = (
        "SELECT load, round(l.accepted * c.kept / c.told)::BIGINT AS left_over, c.first, c.last FROM"
        " (SELECT load, count(*) AS told, count(*) FILTER (NOT gone) AS kept, min(occurred_at) FILTER (NOT gone) AS first,"
        f" max(occurred_at) FILTER (NOT gone) AS last FROM ({told}) GROUP BY load HAVING bool_or(gone)) c"
        f" JOIN {log.relation('loads')} l USING (load)"
    )
    con.execute(f"CREATE TEMP TABLE recounted AS {left}")
    if count(con, "recounted"):
        known = "r.load IS NOT NULL"
        draft.replace(
            con,
            "loads",
            f"SELECT l.* REPLACE (CASE WHEN {known} THEN r.left_over ELSE l.accepted END AS accepted,"
            f" CASE WHEN {known} THEN l.skipped + l.accepted - r.left_over ELSE l.skipped END AS skipped,"
            f' CASE WHEN {known} THEN r.first ELSE l."from" END AS "from", CASE WHEN {known} THEN r.last ELSE l."until" END AS "until")'
            f" FROM {log.relation('loads')} l LEFT JOIN recounted r USING (load) ORDER BY load",
        )


def _about(kind: str) -> dict[str, str]:
    """By table, the condition that a row is about one of `gone_id`."""
    chosen = "IN (SELECT no FROM gone_id)"
    gone = {
        "events": f"{kind} {chosen}",
        "voice": f"{kind} {chosen}",
        "traits": f"kind = {literal(kind)} AND no {chosen}",
        "rejected": "(SELECT count(*) FROM gone_id g WHERE contains(raw, g.name) OR contains(message, g.name)) > 0",
    }
    if kind in {"person", "account"}:
        gone["members"] = f"{kind} {chosen}"
    if kind == "person":
        gone |= {
            "aliases": f"person {chosen} OR other {chosen}",
            "identities": f"person {chosen} OR canonical {chosen}",
        }
    return gone


def _remember(con: duckdb.DuckDBPyConnection, log: Snapshot, draft: Draft, kind: str, received_at: int) -> None:
    name = "g.name"
    if kind == "object":
        name = (
            f"(SELECT t.name FROM {log.relation('names')} o JOIN {log.relation('names')} t ON t.kind = 'object_type' AND t.no = o.parent"
            " WHERE o.kind = 'object' AND o.no = g.no) || chr(31) || g.name"
        )
    digests = (
        f"SELECT {literal(kind)} AS kind, {digest(draft.before.salt, literal(kind), name)} AS digest FROM gone_id g"
    )
    draft.append(con, "erased", f"SELECT *, 0 AS load, {received_at} AS received_at FROM ({digests}) ORDER BY digest")


def _remove(
    con: duckdb.DuckDBPyConnection,
    log: Snapshot,
    draft: Draft,
    gone: Mapping[str, str],
    candidates: str,
    *,
    always: str = "false",
) -> dict[str, int]:
    con.execute(f"CREATE TEMP TABLE gone_candidate AS {candidates}")
    con.execute(f"CREATE TEMP TABLE still_used AS {_still_used(log, gone, _kinds(con))}")
    con.execute(
        f"CREATE TEMP TABLE gone_name AS SELECT kind, no FROM gone_candidate WHERE {always} UNION"
        " (SELECT kind, no FROM gone_candidate EXCEPT SELECT kind, no FROM still_used)"
    )
    con.execute(
        f"INSERT INTO gone_name SELECT 'object_type', parent FROM (SELECT parent, bool_and((kind, no) IN (SELECT (kind, no) FROM gone_name)) AS unused"
        f" FROM {log.relation('names')} WHERE kind = 'object' GROUP BY parent) WHERE unused"
    )
    rows = {table: draft.rewrite(con, table, condition) for table, condition in gone.items() if table != "identities"}
    if rows.get("aliases"):
        replay(con, f"(SELECT * FROM {log.relation('aliases')} WHERE NOT ({gone['aliases']}))")
        draft.replace(con, "identities", "SELECT * FROM joined ORDER BY load, person")
    draft.rewrite(con, "names", "(kind, no) IN (SELECT (kind, no) FROM gone_name)")
    return {table: found for table, found in rows.items() if found}


def _kinds(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {kind for (kind,) in con.execute("SELECT DISTINCT kind FROM gone_candidate").fetchall()}


def _still_used(log: Snapshot, gone: Mapping[str, str], kinds: set[str]) -> str:
    """The candidates that a remaining row refers to."""
    return " UNION ".join(
        f"SELECT c.kind, c.no FROM gone_candidate c SEMI JOIN (SELECT {column} AS no FROM {log.relation(table)}"
        f" WHERE NOT coalesce({gone.get(table, 'false')}, false){_of_kind(table, kind)}) r ON r.no = c.no WHERE c.kind = {literal(kind)}"
        for kind, places in _REFERENCES.items()
        for table, column in places
        if kind in kinds
    )


def _of_kind(table: str, kind: str) -> str:
    return f" AND kind = {literal(kind)}" if table == "traits" else ""


def joined_ids(con: duckdb.DuckDBPyConnection, log: Snapshot, kind: str, numbers: set[int]) -> dict[int, str]:
    """Code → id of the subjects `numbers`; for persons, of all that are the same person."""
    if kind == "person":
        canonical = read_canonical(con, log.relation("identities"))
        roots = {canonical.get(number, number) for number in numbers}
        numbers = numbers | roots | {person for person, root in canonical.items() if root in roots}
    listed = ", ".join(str(number) for number in sorted(numbers))
    return dict(
        con.execute(
            f"SELECT no, name FROM {log.relation('names')} WHERE kind = {literal(kind)} AND no IN ({listed}) ORDER BY no"
        ).fetchall()
    )

"""Finding the subject that somebody names: a person, an account, an object or a session."""

from __future__ import annotations

import duckdb

from wayline.errors import NotFoundError
from wayline.events.erased import digest
from wayline.events.snapshot import Snapshot
from wayline.events.tables import literal

KINDS = ("person", "account", "object", "session")


def find_subject(con: duckdb.DuckDBPyConnection, log: Snapshot, subject: str, salt: str) -> tuple[str, set[int]]:
    """The first kind that has the id, and its codes. Raises NotFoundError that lists ids like it, or says that it was erased before."""
    kinds = ", ".join(literal(kind) for kind in KINDS)
    found = con.execute(
        f"SELECT kind, no FROM {log.relation('names')} WHERE name = {literal(subject)} AND kind IN ({kinds})"
    ).fetchall()
    for kind in KINDS:
        if numbers := {no for has, no in found if has == kind}:
            return kind, numbers
    raise NotFoundError(
        f"No person, account, object or session has the id '{subject}'.", hint=_hint(con, log, subject, salt)
    )


def _hint(con: duckdb.DuckDBPyConnection, log: Snapshot, subject: str, salt: str) -> str:
    digests = ", ".join(digest(salt, literal(kind), literal(subject)) for kind in KINDS)
    if con.execute(f"SELECT 1 FROM {log.relation('erased')} WHERE digest IN ({digests}) LIMIT 1").fetchall():
        return "It was erased before."
    kinds = ", ".join(literal(kind) for kind in KINDS)
    near = con.execute(
        f"SELECT kind, name FROM (SELECT kind, name, jaro_winkler_similarity(name, {literal(subject)}) AS likeness"
        f" FROM {log.relation('names')} WHERE kind IN ({kinds})) WHERE likeness > 0.8 ORDER BY likeness DESC, name LIMIT 5"
    ).fetchall()
    if near:
        return "Near it: " + ", ".join(f"{name} ({kind})" for kind, name in near) + "."
    counts = con.execute(
        f"SELECT kind, count(*) FROM {log.relation('names')} WHERE kind IN ({kinds}) GROUP BY kind ORDER BY kind"
    ).fetchall()
    return (
        "The event log knows "
        + (", ".join(f"{count:,} ids of kind {kind}" for kind, count in counts) or "no ids yet")
        + "."
    )

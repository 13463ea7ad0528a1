"""The only place where SQL text is glued: quoted identifiers and literals, value lists, and plans of named queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def literal(value: str | float | bool | None) -> str:
    """A Python scalar as an SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"CAST('{value!r}' AS DOUBLE)"
    return "'" + value.replace("'", "''") + "'"


def one_of(column: str, values: Iterable[int]) -> str:
    """`column IN (…)`; no value matches nothing."""
    listed = ", ".join(str(value) for value in sorted(values))
    return f"{column} IN ({listed})" if listed else "FALSE"


def table_of(rows: Sequence[Sequence[int | None]], columns: Sequence[str]) -> str:
    """A literal table of integers; it stays well-typed when it has no rows."""
    names = ", ".join(columns)
    if not rows:
        return "SELECT " + ", ".join(f"CAST(NULL AS INTEGER) AS {name}" for name in columns) + " WHERE FALSE"
    listed = ", ".join("(" + ", ".join(literal(cell) for cell in row) + ")" for row in rows)
    return f"SELECT {', '.join(f'CAST({name} AS INTEGER) AS {name}' for name in columns)} FROM (VALUES {listed}) AS listed({names})"


def comment(text: str) -> str:
    """Text from outside that may stand in an SQL comment."""
    return re.sub(r"[^\w .,:;()+=<>'\"-]", "_", text.replace("*/", "* /").replace("--", "- -"))[:200]


@dataclass(frozen=True, slots=True)
class Named:
    """One query of a plan. `kept`: worth materialising, since several later queries read it."""

    name: str
    sql: str
    says: str = ""
    kept: bool = True


@dataclass(slots=True)
class Plan:
    """Queries that build on each other, in order: run one by one as temporary objects, or printed as one WITH."""

    queries: list[Named] = field(default_factory=list)

    def add(self, name: str, sql: str, says: str = "", *, kept: bool = True) -> None:
        """Append a query; later ones may read it by its name."""
        self.queries.append(Named(name, sql, says, kept))

    def statements(self) -> list[str]:
        """CREATE statements that make every query available in a DuckDB session."""
        return [f"CREATE OR REPLACE TEMP {'TABLE' if q.kept else 'VIEW'} {q.name} AS\n{q.sql}" for q in self.queries]

    def printed(self, final: str) -> str:
        """One statement: WITH the queries that `final` needs, then `final`."""
        needed = self._needed(final)
        parts = []
        for query in self.queries:
            if query.name in needed:
                says = f"-- {comment(query.says)}\n" if query.says else ""
                parts.append(f"{says}{query.name} AS {'MATERIALIZED ' if query.kept else ''}(\n{query.sql}\n)")
        return ("WITH\n" + ",\n".join(parts) + "\n" if parts else "") + final

    def _needed(self, final: str) -> set[str]:
        by_name = {query.name: query.sql for query in self.queries}
        needed: set[str] = set()
        waiting = [final]
        while waiting:
            # a text such as a file's path may hold the word, and names nothing
            words = set(re.findall(r"\w+", re.sub(r"'(?:[^']|'')*'", "", waiting.pop())))
            fresh = (words & by_name.keys()) - needed
            needed |= fresh
            waiting.extend(by_name[name] for name in fresh)
        return needed

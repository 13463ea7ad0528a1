"""Coding in passing: names get their numbers batch by batch, as `code_names` would give them over the whole load."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wayline.events.draft import Draft
from wayline.events.tables import literal

MOST_NAMES = 1_000_000
"""So many names are held in memory; beyond, DuckDB codes them, which can spill."""


class TooManyNamesError(Exception):
    """More names than are held in memory."""


class Coder:
    """The numbers of names by kind: those of the log, and new ones in the order of first appearance."""

    def __init__(self, con: duckdb.DuckDBPyConnection, log_names: str, draft: Draft) -> None:
        self._con, self._log_names, self._draft = con, log_names, draft
        self._numbers: dict[str, dict[str, int]] = {}
        self._fresh: dict[str, list[str]] = {}

    def code(self, kind: str, names: pa.Array) -> pa.Array:
        """The numbers (int32) of names, null where there is none. Raises TooManyNamesError."""
        found = pc.dictionary_encode(names)
        numbers = pa.array([self.one(kind, name) for name in found.dictionary.to_pylist()], pa.int32())
        if sum(map(len, self._numbers.values())) > MOST_NAMES:
            raise TooManyNamesError
        return numbers.take(found.indices)

    def one(self, kind: str, name: str) -> int:
        known = self._numbers.get(kind)
        if known is None:
            known = self._numbers[kind] = self._known(kind)
            self._fresh[kind] = []
        number = known.get(name)
        if number is None:
            number = known[name] = self._draft.peek(f"name:{kind}", 0) + len(self._fresh[kind])
            self._fresh[kind].append(name)
        return number

    def _known(self, kind: str) -> dict[str, int]:
        where = f"{self._log_names} WHERE kind = {literal(kind)}"
        found = self._con.execute(f"SELECT name, no FROM {where} LIMIT {MOST_NAMES + 1}").fetchall()
        if len(found) > MOST_NAMES:
            raise TooManyNamesError
        return dict(found)

    def mark(self) -> dict[str, int]:
        """A place to go back to."""
        return {kind: len(names) for kind, names in self._fresh.items()}

    def back_to(self, mark: dict[str, int]) -> None:
        """Forgets the names that came after a mark."""
        for kind, names in self._fresh.items():
            kept = mark.get(kind, 0)
            for name in names[kept:]:
                del self._numbers[kind][name]
            del names[kept:]

    def settle(self) -> None:
        """Takes the numbers, and makes `passing_name(kind, no, name, parent)` of the new names."""
        columns: dict[str, list[str | int]] = {"kind": [], "no": [], "name": []}
        for kind, names in self._fresh.items():
            first = self._draft.take(f"name:{kind}", len(names), 0)
            columns["kind"] += [kind] * len(names)
            columns["no"] += range(first, first + len(names))
            columns["name"] += names
        types = {"kind": pa.string(), "no": pa.int32(), "name": pa.string()}
        table = pa.table({column: pa.array(cells, types[column]) for column, cells in columns.items()})
        self._con.register("passing_rows", table)
        self._con.execute(
            "CREATE TEMP TABLE passing_name AS SELECT kind, no, name, NULL::INTEGER AS parent FROM passing_rows"
        )
        self._con.unregister("passing_rows")

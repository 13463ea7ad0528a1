"""Which ids are one person: connected components over person codes, the smallest code standing for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa


@dataclass
class Joined:
    """Person codes joined into components; `canonical` is what the log says so far (a code that is missing stands for itself)."""

    canonical: dict[int, int]
    _parent: dict[int, int] = field(default_factory=dict)
    _touched: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._parent = dict(self.canonical)

    def root(self, person: int) -> int:
        parent = self._parent
        while (above := parent.get(person, person)) != person:
            parent[person] = parent.get(above, above)
            person = parent[person]
        return person

    def join(self, one: int, other: int) -> bool:
        """Makes two codes one person; False if they were already."""
        low, high = sorted((self.root(one), self.root(other)))
        if low == high:
            return False
        self._parent[high] = low
        self._touched.update((one, other, high))
        return True

    def changes(self) -> dict[int, int]:
        """Person → canonical, of those whose canonical is no longer what the log says."""
        if not self._touched:
            return {}
        persons = {*self.canonical, *self._touched}
        now = {person: self.root(person) for person in sorted(persons)}
        return {person: root for person, root in now.items() if root != self.canonical.get(person, person)}


def read_canonical(con: duckdb.DuckDBPyConnection, log_identities: str) -> dict[int, int]:
    """Person → canonical as the log says: the latest load wins."""
    found = con.execute(f"SELECT person, arg_max(canonical, load) FROM {log_identities} GROUP BY person").fetchall()
    return dict(found)


def join_aliases(con: duckdb.DuckDBPyConnection, log_identities: str) -> None:
    """Makes `placed_aliases(pos, file_no, row)` of the staged aliases that joined something, and `joined(file_no, person, canonical)`."""
    aliases = con.execute(
        "SELECT s.pos, s.file_no, s.row, a.no, b.no FROM staged_aliases s JOIN code_person a ON a.name = s.person_id"
        " JOIN code_person b ON b.name = s.other_id ORDER BY s.pos"
    ).fetchall()
    joined = Joined(read_canonical(con, log_identities) if aliases else {})
    placed = [(pos, file_no, row) for pos, file_no, row, one, other in aliases if joined.join(one, other)]
    _table(con, "placed_aliases", ("pos", "file_no", "row"), placed)
    last_file = placed[-1][1] if placed else 0
    changes = [(last_file, person, canonical) for person, canonical in joined.changes().items()]
    _table(con, "joined", ("file_no", "person", "canonical"), changes)


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[int, ...]]) -> None:
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrow = pa.table({column: pa.array(list(values), pa.int64()) for column, values in zip(columns, cells, strict=True)})
    con.register(f"{name}_rows", arrow)
    con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_rows")
    con.unregister(f"{name}_rows")


def match_rates(con: duckdb.DuckDBPyConnection, log_names: str) -> dict[int, tuple[int, int]]:
    """By file: how many of the ids in `same_as` occur in the log or in the events and voice of this load, and how many ids there are."""
    found = con.execute(
        "WITH ids AS (SELECT DISTINCT file_no, other_id AS name FROM staged_aliases),"
        f" occurring AS (SELECT name FROM {log_names} WHERE kind = 'person'"
        " UNION SELECT person_id FROM staged_events UNION SELECT person_id FROM staged_voice)"
        " SELECT file_no, count(o.name), count(*) FROM ids LEFT JOIN occurring o USING (name) GROUP BY file_no"
    ).fetchall()
    return {file_no: (matched, total) for file_no, matched, total in found}

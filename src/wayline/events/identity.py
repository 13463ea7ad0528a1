"""Which ids are one person: connected components over person codes, the smallest code standing for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

import duckdb
import pyarrow as pa

from wayline.events.snapshot import Snapshot


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
    return dict(
        con.execute(f"SELECT person, arg_max(canonical, load) FROM {log_identities} GROUP BY person").fetchall()
    )


def join_aliases(con: duckdb.DuckDBPyConnection, log: Snapshot) -> None:
    """Makes `placed_aliases(pos, file_no, row, person, other)` of the pairs that their source did not state before, and
    `joined(file_no, person, canonical)` of the persons who stand for another now."""
    con.execute(
        "CREATE TEMP TABLE placed_aliases AS SELECT s.pos, s.file_no, s.row, a.no AS person, b.no AS other FROM staged_aliases s"
        " JOIN load_files f USING (file_no) JOIN code_person a ON a.name = s.person_id JOIN code_person b ON b.name = s.other_id"
        f" ANTI JOIN (SELECT DISTINCT l.source, a.person, a.other FROM {log.relation('aliases')} a JOIN {log.relation('loads')} l USING (load)) k"
        " ON k.source = f.source AND k.person = a.no AND k.other = b.no WHERE a.no <> b.no"
        " QUALIFY row_number() OVER (PARTITION BY f.source, a.no, b.no ORDER BY s.pos) = 1"
    )
    pairs = con.execute("SELECT file_no, person, other FROM placed_aliases ORDER BY pos").fetchall()
    joined = Joined(read_canonical(con, log.relation("identities")) if pairs else {})
    for _, one, other in pairs:
        joined.join(one, other)
    last_file = pairs[-1][0] if pairs else 0
    _table(
        con, "joined", ("file_no", "person", "canonical"), [(last_file, *change) for change in joined.changes().items()]
    )


def replay(con: duckdb.DuckDBPyConnection, aliases: str) -> None:
    """Makes `joined(load, received_at, person, canonical)`: what `identities` must say if only the pairs of `aliases` were ever stated."""
    rows = con.execute(
        f"SELECT load, received_at, person, other FROM {aliases} ORDER BY load, person, other"
    ).fetchall()
    canonical: dict[int, int] = {}
    found: list[tuple[int, ...]] = []
    for (load, received_at), group in groupby(rows, key=lambda row: row[:2]):
        joined = Joined(canonical)
        for _, _, one, other in group:
            joined.join(one, other)
        changes = joined.changes()
        canonical = canonical | changes
        found.extend((load, received_at, *change) for change in changes.items())
    _table(con, "joined", ("load", "received_at", "person", "canonical"), found)


def _table(
    con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[int, ...]]
) -> None:
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrow = pa.table(
        {column: pa.array(list(values), pa.int64()) for column, values in zip(columns, cells, strict=True)}
    )
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

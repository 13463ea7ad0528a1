"""Canonical rows of text typed in a test: written to a real file, opened by the real reader, read with a real roles file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from wayline.findings import Finding
from wayline.sources.canonical import canonicalize
from wayline.sources.opening import open_table
from wayline.sources.roles import parse_roles

# The folder of real data files that lies beside the project where it is developed; tests that need it are skipped elsewhere.
DATA = next(
    (up / "shared" / "data" for up in Path(__file__).parents if (up / "shared" / "data").is_dir()), Path("shared/data")
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Canonical:
    """All chunks of a file together."""

    rows: int = 0
    accepted: int = 0
    tables: dict[str, pa.Table] = field(default_factory=dict)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    findings: dict[str, int] = field(default_factory=dict)
    messages: dict[str, Finding] = field(default_factory=dict)

    def column(self, table: str, *names: str) -> list[Any]:
        """One column of a stage table, or several as tuples."""
        if table not in self.tables:
            return []
        columns = [self.tables[table].column(name).to_pylist() for name in names]
        return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))

    def first(self, table: str) -> dict[str, Any]:
        """The first row of a stage table."""
        return self.tables[table].slice(0, 1).to_pylist()[0]

    def times(self) -> list[str]:
        """`occurred_at` of the events, as UTC text."""
        return [utc(micros) for micros in self.column("events", "occurred_at")]

    def rules(self) -> list[tuple[int, str]]:
        return [(row["row"], row["rule"]) for row in self.rejected]


def utc(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).isoformat().removesuffix("+00:00")


def canonical(folder: Path, rows: str | pa.Table, roles: str, *, zone: str = "UTC", suffix: str = "csv") -> Canonical:
    """Canonical form of CSV text (or a typed table, as Parquet) under the text of a roles file."""
    path = folder / (f"rows.{suffix}" if isinstance(rows, str) else "rows.parquet")
    if isinstance(rows, str):
        path.write_text(rows.strip("\n") + "\n", encoding="utf-8")
    else:
        pq.write_table(rows, path)
    return canonical_file(path, roles, zone=zone)


def canonical_file(path: Path, roles: str, *, zone: str = "UTC") -> Canonical:
    [parsed] = parse_roles(roles, "shop.roles.yaml")
    whole = Canonical()
    for chunk in canonicalize(_connection(), open_table(path, parsed.read), parsed, zone=zone):
        whole.rows += chunk.rows
        whole.accepted += chunk.accepted
        whole.rejected += chunk.rejected.to_pylist()
        for name, table in chunk.tables.items():
            whole.tables[name] = pa.concat_tables([whole.tables[name], table]) if name in whole.tables else table
        for finding in chunk.findings:
            whole.findings[finding.rule] = whole.findings.get(finding.rule, 0) + finding.count
            whole.messages[finding.rule] = finding
    return whole


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")

"""What canonical reading hands over: rows of one batch as stage tables, those that were rejected, and what was noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from wayline.events.stage import REJECTED
from wayline.findings import Finding, Severity
from wayline.sources.raw import RawBatch


@dataclass(frozen=True)
class Chunk:
    """`rows` rows of a file. Each is rejected or accepted; `tables` holds what the accepted ones became, by stage name."""

    rows: int
    tables: dict[str, pa.Table]
    rejected: pa.Table
    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> int:
        return self.rows - int(self.rejected.num_rows)


@dataclass
class Notes:
    """Collects the findings of a chunk; what did not happen is not noted."""

    findings: list[Finding] = field(default_factory=list)

    def count(self, rule: str, severity: Severity, message: str, column: pa.ChunkedArray) -> None:
        """Notes how many values of a boolean column are true."""
        self._add(rule, severity, message, int(pc.sum(column).as_py() or 0), ())

    def texts(self, rule: str, severity: Severity, message: str, column: pa.ChunkedArray) -> None:
        """Notes how many texts a column holds, with a few of them."""
        there = column.drop_null()
        self._add(rule, severity, message, len(there), tuple(pc.unique(there.slice(0, 200)).to_pylist()[:3]))

    def _add(self, rule: str, severity: Severity, message: str, count: int, examples: tuple[str, ...]) -> None:
        if count:
            self.findings.append(Finding(rule, severity, message, count=count, examples=examples))


def accepted_rows(seen: pa.Table) -> pa.Table:
    """The rows without a rule against them."""
    return seen if seen["rule"].null_count == len(seen) else seen.filter(pc.is_null(seen["rule"]))


def as_stage(table: pa.Table, schema: pa.Schema, *, more: Iterable[str] = ()) -> pa.Table:
    """The columns of a stage table; those that `table` lacks are empty. `more` are taken besides, where they are there."""
    rows = table.num_rows
    there = set(table.column_names)
    columns = [
        table[field.name].cast(field.type) if field.name in there else pa.nulls(rows, field.type) for field in schema
    ]
    stage = pa.Table.from_arrays(columns, schema=schema)
    for name in (name for name in more if name in there):
        stage = stage.append_column(name, table[name])
    return stage


def rejected_rows(batch: RawBatch, seen: pa.Table) -> pa.Table:
    """The rows with a rule against them, and those that could not be cut into cells, in file order."""
    failed = seen.select(["row", "line", "rule", "message", "properties"])
    failed = failed.slice(0, 0) if seen["rule"].null_count == len(seen) else failed.filter(pc.is_valid(seen["rule"]))
    table = failed.rename_columns(REJECTED.names).cast(REJECTED)
    if not batch.broken:
        return table
    broken = pa.Table.from_pylist(
        [
            {"row": bad.row, "line": bad.line, "rule": bad.rule, "message": bad.message, "raw": bad.raw}
            for bad in batch.broken
        ],
        schema=REJECTED,
    )
    return pa.concat_tables([table, broken]).sort_by("row")

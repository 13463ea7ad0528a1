"""What became of every file of a load: rows = accepted + rejected + skipped, and what there is to say about them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from wayline.events.identity import match_rates
from wayline.events.stage import STAGES
from wayline.events.staging import StagedFile, Staging
from wayline.findings import Finding


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: rows = accepted + rejected + skipped."""

    file: str
    source: str
    rows: int
    accepted: int
    rejected: int
    skipped: int
    identical: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `version` is the version of the log that holds after it; `committed` tells whether the load made it."""

    version: int
    committed: bool
    files: tuple[FileReport, ...]


def count_files(
    con: duckdb.DuckDBPyConnection, staging: Staging, log_names: str, *, every_event: bool
) -> list[FileReport]:
    """A report for each staged file, from the `placed_STAGE`, `repeat_STAGE` and `rival_STAGE` tables of the load.

    `every_event` says that all staged events are new, and that no `placed_events` and `rival_events` were made.
    """
    filled = [stage for stage in STAGES if staging.rows[stage]]
    placed = [stage for stage in filled if stage != "events" or not every_event]
    skipped = _skipped(con, staging, filled, placed)
    identical = _by_file(con, _rows("repeat", filled))
    notes = _notes(con, staging, placed)
    if "aliases" in filled:
        for no, (matched, total) in match_rates(con, log_names).items():
            notes[no].append(_match_rate(matched, total, staging.files[no].incoming.file))
    return [
        _report(file, skipped.get(file.no, 0), identical.get(file.no, 0) + file.identical, notes[file.no])
        for file in staging.files
    ]


def _report(file: StagedFile, skipped: int, identical: int, notes: list[Finding]) -> FileReport:
    return FileReport(
        file=file.incoming.file,
        source=file.incoming.source,
        rows=file.rows,
        accepted=file.rows - file.rejected - skipped,
        rejected=file.rejected,
        skipped=skipped,
        identical=identical,
        findings=(*file.findings, *notes),
    )


def _by_file(con: duckdb.DuckDBPyConnection, rows: str) -> dict[int, int]:
    if not rows:
        return {}
    return dict(con.execute(f"SELECT file_no, count(*) FROM ({rows}) GROUP BY file_no").fetchall())


def _rows(prefix: str, stages: list[str], where: str = "true") -> str:
    """The distinct rows of files in the tables `PREFIX_STAGE` of events and voice."""
    tables = [f"{prefix}_{stage}" for stage in stages if stage in {"events", "voice"}]
    return " UNION ".join(f"SELECT file_no, row FROM {table} WHERE {where}" for table in tables)


def _skipped(con: duckdb.DuckDBPyConnection, staging: Staging, filled: list[str], placed: list[str]) -> dict[int, int]:
    """Rows of which nothing was new, by file. A row that was rejected is not skipped as well."""
    if not placed:
        return {}
    is_new = {stage: f"pos IN (SELECT pos FROM placed_{stage})" if stage in placed else "true" for stage in filled}
    records = " UNION ALL ".join(
        f"SELECT file_no, row, {is_new[stage]} AS is_new FROM {staging.relation(stage)}" for stage in filled
    )
    rejected = f"SELECT file_no, row FROM {staging.relation('rejected')}"
    return _by_file(
        con,
        f"SELECT file_no, row FROM (SELECT file_no, row FROM ({records}) GROUP BY ALL HAVING NOT bool_or(is_new))"
        f" ANTI JOIN ({rejected}) USING (file_no, row)",
    )


def _notes(con: duckdb.DuckDBPyConnection, staging: Staging, placed: list[str]) -> dict[int, list[Finding]]:
    notes: dict[int, list[Finding]] = {file.no: [] for file in staging.files}
    noted = {
        "corrected": (
            _rows("placed", placed, "corrects"),
            "{count} rows differ from the loaded rows with the same id and take their place.",
        ),
        "same-id": (
            _rows("rival", placed, "replaced"),
            "{count} rows are skipped: a later row of this load has the same id and other content.",
        ),
        "erased": (
            "SELECT DISTINCT file_no, row FROM erased_rows WHERE stage <> 'rejected'",
            "{count} rows are skipped: they belong to a subject that was erased.",
        ),
    }
    for rule, (rows, message) in noted.items():
        for no, count in _by_file(con, rows).items():
            where = staging.files[no].incoming.file
            notes[no].append(Finding(rule, "info", message.format(count=f"{count:,}"), where, count=count))
    return notes


def _match_rate(matched: int, total: int, where: str) -> Finding:
    rest = f"; the other {total - matched:,} are kept as subjects of their own" if matched < total else ""
    message = f"{matched:,} of {total:,} ids in same_as ({matched / total:.1%}) occur in the event log{rest}."
    return Finding("match-rate", "info", message, where, count=matched)

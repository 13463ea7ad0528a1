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
    """A report for each staged file, from the `placed_STAGE`, `repeat_STAGE` and `rival_STAGE` tables of the load."""
    skipped = _skipped(con, staging, every_event=every_event)
    identical = _by_file(con, "SELECT file_no, row FROM repeat_events UNION SELECT file_no, row FROM repeat_voice")
    notes = _notes(con, staging, log_names, every_event=every_event)
    return [
        _report(file, skipped.get(file.no, 0), identical.get(file.no, 0), notes.get(file.no, []))
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
    return dict(con.execute(f"SELECT file_no, count(*) FROM ({rows}) GROUP BY file_no").fetchall())


def _skipped(con: duckdb.DuckDBPyConnection, staging: Staging, *, every_event: bool) -> dict[int, int]:
    """Rows of which nothing was new, by file. A row that was rejected is not skipped as well."""
    stages = [stage for stage in STAGES if staging.rows[stage]]
    if every_event and stages == ["events"]:
        return {}
    records = " UNION ALL ".join(
        f"SELECT s.file_no, s.row, {'true' if stage == 'events' and every_event else 'p.pos IS NOT NULL'} AS is_new"
        f" FROM {staging.relation(stage)} s"
        + ("" if stage == "events" and every_event else f" LEFT JOIN placed_{stage} p USING (pos)")
        for stage in stages
    )
    if not records:
        return {}
    rejected = f"SELECT file_no, row FROM {staging.relation('rejected')}"
    return _by_file(
        con,
        f"SELECT file_no, row FROM (SELECT file_no, row FROM ({records}) GROUP BY ALL HAVING NOT bool_or(is_new)) ANTI JOIN ({rejected})"
        " USING (file_no, row)",
    )


def _notes(
    con: duckdb.DuckDBPyConnection, staging: Staging, log_names: str, *, every_event: bool
) -> dict[int, list[Finding]]:
    notes: dict[int, list[Finding]] = {file.no: [] for file in staging.files}
    stages = ["voice"] if every_event else ["events", "voice"]

    def note(rule: str, rows: str, message: str) -> None:
        for no, count in _by_file(con, rows).items():
            notes[no].append(
                Finding(rule, "info", message.format(count=f"{count:,}"), staging.files[no].incoming.file, count=count)
            )

    corrected = " UNION ".join(f"SELECT file_no, row FROM placed_{stage} WHERE corrects" for stage in stages)
    note("corrected", corrected, "{count} rows differ from the loaded rows with the same id and take their place.")
    replaced = " UNION ".join(f"SELECT file_no, row FROM rival_{stage} WHERE replaced" for stage in stages)
    note("same-id", replaced, "{count} rows are skipped: a later row of this load has the same id and other content.")
    note(
        "erased",
        "SELECT DISTINCT file_no, row FROM erased_rows",
        "{count} rows are skipped: they belong to a subject that was erased.",
    )
    for no, (matched, total) in match_rates(con, log_names).items():
        notes[no].append(_match_rate(matched, total, staging.files[no].incoming.file))
    return notes


def _match_rate(matched: int, total: int, where: str) -> Finding:
    rest = f"; the other {total - matched:,} are kept as subjects of their own" if matched < total else ""
    message = f"{matched:,} of {total:,} ids in same_as ({matched / total:.1%}) occur in the event log{rest}."
    return Finding("match-rate", "info", message, where, count=matched)

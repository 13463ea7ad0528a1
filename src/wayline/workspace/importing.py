"""Importing files: read, roles found or proposed, canonical rows, one new version of the event log for all of them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import duckdb

from wayline.errors import InputError, RolesError
from wayline.events.count import FileReport
from wayline.events.staging import Incoming
from wayline.findings import Finding
from wayline.sources.canonical import Chunk, canonicalize
from wayline.sources.opening import open_table
from wayline.sources.propose import propose
from wayline.sources.raw import RawTable, ReadOptions
from wayline.sources.role_model import Roles, TableKind
from wayline.sources.roles import parse_roles
from wayline.sources.roles_text import roles_text
from wayline.workspace.folder import Workspace, check_zone

Tell = Callable[[str], None]
SUFFIX = ".roles.yaml"
UNSURE = "# Not sure: check every role below, then delete this line; the next import uses the file.\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of every file, and the version that holds now. `kept` is False where nothing was loaded."""

    files: tuple[FileReport, ...]
    version: int
    kept: bool
    proposed: tuple[Path, ...] = ()

    @property
    def rejected(self) -> int:
        """Rejected rows of all files."""
        return sum(file.rejected for file in self.files)

    def plain(self) -> dict[str, Any]:
        names = ("file", "rows", "accepted", "rejected", "skipped", "identical")
        files = [
            {name: getattr(file, name) for name in names}
            | {"source": file.source, "findings": [f.plain() for f in file.findings]}
            for file in self.files
        ]
        return {"files": files, "version": self.version}


@dataclass
class _Table:
    """One file read with one table of roles."""

    path: Path
    raw: RawTable
    roles: Roles
    assumed: tuple[Finding, ...] = ()
    notes: list[Finding] = field(default_factory=list)


def import_files(
    workspace: Workspace,
    paths: Sequence[Path | str],
    *,
    roles: Path | str | None = None,
    table: str = "",
    source: str = "",
    zone: str = "",
    strict: bool = False,
    dry_run: bool = False,
    tell: Tell | None = None,
) -> Imported:
    """Load files as one version of the event log.

    `roles` is a roles file; without one, `roles/NAME.roles.yaml` of the workspace is used, else roles are proposed from the
    content and used where they are sure. `strict`: a rejected row undoes the whole import. `dry_run`: read everything, load
    nothing, and write the roles that were used. Raises InputError, RolesError (with the path of the proposed roles),
    WorkspaceError.
    """
    zone = check_zone(zone) if zone else workspace.zone
    written: list[Path] = []
    tables = [one for path in paths for one in _tables(workspace, Path(path), roles, table, source, zone, written)]
    if dry_run:
        return _dry_run(workspace, tables, zone, written, tell)
    with duckdb.connect(":memory:") as con:
        con.execute("SET TimeZone = 'UTC'")
        incoming = [_incoming(con, one, zone, tell) for one in tables]
        report = workspace.log.load(
            incoming,
            received_at=time.time_ns() // 1000,
            progress=tell,
            accept=(lambda found: not any(file.rejected for file in found.files)) if strict else None,
        )
    files = tuple(_noted(file, one) for file, one in zip(report.files, tables, strict=True))
    return Imported(files, report.version, report.committed, tuple(written))


def _tables(
    workspace: Workspace, path: Path, roles: Path | str | None, table: str, source: str, zone: str, written: list[Path]
) -> list[_Table]:
    given = Path(roles) if roles else _kept_roles(workspace, path)
    if given is None:
        return [_proposed(workspace, path, table, source, zone, written)]
    found = parse_roles(_text(given), str(given))
    chosen = [one for one in found if not one.file or fnmatch(path.name, one.file)]
    if table:
        chosen = [one for one in chosen if one.table == table]
    if not chosen:
        tables = ", ".join(f"{one.table} ({one.file})" if one.file else one.table for one in found)
        wanted = f"--as {table} and " if table else ""
        raise RolesError(
            f"{given}: no table of roles fits {wanted}the file {path.name}", hint=f"It has roles for: {tables}"
        )
    return [
        _Table(path, open_table(path, one.read), replace(one, source=source or one.source or stem(path)))
        for one in chosen
    ]


def _kept_roles(workspace: Workspace, path: Path) -> Path | None:
    kept = workspace.folder / "roles" / f"{stem(path)}{SUFFIX}"
    if not kept.is_file():
        return None
    if _text(kept).startswith(UNSURE.strip()):
        raise RolesError(
            f"{kept} was proposed and is not sure; nothing was loaded",
            hint="Check its roles and delete its first line, or pass a roles file with --roles",
        )
    return kept


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no UTF-8 text; a roles file is YAML in UTF-8") from error


def _proposed(workspace: Workspace, path: Path, table: str, source: str, zone: str, written: list[Path]) -> _Table:
    raw = open_table(path, ReadOptions())
    proposal = propose(raw, table=_kind(table), source=source or stem(path), zone=zone)
    if not proposal.sure:
        target = _write_roles(workspace, path, UNSURE + roles_text(proposal.roles))
        doubts = "\n".join(f"  {reason}" for reason in proposal.assumed)
        raise RolesError(
            f"{path.name}: it is not clear what the columns mean, so nothing was loaded\n{doubts}".rstrip(),
            hint=f"A proposal is in {target}: correct it, delete its first line and import again, or pass it with --roles {target}",
        )
    assumed = tuple(Finding("assumed-roles", "info", text) for text in proposal.assumed)
    one = _Table(path, raw, replace(proposal.roles, source=source or proposal.roles.source or stem(path)), assumed)
    written.append(_write_roles(workspace, path, roles_text(one.roles)))
    return one


def _kind(table: str) -> TableKind | None:
    return table or None  # type: ignore[return-value]


def _write_roles(workspace: Workspace, path: Path, text: str) -> Path:
    folder = workspace.folder / "roles"
    folder.mkdir(exist_ok=True)
    target = folder / f"{stem(path)}{SUFFIX}"
    target.write_text(text, encoding="utf-8")
    return target


def stem(path: Path) -> str:
    """The file's name without its suffixes of format and compression: `events` of `events.csv.gz`."""
    name = path.name
    for suffix in (".gz", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
    return name


def _incoming(con: duckdb.DuckDBPyConnection, one: _Table, zone: str, tell: Tell | None) -> Incoming:
    plain_roles = roles_text(replace(one.roles, reasons={}))
    return Incoming(
        source=one.roles.source,
        table=one.roles.table,
        file=one.path.name,
        content=_digest(one.path, plain_roles + zone),
        clock=one.roles.clock,
        zone=one.roles.read.zone or zone,
        traits=tuple(one.roles.traits or ()),
        roles_json=plain_roles,
        chunks=_chunks(con, one, zone, tell),
    )


def _chunks(con: duckdb.DuckDBPyConnection, one: _Table, zone: str, tell: Tell | None) -> Iterator[Chunk]:
    def progress(done: int, total: int) -> None:
        if tell is not None:
            tell(f"reading {one.path.name}: {100 * done // max(total, 1)} %")

    yield from canonicalize(con, one.raw, one.roles, zone=zone, progress=progress)
    one.notes.extend(one.raw.findings)


def _digest(path: Path, beside: str) -> str:
    digest = hashlib.sha256(beside.encode())
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    return digest.hexdigest()


def _noted(report: FileReport, one: _Table) -> FileReport:
    return replace(report, findings=merged([*one.assumed, *one.notes, *report.findings]))


def merged(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same, as one with their counts added."""
    found: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.message)
        seen = found.get(key)
        if seen is None:
            found[key] = finding
        elif seen is not finding:
            examples = tuple(dict.fromkeys((*seen.examples, *finding.examples)))[:3]
            found[key] = replace(seen, count=seen.count + finding.count, examples=examples)
    return tuple(found.values())


def _dry_run(
    workspace: Workspace, tables: Sequence[_Table], zone: str, written: list[Path], tell: Tell | None
) -> Imported:
    reports = []
    with duckdb.connect(":memory:") as con:
        con.execute("SET TimeZone = 'UTC'")
        for one in tables:
            rows = rejected = 0
            findings: list[Finding] = []
            for chunk in _chunks(con, one, zone, tell):
                rows += chunk.rows
                rejected += chunk.rejected.num_rows
                findings.extend(chunk.findings)
            report = FileReport(one.path.name, one.roles.source, rows, rows - rejected, rejected, 0, 0, tuple(findings))
            reports.append(_noted(report, one))
            target = workspace.folder / "roles" / f"{stem(one.path)}{SUFFIX}"
            if not target.exists():
                written.append(_write_roles(workspace, one.path, roles_text(one.roles)))
    return Imported(tuple(reports), workspace.log.snapshot().version, kept=False, proposed=tuple(written))

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
import pyarrow as pa
import pyarrow.compute as pc

from wayline.errors import InputError, RolesError
from wayline.events.count import FileReport
from wayline.events.staging import Incoming
from wayline.findings import Finding
from wayline.sources.canonical import Chunk, canonicalize
from wayline.sources.opening import open_table, recognised
from wayline.sources.propose import propose
from wayline.sources.raw import RawTable
from wayline.sources.role_model import Roles, TableKind
from wayline.sources.roles_text import roles_text
from wayline.workspace.folder import Workspace, check_zone
from wayline.workspace.role_files import RoleFile, has_roles, kept_roles, read_roles, stem, write_roles

Tell = Callable[[str], None]
EXAMPLES = 3


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


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the caller asked for, before roles; and the roles files that were written on the way."""

    table: str
    source: str
    zone: str
    written: list[Path]


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
    written: list[Path] = []
    asked = _Wishes(table, source, check_zone(zone) if zone else "", written)
    tables = [one for path in paths for one in _tables(workspace, Path(path), roles, asked)]
    zone = workspace.zone
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


def _tables(workspace: Workspace, path: Path, roles: Path | str | None, asked: _Wishes) -> list[_Table]:
    given = read_roles(Path(roles)) if roles else _kept(workspace, path, asked.table)
    if given is None:
        return [_proposed(workspace, path, asked)]
    chosen = [one for one in given.tables if not one.file or fnmatch(path.name, one.file)]
    if asked.table:
        chosen = [one for one in chosen if one.table == asked.table]
    if not chosen:
        tables = ", ".join(f"{one.table} ({one.file})" if one.file else one.table for one in given.tables)
        wanted = f"--as {asked.table} and " if asked.table else ""
        raise RolesError(
            f"{given.path}: no table of roles fits {wanted}the file {path.name}", hint=f"It has roles for: {tables}"
        )
    return [_with_roles(path, one, asked) for one in chosen]


def _with_roles(path: Path, roles: Roles, asked: _Wishes) -> _Table:
    read = replace(roles.read, zone=asked.zone) if asked.zone else roles.read
    return _Table(
        path, open_table(path, read), replace(roles, read=read, source=asked.source or roles.source or stem(path))
    )


def _kept(workspace: Workspace, path: Path, table: str) -> RoleFile | None:
    """The workspace's roles for the file. A proposal that nobody touched gives way where it was not sure or does not fit."""
    kept = kept_roles(workspace, path)
    if kept is None or not kept.untouched:
        return kept
    is_asked = not table or any(one.table == table for one in kept.tables)
    return kept if kept.sure and is_asked and _still_fits(kept, path) else None


def _still_fits(kept: RoleFile, path: Path) -> bool:
    try:
        return any(kept.fits(open_table(path, roles.read).columns) for roles in kept.tables)
    except InputError:
        return False  # another layout or sheet than the proposal was made for


def _proposed(workspace: Workspace, path: Path, asked: _Wishes) -> _Table:
    raw = recognised(path)
    proposal = propose(raw, table=_kind(asked.table), source=asked.source or stem(path), zone=asked.zone)
    if not proposal.sure:
        target = write_roles(workspace, path, roles_text(proposal.roles), sure=False)
        doubts = "\n".join(f"  {doubt}" for doubt in proposal.doubts)
        raise RolesError(
            f"{path.name}: it is not clear what the columns mean, so nothing was loaded\n{doubts}",
            hint=f"A proposal is in {target}: correct it and import again, or accept it as it is with --roles {target}",
        )
    assumed = tuple(Finding("assumed-roles", "info", text) for text in proposal.assumed)
    one = _Table(path, raw, replace(proposal.roles, source=asked.source or proposal.roles.source), assumed)
    asked.written.append(write_roles(workspace, path, roles_text(one.roles), sure=True))
    return one


def _kind(table: str) -> TableKind | None:
    return table or None  # type: ignore[return-value]


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
        chunks=_Chunks(con, one, zone, tell),
    )


@dataclass(frozen=True, slots=True)
class _Chunks:
    """The rows of a file in canonical form, as often as they are asked for."""

    con: duckdb.DuckDBPyConnection
    one: _Table
    zone: str
    tell: Tell | None

    def __iter__(self) -> Iterator[Chunk]:
        one = self.one
        one.notes.clear()
        for chunk in canonicalize(self.con, one.raw, one.roles, zone=self.zone, progress=self._progress):
            one.notes.extend(rejections(chunk.rejected))
            yield chunk
        one.notes.extend(one.raw.findings)

    def _progress(self, done: int, total: int) -> None:
        if self.tell is not None:
            self.tell(f"reading {self.one.path.name}: {100 * done // max(total, 1)} %")


def rejections(rejected: pa.Table) -> list[Finding]:
    """Why rows were rejected: a finding for each rule, with the first rows and what is wrong with them."""
    found = []
    for rule in rejected["rule"].unique().to_pylist():
        rows = rejected.filter(pc.equal(rejected["rule"], rule))
        examples = [
            f"line {row['line']}: {row['message']}" if row["line"] else f"row {row['row']}: {row['message']}"
            for row in rows.slice(0, EXAMPLES).to_pylist()
        ]
        found.append(Finding(rule, "warning", f"rows rejected: {rule}", count=rows.num_rows, examples=tuple(examples)))
    return found


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
            for chunk in _Chunks(con, one, zone, tell):
                rows += chunk.rows
                rejected += chunk.rejected.num_rows
                findings.extend(chunk.findings)
            report = FileReport(one.path.name, one.roles.source, rows, rows - rejected, rejected, 0, 0, tuple(findings))
            reports.append(_noted(report, one))
            if not has_roles(workspace, one.path):
                written.append(write_roles(workspace, one.path, roles_text(one.roles), sure=True))
    return Imported(tuple(reports), workspace.log.snapshot().version, kept=False, proposed=tuple(written))

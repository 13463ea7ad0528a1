"""Importing files: read, roles found or proposed, canonical rows, one new version of the event log for all of them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from wayline.errors import InputError, RolesError
from wayline.events.connection import in_memory
from wayline.events.count import FileReport
from wayline.events.staging import Incoming
from wayline.findings import Finding
from wayline.paths.engine import make_ready
from wayline.sources.canonical import Chunk, canonicalize
from wayline.sources.databases.opening import DatabaseTable
from wayline.sources.propose import propose
from wayline.sources.raw import RawTable
from wayline.sources.role_model import Roles, TableKind
from wayline.sources.roles_text import roles_text
from wayline.workspace.folder import Workspace, check_zone
from wayline.workspace.origins import WHATEVER, Origin, Wanted, origins
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
    """One file, table or query read with one table of roles."""

    origin: Origin
    raw: RawTable
    roles: Roles
    assumed: tuple[Finding, ...] = ()
    notes: list[Finding] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.origin.path


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
    wanted: Wanted = WHATEVER,
    tell: Tell | None = None,
) -> Imported:
    """Load files, or what is `wanted` of databases, as one version of the event log.

    `roles` is a roles file; without one, `roles/NAME.roles.yaml` of the workspace is used, else roles are proposed from the
    content and used where they are sure. `strict`: a rejected row undoes the whole import. `dry_run`: read everything, load
    nothing, and write the roles that were used. Raises InputError, RolesError (with the path of the proposed roles),
    WorkspaceError.
    """
    written: list[Path] = []
    asked = _Wishes(table, source, check_zone(zone) if zone else "", written)
    tables = [one for given in paths for one in _tables(workspace, given, wanted, roles, asked)]
    zone = workspace.zone
    if dry_run:
        return _dry_run(workspace, tables, zone, written, tell)
    with in_memory() as con:
        incoming = [_incoming(workspace, con, one, zone, tell) for one in tables]
        report = workspace.log.load(
            incoming,
            received_at=time.time_ns() // 1000,
            progress=tell,
            accept=(lambda found: not any(file.rejected for file in found.files)) if strict else None,
        )
    make_ready(workspace.log.snapshot().rows("events"))
    files = tuple(_noted(file, one) for file, one in zip(report.files, tables, strict=True))
    return Imported(files, report.version, report.committed, tuple(written))


def _tables(
    workspace: Workspace, given: Path | str, wanted: Wanted, roles: Path | str | None, asked: _Wishes
) -> list[_Table]:
    found = origins(workspace, given, wanted, "" if roles else asked.source)
    return [one for origin in found for one in _of_origin(workspace, origin, roles, asked)]


def _of_origin(workspace: Workspace, origin: Origin, roles: Path | str | None, asked: _Wishes) -> list[_Table]:
    path = origin.path
    given = read_roles(Path(roles)) if roles else _kept(workspace, origin, asked.table)
    if given is None:
        return [_proposed(workspace, origin, asked)]
    chosen = [one for one in given.tables if not one.file or fnmatch(path.name, one.file)]
    if asked.table:
        chosen = [one for one in chosen if one.table == asked.table]
    if not chosen:
        tables = ", ".join(f"{one.table} ({one.file})" if one.file else one.table for one in given.tables)
        wanted = f"--as {asked.table} and " if asked.table else ""
        raise RolesError(
            f"{given.path}: no table of roles fits {wanted}the file {path.name}", hint=f"It has roles for: {tables}"
        )
    return [_with_roles(origin, one, asked) for one in chosen]


def _with_roles(origin: Origin, roles: Roles, asked: _Wishes) -> _Table:
    read = replace(roles.read, zone=asked.zone) if asked.zone else roles.read
    source = asked.source or roles.source or stem(origin.path)
    return _Table(origin, origin.open(read), replace(roles, read=read, source=source))


def _kept(workspace: Workspace, origin: Origin, table: str) -> RoleFile | None:
    """The workspace's roles for the file. A proposal that nobody touched gives way where it was not sure or does not fit."""
    kept = kept_roles(workspace, origin.path)
    if kept is None or not kept.untouched:
        return kept
    is_asked = not table or any(one.table == table for one in kept.tables)
    return kept if kept.sure and is_asked and _still_fits(kept, origin) else None


def _still_fits(kept: RoleFile, origin: Origin) -> bool:
    try:
        return any(kept.fits(origin.open(roles.read).columns) for roles in kept.tables)
    except InputError:
        return False  # another layout or sheet than the proposal was made for


def _proposed(workspace: Workspace, origin: Origin, asked: _Wishes) -> _Table:
    path = origin.path
    raw = origin.recognised()
    proposal = propose(raw, table=_kind(asked.table), source=asked.source or stem(path), zone=asked.zone)
    if not proposal.sure:
        target = write_roles(workspace, path, roles_text(proposal.roles), sure=False)
        doubts = "\n".join(f"  {doubt}" for doubt in proposal.doubts)
        raise RolesError(
            f"{path.name}: it is not clear what the columns mean, so nothing was loaded\n{doubts}",
            hint=f"A proposal is in {target}: correct it and import again, or accept it as it is with --roles {target}",
        )
    assumed = tuple(Finding("assumed-roles", "info", text) for text in proposal.assumed)
    one = _Table(origin, raw, replace(proposal.roles, source=asked.source or proposal.roles.source), assumed)
    asked.written.append(write_roles(workspace, path, roles_text(one.roles), sure=True))
    return one


def _kind(table: str) -> TableKind | None:
    return table or None  # type: ignore[return-value]


def _incoming(
    workspace: Workspace, con: duckdb.DuckDBPyConnection, one: _Table, zone: str, tell: Tell | None
) -> Incoming:
    plain_roles = roles_text(replace(one.roles, reasons={}))
    key = _marked(workspace, one, plain_roles + zone)
    chunks = _Chunks(con, one, zone, tell)
    is_database = isinstance(one.raw, DatabaseTable)  # it may change meanwhile: it is read once
    return Incoming(
        source=one.roles.source,
        table=one.roles.table,
        file=one.path.name,
        content=one.origin.content(plain_roles + zone),
        clock=one.roles.clock,
        zone=one.roles.read.zone or zone,
        traits=tuple(one.roles.traits or ()),
        roles_json=plain_roles,
        chunks=iter(chunks) if is_database else chunks,
        bookmark=one.raw.bookmark if isinstance(one.raw, DatabaseTable) else None,
        bookmark_key=key,
    )


def _marked(workspace: Workspace, one: _Table, beside: str) -> str:
    """Lets a table that is read incrementally begin where its last load ended; returns the key of its bookmark.

    With other roles, another query or another database the reading begins at the beginning.
    """
    if not (isinstance(one.raw, DatabaseTable) and one.raw.bookmark):
        return ""
    read = one.raw.read
    told = (beside, read.database, read.table, read.query, read.incremental)
    key = hashlib.sha256("\0".join(told).encode()).hexdigest()
    one.raw.bookmark.since = partial(workspace.log.bookmark, one.roles.source, key)
    return key


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
    with in_memory() as con:
        for one in tables:
            _marked(workspace, one, roles_text(replace(one.roles, reasons={})) + zone)
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

"""What is wrong with maps and with the workspace itself."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from wayline.errors import MapError, ProductError
from wayline.files.journey import load_map
from wayline.files.lint_places import lint_file
from wayline.findings import Finding
from wayline.workspace.folder import Workspace
from wayline.workspace.lint_settings import around, severities

PARTS = ("wayline", "duckdb", "deltalake", "pyarrow", "numpy", "scipy", "ruamel.yaml")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `wayline doctor` says: versions, sizes, and what is broken with how to mend it."""

    versions: dict[str, str]
    sizes: dict[str, Any]
    findings: tuple[Finding, ...]

    @property
    def is_broken(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        return {
            "versions": self.versions,
            "sizes": self.sizes,
            "findings": [finding.plain() for finding in self.findings],
        }


def lint(paths: Sequence[Path], workspace: Workspace | None = None) -> list[tuple[Path, Finding]]:
    """Findings of every map, each with its file; what makes a file no valid map is a finding too.

    The workspace says how grave each rule is, and which personas and maps there are. Raises MapError for a file that cannot
    be read, WorkspaceError for a wrong `[lint]` table.
    """
    return [(path, finding) for path in paths for finding in lint_file(path, around(path, workspace))]


def map_problems(error: MapError) -> list[Finding]:
    """The problems that a MapError carries; its message where it carries none."""
    found = [Finding(one.rule, "error", one.message, line=one.line, column=one.column) for one in error.findings]
    return found or [Finding("invalid-map", "error", error.message)]


def doctor(workspace: Workspace) -> Diagnosis:
    """Look over a workspace. What is broken is in the findings, not raised."""
    findings: list[Finding] = []
    sizes: dict[str, Any] = {"maps": len(workspace.map_files())}
    try:
        log = workspace.log
        snapshot = log.snapshot()
        sizes |= {
            "event log": f"version {snapshot.version}",
            **{table: snapshot.rows(table) for table in snapshot.tables},
        }
        findings += log.check()
    except ProductError as error:
        findings.append(Finding("event-log", "error", str(error)))
    try:
        severities(workspace)
    except ProductError as error:
        findings.append(Finding("settings", "error", str(error)))
    for path in workspace.map_files():
        try:
            load_map(path)
        except MapError as error:
            findings += [
                Finding(one.rule, "error", f"{path.name}: {one.message}", line=one.line, column=one.column)
                for one in map_problems(error)
            ]
    return Diagnosis(_versions(), sizes, tuple(findings))


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "platform": sys.platform}
    for part in PARTS:
        try:
            found[part] = version(part)
        except PackageNotFoundError:
            found[part] = "not installed"
    return found

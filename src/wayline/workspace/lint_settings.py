"""What a workspace tells lint: how grave each rule is here (`[lint]` in wayline.toml), and which maps and personas there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from wayline.errors import WorkspaceError
from wayline.findings import nearest
from wayline.maps.lint.registry import RULES
from wayline.maps.lint.rule import SETTINGS, Setting, Surroundings
from wayline.workspace.folder import SETTINGS as SETTINGS_FILE
from wayline.workspace.folder import Workspace

_PAGE = "docs/reference/lint.md lists the rules"


def severities(workspace: Workspace) -> Mapping[str, Setting]:
    """Rule → how grave it is in this workspace. Raises WorkspaceError where the table names no rule or no severity."""
    path, table = workspace.folder / SETTINGS_FILE, workspace.lint_table
    if not isinstance(table, Mapping):
        raise WorkspaceError(f'{path}: lint is {table!r}; expected a table such as [lint] with no-owner = "error"')
    known = {rule.name for rule in RULES}
    for name, given in table.items():
        if name not in known:
            raise WorkspaceError(f"{path}: [lint] names no rule '{name}'.{nearest(name, known)}", hint=_PAGE)
        if given not in SETTINGS:
            said = f"{path}: [lint] {name} is {given!r}; expected one of {', '.join(SETTINGS)}"
            raise WorkspaceError(f"{said}.{nearest(str(given), SETTINGS)}")
    return dict(table)


def surroundings(workspace: Workspace) -> Surroundings:
    """What lint knows of a map in this workspace. Raises WorkspaceError for a wrong `[lint]` table."""
    return Surroundings(
        personas=frozenset(workspace.persona_names()),
        maps=frozenset(workspace.map_names()),
        severities=severities(workspace),
    )


def around(path: Path, workspace: Workspace | None) -> Surroundings:
    """What lint knows of a file: severities hold for every file, maps and personas are looked for beside those inside only."""
    if workspace is None:
        return Surroundings()
    known = surroundings(workspace)
    is_inside = path.resolve().is_relative_to(workspace.folder.resolve())
    return known if is_inside else replace(known, personas=None, maps=None)

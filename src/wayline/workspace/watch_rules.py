"""Where rules stand: those that were switched on in WORKSPACE/watches.toml, those that a team declares under `[watch]` in wayline.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from wayline.errors import InputError, WorkspaceError
from wayline.findings import nearest
from wayline.measures.watch.replay import Budget
from wayline.measures.watch.rule import BUDGET, Rule, budget_from_text
from wayline.workspace.folder import SETTINGS, Workspace

FILE = "watches.toml"
EVERYBODY = "all"
_RULE = tuple(one.name for one in fields(Rule))
_KEYS = {*_RULE, "threshold", "seconds", "from"}
# one budget is for all that is declared
_DECLARED = tuple(name for name in _RULE if name != "budget")
_PAGE = "docs/reference/stale.md lists the settings"


@dataclass(frozen=True, slots=True)
class On:
    """A rule that is on since the end of a day."""

    rule: Rule
    threshold: float
    seconds: float
    since: date


def switched_on(workspace: Workspace) -> list[On]:
    """The rules that are on. Raises WorkspaceError where the file is not as it should be."""
    path = workspace.folder / FILE
    if not path.exists():
        return []
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("watch", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise WorkspaceError(f"{path}: watch is {rows!r}; expected tables [[watch]]")
    return [_on(path, row) for row in rows]


def _on(path: Path, row: object) -> On:
    hint = "Take the rule out and switch it on again with `wayline watch`"
    if not isinstance(row, Mapping) or not set(row) <= _KEYS:
        raise WorkspaceError(f"{path}: {row!r} is no rule", hint=hint)
    try:
        rule = Rule(**{name: str(row[name]) for name in _RULE if name in row})
        return On(rule, float(row["threshold"]), float(row["seconds"]), date.fromisoformat(str(row["from"])))
    except (KeyError, TypeError, ValueError) as error:
        raise WorkspaceError(f"{path}: a rule lacks or has a wrong {error}", hint=hint) from error


def write_on(workspace: Workspace, on: On) -> None:
    """Add a rule to those that are on."""
    stored = {name: value for name, value in asdict(on.rule).items() if value}
    stored |= {"threshold": on.threshold, "seconds": on.seconds, "from": on.since.isoformat()}
    told = "\n".join(
        f"{json.dumps(name) if name == 'from' else name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in stored.items()
    )
    path = workspace.folder / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}{chr(10) if before else ''}[[watch]]\n{told}\n", encoding="utf-8")


def declared(workspace: Workspace) -> tuple[Budget, tuple[Rule, ...]]:
    """The one budget, and the rules of all maps. Raises WorkspaceError that names what is wrong."""
    path, table = workspace.folder / SETTINGS, workspace.watch_table
    if not isinstance(table, Mapping):
        raise WorkspaceError(f"{path}: watch is {table!r}; expected a table [watch] with budget and rules", hint=_PAGE)
    for name in table:
        if name not in ("budget", "rules"):
            raise WorkspaceError(
                f"{path}: [watch] has no setting '{name}'.{nearest(name, ('budget', 'rules'))}", hint=_PAGE
            )
    text, rows = table.get("budget", BUDGET), table.get("rules", [])
    if not isinstance(rows, list):
        raise WorkspaceError(f"{path}: [watch] rules is {rows!r}; expected tables [[watch.rules]]", hint=_PAGE)
    try:
        budget = budget_from_text(str(text))
    except InputError as error:
        raise WorkspaceError(f"{path}: [watch] {error.message}", hint=error.hint) from error
    return budget, tuple(_rule(path, row, str(text)) for row in rows)


def _rule(path: Path, row: object, budget: str) -> Rule:
    if not isinstance(row, Mapping):
        raise WorkspaceError(f"{path}: {row!r} is no rule; expected a table with map and element", hint=_PAGE)
    for name, value in row.items():
        if name not in _DECLARED:
            raise WorkspaceError(f"{path}: a watched rule has no '{name}'.{nearest(name, _DECLARED)}", hint=_PAGE)
        if not isinstance(value, str):
            raise WorkspaceError(f"{path}: {name} of a watched rule is {value!r}; expected text", hint=_PAGE)
    for name in ("map", "element"):
        if not row.get(name):
            raise WorkspaceError(f"{path}: a watched rule lacks '{name}': {dict(row)!r}", hint=_PAGE)
    return Rule(**{**row, "budget": budget})

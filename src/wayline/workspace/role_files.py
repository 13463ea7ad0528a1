"""Roles files in `roles/`: found again by the name of the data file, and known as untouched until a person corrects them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from wayline.errors import InputError, RolesError, WorkspaceError
from wayline.sources.role_model import Roles, bound
from wayline.sources.roles import parse_roles
from wayline.workspace.folder import Workspace

SUFFIX = ".roles.yaml"
_SURE = "# Proposed"
_UNSURE = "# Not sure"


@dataclass(frozen=True, slots=True)
class RoleFile:
    """A roles file. `untouched`: it is still what Wayline proposed; `sure`: nobody has to look at it first."""

    path: Path
    tables: tuple[Roles, ...]
    untouched: bool = False
    sure: bool = True

    def fits(self, columns: tuple[str, ...]) -> bool:
        """Whether some table of roles finds all its columns."""
        return any(_fits(roles, columns) for roles in self.tables)


def _fits(roles: Roles, columns: tuple[str, ...]) -> bool:
    try:
        bound(roles, columns)
    except RolesError:
        return False
    return True


def read_roles(path: Path) -> RoleFile:
    """The roles in a file. Raises InputError for one that cannot be read, RolesError for one that is not valid."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path} is no UTF-8 text; a roles file is YAML in UTF-8") from error
    head, _, body = text.partition("\n")
    untouched = head.startswith((_SURE, _UNSURE)) and f"({_mark(body)})" in head
    return RoleFile(path, parse_roles(text, str(path)), untouched, sure=not (untouched and head.startswith(_UNSURE)))


def kept_roles(workspace: Workspace, data: Path) -> RoleFile | None:
    """The roles that the workspace has for a data file of this name; None where it has none."""
    path = _place(workspace, data)
    return read_roles(path) if path.is_file() else None


def write_roles(workspace: Workspace, data: Path, body: str, *, sure: bool) -> Path:
    """Write proposed roles for a data file and return the file. Raises WorkspaceError."""
    head = (
        f"{_SURE} from the content of {_one_line(data.name)} ({_mark(body)}): change what is wrong, the next import uses it."
        if sure
        else f"{_UNSURE} ({_mark(body)}): correct the roles, or delete this line if they are right; the next import uses them."
    )
    path = _place(workspace, data)
    try:
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        draft.write_text(f"{head}\n{body}", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise WorkspaceError(f"cannot write {path}: {error.strerror}", hint="Nothing was loaded") from error
    return path


def has_roles(workspace: Workspace, data: Path) -> bool:
    """Whether the workspace has roles for a data file of this name."""
    return _place(workspace, data).exists()


def stem(path: Path) -> str:
    """The file's name without its suffixes of format and compression: `events` of `events.csv.gz`."""
    name = path.name
    for suffix in (".gz", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".xes"):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            name = name[: -len(suffix)]
    return name


def _place(workspace: Workspace, data: Path) -> Path:
    return workspace.folder / "roles" / f"{stem(data)}{SUFFIX}"


def _mark(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:12]


def _one_line(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)

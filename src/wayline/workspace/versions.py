"""One version of a map, read from wherever it is: a file, a revision in git, a map of the workspace. Quick to import: git asks often."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wayline.documents import decode, read_text
from wayline.errors import InputError, MapError, NotFoundError
from wayline.files.journey import SUFFIX, MapSource, read_source

if TYPE_CHECKING:
    from wayline.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a map, wherever it came from."""

    name: str
    text: str
    source: MapSource

    @property
    def document(self) -> Any:
        return self.source.document.data


def version(name: str, workspace: Workspace | None = None) -> Version:
    """A map given as a file, as `REV:path` in a git repository, or as a map's name in the workspace.

    Raises MapError where it is no valid map, NotFoundError where there is none, InputError where git refuses.
    """
    if Path(name).is_file():
        text = read_text(Path(name), error=MapError)
    elif ":" in name:
        text = decode(_from_git(name), name, error=MapError)
    elif workspace is not None:
        path = workspace.map_path(name)
        text, name = read_text(path, error=MapError), str(path)
    else:
        raise NotFoundError(
            f"there is no file {name}", hint="Expected a journey file, or REV:path such as HEAD:maps/trial.journey.yaml"
        )
    return Version(name, text, read_source(text, name))


def _from_git(name: str) -> bytes:
    """The file of a revision; a path that is not found from the top of the repository is looked for from here."""
    revision, _, path = name.rpartition(":")
    tried = [name] if path.startswith("./") else [name, f"{revision}:./{path}"]
    answers = [_git_blob(one) for one in tried]
    for answer in answers:
        if answer.returncode == 0:
            return answer.stdout
    said = answers[0].stderr.decode(errors="replace").strip().partition("\n")[0]
    raise InputError(f"git has no {name}: {said}", hint="Expected REV:path, such as HEAD~1:maps/trial.journey.yaml")


def _git_blob(name: str) -> subprocess.CompletedProcess[bytes]:
    try:
        # the name is one word of the request, and git is told that no option follows
        return subprocess.run(["git", "cat-file", "blob", "--end-of-options", name], capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise InputError(f"{name} is no file, and git cannot be asked: {error.strerror}") from error


def base_of(later: Version, workspace: Workspace | None = None) -> Version:
    """The version that a future state is based on: beside its file, else in the workspace. Raises NotFoundError."""
    wanted = later.source.map.based_on
    if not wanted:
        raise NotFoundError(
            f"{later.name} is based on no other map", hint="Name two maps, or write `based_on: MAP` into it"
        )
    beside = Path(later.name).parent
    for path in (beside / wanted, beside / f"{wanted}{SUFFIX}"):
        if path.is_file():
            return version(str(path))
    return version(wanted, workspace)

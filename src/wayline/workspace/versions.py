"""Versions of a map: told apart by meaning, with what a changed binding does to the numbers; merged three ways into a file."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayline.documents import decode, read_documents, read_text
from wayline.errors import EditError, InputError, MapError, NotFoundError
from wayline.files.edit import edit
from wayline.files.journey import SUFFIX, MapSource, read_source
from wayline.files.write import write
from wayline.findings import Finding
from wayline.maps.change import Change
from wayline.maps.diff import diff
from wayline.maps.difference import Sentence, spoken
from wayline.maps.merge import Conflict, Merged, merge
from wayline.maps.plain import same
from wayline.measures.measurement import Measurement, measurement
from wayline.views.difference import reached_change
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened

_MOST_WORK = 200_000_000  # characters of text times changes that are written one by one


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a map, wherever it came from."""

    name: str
    text: str
    source: MapSource

    @property
    def document(self) -> Any:
        return self.source.document.data


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes one version the other: as changes, and in sentences, with the numbers of both where they were measured."""

    before: Version
    after: Version
    changes: tuple[Change, ...]
    sentences: tuple[Sentence, ...]
    effects: Mapping[int, str]
    notes: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The difference as JSON-ready data; `effect` says what a changed binding does to the number of customers."""
        told = [
            {**sentence.plain(), "effect": self.effects.get(place)} for place, sentence in enumerate(self.sentences)
        ]
        return {
            "wayline": 1,
            "before": {"name": self.before.name, "map": self.before.source.map.id},
            "after": {"name": self.after.name, "map": self.after.source.map.id},
            "different": bool(self.changes),
            "sentences": told,
            "changes": [change.plain() for change in self.changes],
            "notes": list(self.notes),
        }

    def lines(self) -> list[str]:
        """One line a sentence. What a binding does to the number of customers comes first."""
        return [_line(sentence, self.effects.get(place)) for place, sentence in enumerate(self.sentences)]


def _line(sentence: Sentence, effect: str | None) -> str:
    return sentence.text.replace("changed: ", f"changed: {effect}; ", 1) if effect else sentence.text


# -- reading -----------------------------------------------------------------------------------------------------------


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


# -- telling apart -----------------------------------------------------------------------------------------------------


def difference(before: Version, after: Version, workspace: Workspace | None = None) -> Difference:
    """What makes one version the other. Where a binding differs and the workspace has data, both are measured."""
    sentences = spoken(before.document, after.document)
    rebound = [place for place, one in enumerate(sentences) if one.kind == "step" and one.key == "bind"]
    effects: dict[int, str] = {}
    if rebound and workspace is not None and workspace.log.snapshot().version > 0:
        numbers = [measured(workspace, one).plain() for one in (before, after)]
        for place in rebound:
            effect = reached_change(sentences[place].id, *numbers, unit=after.source.map.unit, inside=True)
            if effect:
                effects[place] = effect
    return Difference(before, after, diff(before.document, after.document), sentences, effects)


def measured(workspace: Workspace, one: Version) -> Measurement:
    """The numbers of a version on the current event log; nothing is kept."""
    snapshot = workspace.log.snapshot()
    with opened(one.source.map, snapshot) as at:
        provenance = {"map": one.name, "events": f"version {snapshot.version}"}
        return measurement(at.facts(Asked().question(workspace.zone)), provenance)


# -- merging -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MergedFile:
    """A merge that was written: what a person must settle, and what is wrong with the map that both together make."""

    path: Path
    merged: Merged
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return self.merged.is_clean and not self.findings

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "file": str(self.path),
            "clean": self.is_clean,
            "conflicts": [conflict.plain() for conflict in self.merged.conflicts],
            "findings": [finding.plain() for finding in self.findings],
            "changes": [change.plain() for change in self.merged.changes],
            "notes": list(self.notes),
        }


def merge_files(base: Path, ours: Path, theirs: Path, output: Path) -> MergedFile:
    """Join what OURS and THEIRS changed since BASE and write it; comments and layout are those of OURS.

    Where they conflict, the value of OURS is written. An empty BASE is a map that both sides added. Raises MapError where OURS
    or THEIRS is no valid map, InputError where the file cannot be written.
    """
    texts = {path: _text(path) for path in (base, ours, theirs)}
    sides = [read_source(texts[path], str(path)).document.data for path in (ours, theirs)]
    merged = merge(_base(texts[base], base), *sides)
    text, notes = _joined_text(texts[base], texts[ours], texts[theirs], sides[1], merged)
    findings = _findings(text, output)
    _write(output, text)
    return MergedFile(output, merged, findings, notes)


def _text(path: Path) -> str:
    """As `read_text`, with a byte-order mark kept: it belongs to the file."""
    plain = read_text(path, error=MapError)
    return plain if not path.read_bytes().startswith(b"\xef\xbb\xbf") else f"\ufeff{plain}"


def _base(text: str, path: Path) -> Any:
    documents = read_documents(text, str(path), error=MapError)
    if not documents:
        return {}
    if len(documents) > 1 or not isinstance(documents[0].data, dict):
        raise MapError(f"{path}: the base is no map; expected one YAML document of keys and values, or an empty file")
    return documents[0].data


def _joined_text(base: str, ours: str, theirs: str, their_data: Any, merged: Merged) -> tuple[str, tuple[str, ...]]:
    """The text, and what must be said of it. A side that changed no byte leaves the other as it is."""
    if ours == base and same(merged.document, their_data):
        return theirs, ()
    if len(ours) * len(merged.changes) <= _MOST_WORK:
        try:
            return edit(ours, merged.changes), _lost_comments(base, theirs, ours)
        except EditError:  # an alias that two places share
            pass
    return write(merged.document), ("the file was written anew, without the comments of OURS",)


def _lost_comments(base: str, theirs: str, ours: str) -> tuple[str, ...]:
    """Comments that THEIRS added are no part of what a map says, and are not carried over."""
    known = {line.strip() for line in (*base.splitlines(), *ours.splitlines())}
    new = [line for line in theirs.splitlines() if line.strip().startswith("#") and line.strip() not in known]
    return (f"{len(new)} comment line(s) of THEIRS were not carried over, the first: {new[0].strip()}",) if new else ()


def _findings(text: str, path: Path) -> tuple[Finding, ...]:
    """What is wrong with a map of which each side was right: such as a card at a step that the other side removed."""
    try:
        read_source(text, str(path))
    except MapError as error:
        return tuple(one for one in error.findings if isinstance(one, Finding)) or (
            Finding("invalid-map", "error", error.message),
        )
    return ()


def _write(path: Path, text: str) -> None:
    """All or nothing: the text replaces the file in one step."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(text.encode("utf-8"))
        written = Path(file.name)
        written.chmod(mode if mode is not None else 0o644)
        written.replace(path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from error


__all__ = [
    "Conflict",
    "Difference",
    "MergedFile",
    "Version",
    "base_of",
    "difference",
    "measured",
    "merge_files",
    "version",
]

"""Two edits of a map file joined three ways and written, with the comments and layout of one of them. Quick to import: git calls it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayline.documents import read_documents, read_text
from wayline.errors import EditError, InputError, MapError
from wayline.files.edit import edit
from wayline.files.journey import read_source
from wayline.files.write import write
from wayline.findings import Finding
from wayline.maps.merge import Merged, merge
from wayline.maps.plain import same

_MOST_WORK = 200_000_000  # characters of text times changes that are written one by one


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

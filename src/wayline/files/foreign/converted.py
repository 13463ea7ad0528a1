"""What a reader of a foreign format gives: a plain document as `files.write` takes it, and what was lost or assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from wayline.errors import InputError
from wayline.findings import Finding

Note = Literal["lost", "assumed", "kept", "replaced", "wrong"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A map or persona document, what was lost or assumed on the way, and personas that the file describes beside its map."""

    document: Mapping[str, Any]
    notes: tuple[Finding, ...] = ()
    personas: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_persona(self) -> bool:
        return "persona" in self.document and "map" not in self.document


def note(rule: Note, message: str, *, line: int = 0, where: str = "") -> Finding:
    """One sentence of an export note. `lost`, `replaced` and `wrong` are warnings; `assumed` and `kept` are for information."""
    severity: Literal["warning", "info"] = "info" if rule in ("assumed", "kept") else "warning"
    return Finding(rule, severity, message, where=where, line=line, column=1 if line else 0)


def gathered(notes: Iterable[Finding]) -> tuple[Finding, ...]:
    """Notes that say the same are said once, with the first place and a count."""
    found: dict[tuple[str, str, str], Finding] = {}
    for one in notes:
        key = (one.rule, one.message, one.where)
        found[key] = replace(found[key], count=found[key].count + one.count) if key in found else one
    return tuple(found.values())


def unreadable(path: str, message: str, *, line: int = 0, hint: str = "") -> InputError:
    """The error for a file that is not what its format demands."""
    place = f"{path or 'text'}:{line}" if line else path or "text"
    finding = Finding("unreadable", "error", message, where=path, line=line, column=1 if line else 0)
    return InputError(f"{place}: {message}", hint=hint, findings=(finding,))

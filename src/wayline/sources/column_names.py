"""The names of a table's columns as its header gives them: trimmed, complete, each one once."""

from __future__ import annotations

from pathlib import Path

from wayline.errors import InputError
from wayline.findings import Finding

MOST_COLUMNS = 16_384


def column_names(path: Path, header: list[str]) -> tuple[tuple[str, ...], list[Finding]]:
    """Names for the cells of a header. Raises InputError where two columns have one name, or there are too many."""
    if len(header) > MOST_COLUMNS:
        raise InputError(f"{path} has {len(header)} columns, at most {MOST_COLUMNS} are read", hint="Is this the right file?")
    trimmed = [name.strip() for name in header]
    names = tuple(name or f"column {position}" for position, name in enumerate(trimmed, 1))
    _refuse_duplicates(path, names)
    return names, [*_spaces(header, trimmed), *_unnamed(trimmed)]


def _refuse_duplicates(path: Path, names: tuple[str, ...]) -> None:
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, 1):
        places.setdefault(name, []).append(position)
    twice = {name: at for name, at in places.items() if len(at) > 1}
    if twice:
        named = "; ".join(f"'{name}' at columns {', '.join(map(str, at))}" for name, at in list(twice.items())[:5])
        raise InputError(f"{path} has the same column name more than once: {named}", hint="Rename them in the header line.")


def _spaces(header: list[str], trimmed: list[str]) -> list[Finding]:
    changed = tuple(after for before, after in zip(header, trimmed, strict=True) if before != after)
    if not changed:
        return []
    message = f"spaces around {len(changed)} column names were taken off: {', '.join(changed[:5])}"
    return [Finding("header-spaces", "info", message, count=len(changed), examples=changed[:5])]


def _unnamed(trimmed: list[str]) -> list[Finding]:
    places = [position for position, name in enumerate(trimmed, 1) if not name]
    if not places:
        return []
    named = ", ".join(f"'column {position}'" for position in places[:5])
    return [Finding("unnamed-column", "warning", f"{len(places)} columns have no name; called {named}", count=len(places))]

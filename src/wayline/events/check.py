"""Whether the event log is whole: what `wayline doctor` says about it."""

from __future__ import annotations

from pathlib import Path

from wayline.errors import WorkspaceError
from wayline.events import delta
from wayline.events.kept import FOLDER, kept_sizes
from wayline.events.pointer import Part, Pointer, TableState, read_pointer
from wayline.findings import Finding


def check(folder: Path) -> list[Finding]:
    """What is broken (errors), left over (warnings) and there (info): one finding a table with its rows and bytes."""
    try:
        pointer = read_pointer(folder)
    except WorkspaceError as error:
        return [Finding("pointer-unreadable", "error", str(error), str(folder / "current.json"))]
    return [
        *_leftovers(folder, pointer),
        *(finding for table in sorted(pointer.tables) for finding in _table(folder, pointer, table)),
        *_kept(folder),
    ]


def _kept(folder: Path) -> list[Finding]:
    """What may be deleted at any time."""
    sizes = kept_sizes(folder)
    shown = f"kept of what was read: {len(sizes):,} files, {sum(sizes):,} bytes. Without them everything is read again."
    return [Finding("kept", "info", shown, str(folder / FOLDER), count=len(sizes))] if sizes else []


def _leftovers(folder: Path, pointer: Pointer) -> list[Finding]:
    """A running import has such files as well; the next one removes those of a process that ended."""
    holding = {state.folder for state in pointer.tables.values()} | set(pointer.retired)
    strangers = [path for path in (folder / "tables").glob("*") if path.name not in holding]
    return [
        Finding(
            "leftover",
            "warning",
            f"{path.name} was left by an import that did not end. The next import removes it.",
            str(path),
        )
        for path in sorted([*folder.glob("staging-*"), *strangers])
    ]


def _table(folder: Path, pointer: Pointer, table: str) -> list[Finding]:
    state = pointer.tables[table]
    place = folder / "tables" / state.folder
    broken = [finding for part in state.parts if (finding := _part(place, part))]
    if not broken:
        broken = _delta_log(place, state)
    size = sum(part.size for part in state.parts)
    shown = f"{table}: {state.rows:,} rows in {len(state.parts):,} files, {size:,} bytes."
    return [*broken, Finding("table", "info", shown, str(place), count=state.rows)]


def _part(place: Path, part: Part) -> Finding | None:
    path = place / part.name
    if not path.exists():
        mend = "Restore it from a copy, or delete event-log/ and import the files again."
        return Finding(
            "missing-file",
            "error",
            f"{part.name} with {part.rows:,} rows is missing. {mend}",
            str(path),
            count=part.rows,
        )
    if path.stat().st_size != part.size:
        return Finding(
            "damaged-file", "error", f"{part.name} has {path.stat().st_size:,} bytes, not {part.size:,}.", str(path)
        )
    return None


def _delta_log(place: Path, state: TableState) -> list[Finding]:
    """Other programs read the Delta log, we the pointer: both must name the same files."""
    try:
        named = delta.part_names(place, state.delta)
    except delta.DeltaError as error:
        return [Finding("delta-log", "error", f"The Delta log of {place.name} cannot be read: {error}", str(place))]
    if named == {part.name for part in state.parts}:
        return []
    return [
        Finding(
            "delta-log",
            "error",
            f"The Delta log of {place.name} names other files than the event log does.",
            str(place),
        )
    ]

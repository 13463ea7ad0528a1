"""Foreign map formats in and out: which one a file is in, which one is wanted, and what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wayline.documents import MAX_BYTES
from wayline.errors import InputError, MapError
from wayline.files.foreign import formats, table_long
from wayline.files.foreign.converted import Converted, gathered, note
from wayline.files.journey import read_map
from wayline.files.persona import read_persona
from wayline.files.write import write
from wayline.findings import Finding
from wayline.maps.model import JourneyMap, Persona
from wayline.render.grid_csv import grid_csv
from wayline.render.markdown_text import markdown
from wayline.render.mermaid_text import mermaid
from wayline.render.persona_text import persona_text
from wayline.views.map_view import map_view

# ending of the file → format; the first that fits holds
WRITTEN = {
    ".persona.yaml": "persona", ".journey.yaml": "journey", ".yaml": "wayline", ".yml": "wayline", ".mmd": "mermaid", ".mermaid": "mermaid",
    ".markdown": "markdown", ".md": "markdown", ".long.csv": "long", ".csv": "grid",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file that was written, the formats, and the export note: what was lost, replaced or assumed."""

    path: Path
    read_as: str
    written_as: str
    notes: tuple[Finding, ...]

    def plain(self) -> dict[str, Any]:
        """The conversion as JSON-ready data."""
        notes = [one.plain() for one in self.notes]
        return {"file": str(self.path), "from": self.read_as, "to": self.written_as, "notes": notes}


def convert(source: Path | str, output: Path | str) -> Conversion:
    """Read a map or persona in any known format and write it in the one that the output's suffix names.

    Raises InputError for a format that is not known, a file that cannot be read or written, and a wish that cannot be met.
    """
    source, output = Path(source), Path(output)
    wanted = _wanted(output)
    content = _content(source)
    if output.exists() and output.samefile(source):
        raise InputError(f"{output} is the file that is read; name another output")
    read_as, found = formats.read(content, str(source))
    written_as, document = _chosen(found, wanted, output)
    text, notes = _text(written_as, document)
    if read_as == formats.OURS and written_as in ("journey", "persona"):
        notes = [*notes, note("lost", "comments and layout of the file")]
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise InputError(f"cannot write {output}: {problem.strerror}") from problem
    return Conversion(output, read_as, written_as, gathered((*found.notes, *notes)))


def _wanted(output: Path) -> str:
    name = output.name.lower()
    found = next((wanted for ending, wanted in WRITTEN.items() if name.endswith(ending)), "")
    if not found:
        raise InputError(
            f"cannot convert to '{output.name}': no format goes with '{output.suffix or 'no suffix'}'",
            hint=f"Written are: {', '.join(f'{ending} ({wanted})' for ending, wanted in WRITTEN.items())}",
        )
    return found


def _content(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise InputError(f"{source}: cannot be read: {problem.strerror or problem}") from None


def _chosen(found: Converted, wanted: str, output: Path) -> tuple[str, Mapping[str, Any]]:
    """(format to write, the document that goes into it)."""
    if wanted == "wayline":
        return ("persona" if found.is_persona else "journey"), found.document
    if wanted == "persona" and not found.is_persona:
        if found.personas:
            return "persona", found.personas[0]
        raise InputError(
            f"cannot write {output}: the file holds a map, and describes no persona", hint="-o NAME.journey.yaml"
        )
    if found.is_persona and wanted not in ("persona", "markdown"):
        raise InputError(
            f"cannot write {output}: the file holds a persona, no map", hint="-o NAME.persona.yaml, or NAME.md"
        )
    return wanted, found.document


def _text(wanted: str, document: Mapping[str, Any]) -> tuple[str, list[Finding]]:
    """The text, and what the wanted format could not hold. What is written can be read again."""
    held = _held(document)
    if wanted in ("journey", "persona"):
        return write(document), []
    if isinstance(held, Persona):
        return persona_text(held)
    if wanted == "long":
        return table_long.write(held)
    view = map_view(held, None)
    writers = {"mermaid": mermaid, "markdown": markdown, "grid": grid_csv}
    text, notes = writers[wanted](view)
    if held.overlays and wanted != "grid":
        notes.append(note("lost", "overlays: personas beside the one of the map"))
    return text, notes


def _held(document: Mapping[str, Any]) -> JourneyMap | Persona:
    """The map or persona of a document. Raises InputError where what was read makes no valid one."""
    try:
        if "persona" in document and "map" not in document:
            return read_persona(write(document))
        return read_map(write(document))
    except MapError as problem:
        raise InputError(f"what was read makes no valid map\n{problem}", findings=problem.findings) from None

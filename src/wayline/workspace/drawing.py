"""A map drawn to a file: measured where there are data, as a page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from wayline.errors import InputError, NotFoundError
from wayline.measures.measurement import Measurement
from wayline.render.html import html
from wayline.views.map_view import map_view
from wayline.views.shape import MapView
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, measure

FORMATS = (".html",)
LATER = (".svg", ".png", ".pdf", ".pptx", ".xlsx", ".md", ".mmd", ".csv")
NOTICE = Path("data") / "NOTICE.md"


def view(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    found: Measurement | None = None,
    *,
    inside: bool = False,
) -> MapView:
    """The map with its numbers as plain data; without numbers where the event log is empty.

    `inside`: for somebody inside the workspace, who may see small counts too, marked. It must not leave the workspace.
    """
    journey = workspace.map(name)
    if found is None and workspace.log.snapshot().version > 0:
        found = measure(workspace, name, asked)
    numbers = found.plain() if found is not None else None
    return map_view(journey, numbers, persona=workspace.persona(journey), inside=inside)


def render(workspace: Workspace, name: str, output: Path | str, asked: Asked = Asked()) -> Path:  # noqa: B008 (frozen)
    """Draw a map to a file; the suffix says the format. Raises InputError for a format that cannot be drawn."""
    output = Path(output)
    suffix = output.suffix.lower()
    if suffix not in FORMATS:
        later = " It is planned for a later version." if suffix in LATER else ""
        raise InputError(
            f"cannot render to '{output.name}': no format goes with '{suffix or 'no suffix'}'.{later}",
            hint=f"Formats: {', '.join(FORMATS)}",
        )
    page = html(view(workspace, name, asked), notice=_notice(workspace))
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror}") from error
    return output


def _notice(workspace: Workspace) -> str:
    """What the workspace says of its data's licence; a page made from them carries it."""
    try:
        return (workspace.folder / NOTICE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def map_of(workspace: Workspace, name: str) -> str:
    """The one map of a workspace where `name` is empty. Raises NotFoundError where there is none or several."""
    if name:
        return name
    files = workspace.map_files()
    if len(files) == 1:
        return str(files[0])
    raise NotFoundError("which map?", hint=f"Maps: {', '.join(path.name for path in files) or 'none'}")

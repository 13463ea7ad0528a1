"""The demos: a workspace with data that may be shipped, an authored map bound to them, measured and drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wayline.demo.content import DEMOS, FIRST, Demo
from wayline.errors import WorkspaceError
from wayline.workspace.claiming import keep_friction, keep_moments
from wayline.workspace.drawing import render
from wayline.workspace.folder import SETTINGS, Workspace, init, open_workspace
from wayline.workspace.frictions import friction
from wayline.workspace.importing import import_files
from wayline.workspace.keeping import keep
from wayline.workspace.measuring import Asked, measure
from wayline.workspace.truths import moments


def demo(folder: Path | str = "wayline-demo", *, name: str = FIRST, tell: Callable[[str], None] | None = None) -> Path:
    """Build a demo workspace in `folder` (or add to one that was begun there) and return its page.

    `name` is one of `wayline.demo.content.DEMOS`: `first-term`, `airport` or `shop`.
    Raises WorkspaceError where the folder holds something else, or there is no such demo.
    """
    if name not in DEMOS:
        raise WorkspaceError(f"there is no demo {name!r}", hint=f"There are {', '.join(DEMOS)}")
    chosen, folder = DEMOS[name], Path(folder)
    say = tell or (lambda _text: None)
    workspace = _begun(folder)
    for place, content in chosen.files().items():
        target = folder / place
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read_bytes())
    for data, roles in chosen.imports:
        say(f"importing {data}")
        import_files(workspace, [folder / data], roles=folder / roles)
    say("measuring")
    drawn = str(folder / chosen.map)
    asked = Asked()
    keep(workspace, measure(workspace, drawn, asked), asked)
    if chosen.outcome:
        say("looking for moments of truth and friction")
        _keep_claims(workspace, chosen)
    say("drawing")
    return render(workspace, drawn, folder / chosen.page).file


def _keep_claims(workspace: Workspace, chosen: Demo) -> None:
    """What its page says of the steps beside their numbers."""
    asked = Asked(segment=chosen.held)
    found = moments(workspace, chosen.name, chosen.outcome, clock=chosen.clock, asked=asked)
    keep_moments(workspace, found, asked)
    landmark = f"{found.question.landmark:g}d"
    hindered = friction(workspace, chosen.name, chosen.outcome, landmark=landmark, clock=chosen.clock, also=("returns",), asked=asked)  # fmt: skip
    keep_friction(workspace, hindered, asked)


def _begun(folder: Path) -> Workspace:
    """The workspace of a demo in this folder, made where the folder is new."""
    if (folder / SETTINGS).is_file():
        if not any((folder / demo.map).is_file() for demo in DEMOS.values()) and any((folder / "maps").glob("*.yaml")):
            raise WorkspaceError(
                f"{folder} is a workspace of its own, not a demo", hint="Name another folder: `wayline demo DIR`"
            )
        return open_workspace(folder)
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(f"{folder} is not empty", hint="Name a new folder: `wayline demo DIR`")
    return init(folder)

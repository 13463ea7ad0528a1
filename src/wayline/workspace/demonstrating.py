"""The demo: a workspace with real study records, an authored map bound to them, measured and drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wayline.demo.content import IMPORTS, MAP, demo_files
from wayline.errors import WorkspaceError
from wayline.workspace.drawing import render
from wayline.workspace.folder import SETTINGS, init, open_workspace
from wayline.workspace.importing import import_files
from wayline.workspace.keeping import keep
from wayline.workspace.measuring import Asked, measure

PAGE = "first-term.html"


def demo(folder: Path | str = "wayline-demo", *, tell: Callable[[str], None] | None = None) -> Path:
    """Build the demo workspace in `folder` (or finish one that was begun there) and return its page.

    Raises WorkspaceError where the folder holds something else.
    """
    folder = Path(folder)
    say = tell or (lambda _text: None)
    if (folder / SETTINGS).is_file():
        workspace = open_workspace(folder)
        if not (folder / MAP).is_file() and any((folder / "maps").glob("*.yaml")):
            raise WorkspaceError(
                f"{folder} is a workspace of its own, not the demo", hint="Name another folder: `wayline demo DIR`"
            )
    else:
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceError(f"{folder} is not empty", hint="Name a new folder: `wayline demo DIR`")
        workspace = init(folder)
    for name, content in demo_files().items():
        target = folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read_bytes())
    for data, roles in IMPORTS:
        say(f"importing {data}")
        import_files(workspace, [folder / data], roles=folder / roles)
    say("measuring")
    name = str(folder / MAP)
    asked = Asked()
    keep(workspace, measure(workspace, name, asked), asked)
    say("drawing")
    return render(workspace, name, folder / PAGE).file

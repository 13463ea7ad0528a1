"""What the data of a workspace may be used for, as its folder says."""

from __future__ import annotations

from pathlib import Path

from wayline.workspace.folder import Workspace

NOTICE = Path("data") / "NOTICE.md"


def notice(workspace: Workspace) -> str:
    """What the workspace says of its data's licence; a page made from them carries it."""
    try:
        return (workspace.folder / NOTICE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""

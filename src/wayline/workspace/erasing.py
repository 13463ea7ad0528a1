"""Erasing a person or account: from the event log, and from what else the workspace keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from wayline.workspace.folder import Workspace
from wayline.workspace.keeping import forget


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: the kind of subject, rows by table, how many ids it had, kept measurements that named it, and the version that holds now."""

    kind: str
    rows: dict[str, int]
    ids: int
    measurements: int
    version: int

    def plain(self) -> dict[str, Any]:
        return {"erased": True, **{name: getattr(self, name) for name in self.__dataclass_fields__}}


def erase(workspace: Workspace, subject: str) -> Erased:
    """Erase a person with all joined ids, or an account, object or session. Raises NotFoundError, WorkspaceError."""
    found = workspace.log.erase(subject, received_at=time.time_ns() // 1000)
    gone = forget(workspace, found.ids)
    return Erased(found.kind, dict(found.rows), len(found.ids), gone, found.version)

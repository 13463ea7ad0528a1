"""Answers of `wayline moments` and `wayline friction` that were kept for a map, so that it can be drawn with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wayline.workspace.folder import LOG, Workspace
from wayline.workspace.keeping import CLAIMS, put
from wayline.workspace.measuring import Asked

if TYPE_CHECKING:  # who only draws need not wait for what judges
    from wayline.workspace.frictions import Frictions
    from wayline.workspace.truths import Truths

FRICTION = "friction"
MOMENTS = "moments"


@dataclass(frozen=True, slots=True)
class Claims:
    """What is kept of a map: answers on moments, oldest first and one a landmark, and the one on friction."""

    moments: tuple[Mapping[str, Any], ...] = ()
    friction: Mapping[str, Any] | None = None


def keep_moments(workspace: Workspace, found: Truths, asked: Asked = Asked()) -> Path:  # noqa: B008 (frozen)
    """Keep an answer on moments for pictures of the map, in place of an earlier one of the same landmark."""
    return _keep(workspace, f"{MOMENTS}-{found.question.landmark:g}d", found.plain(), asked)


def keep_friction(workspace: Workspace, found: Frictions, asked: Asked = Asked()) -> Path:  # noqa: B008 (frozen)
    """Keep an answer on friction for pictures of the map, in place of an earlier one."""
    return _keep(workspace, FRICTION, found.plain(), asked)


def _keep(workspace: Workspace, name: str, found: Mapping[str, Any], asked: Asked) -> Path:
    known = ("outcome", "landmark_days", "horizon_days", "clock", "reached")
    said = {key: found[key] for key in known if found.get(key)}
    said |= {key: getattr(asked, key) for key in asked.__dataclass_fields__ if getattr(asked, key)}
    record = {
        "kept_at": datetime.now(UTC).isoformat(),
        "version": workspace.log.snapshot().version,
        "asked": said,
        "found": found,
    }
    return put(workspace.folder / LOG / CLAIMS / str(found["map"]) / f"{name}.json", record)


def kept_claims(workspace: Workspace, map_id: str) -> Claims:
    """What is kept of a map; nothing where nothing was, or where what was kept cannot be read."""
    folder = workspace.folder / LOG / CLAIMS / map_id
    records = [record for path in sorted(folder.glob(f"{MOMENTS}-*.json")) if (record := _read(path))]
    return Claims(tuple(sorted(records, key=lambda record: str(record["kept_at"]))), _read(folder / f"{FRICTION}.json"))


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and {"kept_at", "version", "asked", "found"} <= set(record) else None

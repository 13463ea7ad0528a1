"""Measurements that are kept beside the event log, and forgotten again."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wayline.errors import NotFoundError
from wayline.measures.measurement import Measurement
from wayline.workspace.folder import LOG, Workspace
from wayline.workspace.measuring import Asked

KEPT = "measured"
CLAIMS = "claims"
KEEP_MOST = 50


def keep(workspace: Workspace, found: Measurement, asked: Asked) -> Path:
    """Keep a measurement beside the event log; the oldest beyond fifty of a map are dropped."""
    folder = workspace.folder / LOG / KEPT / found.map_id
    now = datetime.now(UTC)
    record = {"measured_at": now.isoformat(), "asked": _asked(asked), "measurement": found.plain()}
    path = put(folder / f"{now:%Y%m%dT%H%M%S%f}.json", record)
    for old in sorted(folder.glob("*.json"))[:-KEEP_MOST]:
        old.unlink(missing_ok=True)
    return path


def put(path: Path, record: Mapping[str, Any]) -> Path:
    """Write a record whole or not at all, in place of what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
    return path


def forget(workspace: Workspace, ids: Collection[str]) -> int:
    """Delete kept measurements and claims in which one of the ids stands as a word: as a level, an event's name or in what was asked."""
    named = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in ids if one))
    gone = 0
    kept = (path for name in (KEPT, CLAIMS) for path in (workspace.folder / LOG / name).glob("*/*"))
    for path in kept:
        if ids and _names_any(path, named):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _names_any(path: Path, named: re.Pattern[str]) -> bool:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True  # nobody can read it, so nobody can say that it names no one
    record.get("measurement", {}).pop("provenance", None)
    return any(named.search(text) for text in _texts(record))


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        yield from plain
        for value in plain.values():
            yield from _texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _texts(value)


def last_two(workspace: Workspace, name: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The map's id and the last two kept records that were asked the same. Raises NotFoundError where there are none."""
    map_id = workspace.map(name).id
    files = sorted((workspace.folder / LOG / KEPT / map_id).glob("*.json"))
    records = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    if not records:
        raise NotFoundError(
            f"the map {map_id} was never measured here", hint=f"`wayline measure {name}` measures and keeps the result"
        )
    last = records[-1]
    same = [record for record in records[:-1] if record["asked"] == last["asked"]]
    if not same:
        raise NotFoundError(
            f"the map {map_id} was measured once with these options: there is nothing earlier to compare with",
            hint=f"Measure again after the data or the map changed: `wayline measure {name}`",
        )
    return map_id, same[-1], last


def _asked(asked: Asked) -> dict[str, str]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}

"""Measurements that were kept, and what moved between two of them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wayline.errors import NotFoundError
from wayline.measures.measurement import Measurement
from wayline.workspace.folder import LOG, Workspace
from wayline.workspace.measuring import Asked

KEPT = "measured"
KEEP_MOST = 50


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that is now outside the interval it had, with both values."""

    element: str
    measure: str
    was: float
    low: float
    high: float
    now: float
    unit: str
    n_was: int
    n_now: int

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved between two measurings of one map, both asked the same."""

    map_id: str
    earlier: str
    later: str
    moved: tuple[Moved, ...]
    compared: int
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "earlier": self.earlier,
            "later": self.later,
            "compared": self.compared,
            "moved": [moved.plain() for moved in self.moved],
            "appeared": list(self.appeared),
            "vanished": list(self.vanished),
        }


def keep(workspace: Workspace, found: Measurement, asked: Asked) -> Path:
    """Keep a measurement beside the event log; the oldest beyond fifty of a map are dropped."""
    folder = workspace.folder / LOG / KEPT / found.map_id
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    record = {"measured_at": now.isoformat(), "asked": _asked(asked), "measurement": found.plain()}
    path = folder / f"{now:%Y%m%dT%H%M%S%f}.json"
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
    for old in sorted(folder.glob("*.json"))[:-KEEP_MOST]:
        old.unlink(missing_ok=True)
    return path


def forget(workspace: Workspace, ids: Collection[str]) -> int:
    """Delete kept measurements in which one of the ids stands as a word: as a level, an event's name or in what was asked."""
    named = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in ids if one))
    gone = 0
    for path in (workspace.folder / LOG / KEPT).glob("*/*"):
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


def changes(workspace: Workspace, name: str) -> Changes:
    """What moved beyond its interval between the last two measurings of a map that were asked the same.

    Raises NotFoundError where fewer than two were kept.
    """
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
    return difference(map_id, same[-1], last)


def difference(map_id: str, earlier: dict[str, Any], later: dict[str, Any]) -> Changes:
    """Compare two kept records: a number moved if it left the interval that it had and its own excludes the old value."""
    was = dict(_numbers(earlier["measurement"]))
    now = dict(_numbers(later["measurement"]))
    moved = []
    compared = 0
    for key in was.keys() & now.keys():
        a, b = was[key], now[key]
        if a.get("low") is None or b.get("low") is None:
            continue
        compared += 1
        if not a["low"] <= b["value"] <= a["high"] and not b["low"] <= a["value"] <= b["high"]:
            moved.append(Moved(*key, a["value"], a["low"], a["high"], b["value"], a["unit"], a["n"], b["n"]))
    steps_was, steps_now = (record["measurement"]["elements"].keys() for record in (earlier, later))
    return Changes(
        map_id,
        earlier["measured_at"],
        later["measured_at"],
        tuple(sorted(moved, key=lambda m: -abs(m.now - m.was) / max(m.high - m.low, 1e-12))),
        compared,
        tuple(element for element in steps_now if element not in steps_was),
        tuple(element for element in steps_was if element not in steps_now),
    )


def _asked(asked: Asked) -> dict[str, str]:
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


def _numbers(found: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Numbers that carry a value, of elements and of coverage."""
    parts = {**found["elements"], "coverage": {k: v for k, v in found["coverage"].items() if isinstance(v, dict)}}
    for element, measures in parts.items():
        several = {f"time_to {to}": number for to, number in (measures.get("time_to") or {}).items()}
        for name, number in (measures | several).items():
            if isinstance(number, dict) and number.get("value") is not None:
                yield (element, name), number

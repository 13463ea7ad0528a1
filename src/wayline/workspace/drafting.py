"""A first map from the event log alone: which unit, which events, and the draft as data and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from wayline.bindings.log import UNIT_KINDS, Stored
from wayline.errors import InputError, NotFoundError
from wayline.files.journey import SUFFIX
from wayline.findings import nearest
from wayline.maps.model import JourneyMap
from wayline.measures.draft.proposal import Draft, DraftStep, propose
from wayline.measures.draft.unit import propose_unit
from wayline.measures.draft.walk import Walk
from wayline.measures.draft.words import slug
from wayline.paths.walks import named, read_log, unit_facts, walks_sql
from wayline.render.draft_text import draft_text
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import opened
from wayline.workspace.starting import write_new

NAME = "draft"
MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and the text of its file; `file` is where it was written, if it was."""

    draft: Draft
    text: str
    file: Path | None = None

    def plain(self) -> dict[str, Any]:
        """As `wayline draft --json` prints it."""
        draft = self.draft
        steps, before = draft.steps, (draft.arrival,) if draft.arrival else ()
        return {
            "wayline": 1,
            "unit": draft.unit,
            "unit_why": draft.unit_why,
            "paths": draft.paths,
            "events": draft.events,
            "stages": [
                {"id": name, "title": title, "steps": [step.id for step in (*(() if n else before), *inside)]}
                for n, (name, title, inside) in enumerate(draft.stages)
            ],
            "steps": [_step(step, 1 if step in before else None) for step in (*before, *steps)],
            "connections": [
                *({"from": step.id, "to": steps[n].id} for step in before for n in draft.plan.begins),
                *({"from": steps[a].id, "to": steps[b].id} for a, b in draft.plan.pairs),
            ],
            "leaves": [{"events": list(act.bind), "why": why} for act, why in draft.leaves],
            "explains": {
                "learned": draft.learned,
                "judged": draft.judged,
                "in_time": draft.in_time,
                "out_of_time": draft.out_of_time,
            },
            "left_out": [
                {"event": row.event, "why": row.why, "paths": row.paths, "events": row.events} for row in draft.left_out
            ],
            "next": _next(draft),
            "notes": list(draft.notes),
            "file": str(self.file) if self.file else None,
            "text": self.text,
        }


def _step(step: DraftStep, nth: int | None) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "events": list(step.act.bind),
        "nth": nth,
        "paths": step.paths,
        "share": step.share,
        "place": step.place,
        "milestone": bool(step.milestone),
        "why": step.act.why or None,
    }


def _next(draft: Draft) -> list[dict[str, Any]]:
    steps = draft.steps
    found: list[dict[str, Any]] = [
        {"kind": "step", "event": name, "paths": paths, "events_share": part} for name, paths, part in draft.next_steps
    ]
    for kind, paths, part in draft.plan.more:
        origin, target = divmod(kind, draft.plan.steps)
        ends = {"from": steps[origin].id, "to": steps[target].id}
        found.append({"kind": "connection", **ends, "paths_share": paths, "transitions_share": part})
    return found


def draft(
    workspace: Workspace,
    *,
    unit: str = "",
    events: Sequence[str] = (),
    steps: int | None = None,
    output: Path | str | None = None,
) -> Drafted:
    """Propose a bound map from the events of a workspace. `events` are globs of names; `steps` the most steps.

    With `output` the file is written. Raises InputError where the log is empty, a unit or number is none, or the file is
    there already; NotFoundError where no event has such a name or no event has the unit's key.
    """
    if steps is not None and not 1 <= steps <= MOST_STEPS:
        raise InputError(f"a draft of {steps} steps is no map; expected a number from 1 to {MOST_STEPS}")
    target = Path(output) if output is not None else None
    if target is not None and target.exists():
        raise InputError(f"{target} is there already", hint="Choose another file with -o")
    with opened(JourneyMap(NAME), workspace.log.snapshot()) as at:
        codes = _codes(at.stored, events)
        read_log(at.con, at.stored, codes)
        unit, why = _unit(at.con, at.stored, unit)
        walk, names = _walked(at.con, at.stored, unit, codes)
    found = propose(walk, names, unit, why, steps)
    text = draft_text(found, _map_name(target))
    if target is not None:
        write_new(target, text)
    return Drafted(found, text, target)


def log_walk(workspace: Workspace, unit: str, events: Sequence[str] = ()) -> tuple[Walk, list[str]]:
    """The paths of a unit as a draft looks at them, and the names of their events. Raises as `draft`."""
    with opened(JourneyMap(NAME), workspace.log.snapshot()) as at:
        return _walked(at.con, at.stored, unit, _codes(at.stored, events))


def any_walk(workspace: Workspace, unit: str, events: Sequence[str] = ()) -> tuple[str, Walk, list[str]]:
    """As `log_walk`, and the unit: the proposed one where none is asked for."""
    with opened(JourneyMap(NAME), workspace.log.snapshot()) as at:
        codes = _codes(at.stored, events)
        read_log(at.con, at.stored, codes)
        chosen, _ = _unit(at.con, at.stored, unit)
        return chosen, *_walked(at.con, at.stored, chosen, codes)


def _codes(stored: Stored, events: Sequence[str]) -> set[int] | None:
    known = stored.names.codes["event"]
    if "events" not in stored.filled or not known:
        raise InputError(
            "the event log holds no events, so there is nothing to draft from", hint="`wayline import FILE` loads some"
        )
    if not events:
        return None
    found = stored.names.matching("event", events)
    if not found:
        first = next(iter(events))
        some = ", ".join(sorted(known)[:12]) + (", …" if len(known) > 12 else "")
        raise NotFoundError(f"no event is called {' or '.join(events)}.{nearest(first, known)}", hint=f"Events: {some}")
    return found


def _unit(con: duckdb.DuckDBPyConnection, stored: Stored, unit: str) -> tuple[str, str]:
    kind, _, named_type = unit.partition(":")
    if unit and unit not in UNIT_KINDS and not (kind == "object" and named_type):
        raise InputError(f"'{unit}' is no unit", hint="Expected person, account, session or object:TYPE")
    known = unit_facts(con, stored)
    if unit:
        there = [facts.unit for facts in known]
        can_cut = unit == "session" and "person" in there
        if unit not in there and not can_cut and not (unit == "account" and "members" in stored.filled):
            listed = ", ".join(there) or "none"
            raise NotFoundError(f"no event has a key of the unit {unit}", hint=f"Units that events have: {listed}")
        return unit, "as asked for"
    if not known:
        raise InputError(
            "no event that is looked at belongs to a person, account, object or session", hint="See `wayline sources`"
        )
    return propose_unit(known)


def _walked(
    con: duckdb.DuckDBPyConnection, stored: Stored, unit: str, codes: set[int] | None
) -> tuple[Walk, list[str]]:
    rows = con.execute(walks_sql(con, stored, unit, codes)).fetchnumpy()
    path, event, at = (np.asarray(rows[name]) for name in ("path", "event", "occurred_at"))
    if not len(path):
        raise InputError(
            f"no event that is looked at belongs to a path of the unit {unit}", hint="Choose another --unit"
        )
    found = np.flatnonzero(np.bincount(event))
    act = np.searchsorted(found, event)
    spelt = named(stored)
    names = [spelt[int(code)] for code in found]
    return Walk(path, act, at, len(names), int(path[-1]) + 1), names


def _map_name(target: Path | None) -> str:
    return slug(target.name.removesuffix(SUFFIX).partition(".")[0], {"START", "END"}) if target else NAME

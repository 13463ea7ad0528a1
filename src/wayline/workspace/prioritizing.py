"""The pain points of a map by what they cost a year: `wayline priorities`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from wayline.documents import read_documents, read_text
from wayline.errors import InputError
from wayline.findings import nearest
from wayline.measures.buying.value import Value, value_left
from wayline.measures.friction.question import LEAVE, asked_map
from wayline.measures.priorities.inputs import HandSet, Inputs, Range, Share
from wayline.measures.priorities.priorities import WORTH_DAYS, Priorities
from wayline.measures.priorities.priorities import priorities as rank
from wayline.workspace.folder import Workspace
from wayline.workspace.frictions import friction_question, outcome_facts, refuse_unknown_events
from wayline.workspace.measuring import Asked, opened

MEASURED = "measured"
MOST = 1e12
_RANGE = re.compile(r"\s*([0-9.]+)\s*\.\.\s*([0-9.]+?)\s*")
_KEYS = ("effort", "confidence", "contact_cost", "importance", "satisfaction")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Pain points of one map in order of cost; `plain()` is the JSON of `wayline priorities --json`."""

    map_id: str
    unit: str
    outcome: str
    found: Priorities

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "outcome": self.outcome,
            **self.found.plain(),
        }


def priorities(
    workspace: Workspace,
    name: str,
    outcome: str = LEAVE,
    *,
    landmark: str = "",
    reached: str = "",
    clock: str = "",
    errors: Mapping[str, str] | None = None,
    consequences: Sequence[str] = (),
    worth: str = "",
    currency: str = "",
    year: int | None = None,
    inputs: str = "",
    top: int = 3,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Ranking:
    """Rank friction and drop-off by what they cost a year, with intervals, tie groups and how likely each is among the `top` first.

    Outcome, landmark and the rest as in `friction`. `worth`: of a customer kept, `LOW..HIGH` in `currency` of `year`, or `measured`,
    what buyers are expected to spend in a year; without it customers lost are ranked. `inputs`: a YAML file with what people set by
    hand for single pain points. For example `priorities(workspace, "trial", landmark="14d", worth="80..120", currency="EUR", year=2026)`.
    Raises InputError, MapError, NotFoundError.
    """
    set_by_hand = _inputs(worth, currency, year, inputs, top)
    question = friction_question(
        outcome, landmark=landmark, reached=reached, clock=clock, errors=errors, consequences=consequences
    )
    journey, numbers = asked_map(workspace.map(name), question)
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        refuse_unknown_events(at, question)
        facts = outcome_facts(at, question, asked.question(workspace.zone))
        value: Value | None = None
        if set_by_hand.is_measured:
            value = value_left(facts, workspace.zone, ahead_days=WORTH_DAYS, currency=currency)
        return Ranking(journey.id, journey.unit, outcome, rank(facts, question, numbers, set_by_hand, value))


def _inputs(worth: str, currency: str, year: int | None, file: str, top: int) -> Inputs:
    if not 1 <= top <= 20:
        raise InputError(f"the first {top}: expected 1 to 20")
    by_id = _read(Path(file)) if file else {}
    if not worth or worth == MEASURED:
        if not worth and any(one.contact_cost for one in by_id.values()):
            raise InputError("a contact cost is money: say with --worth what a customer kept is worth")
        return Inputs(is_measured=worth == MEASURED, currency=currency, by_id=by_id, top=top)
    if not currency or year is None:
        raise InputError(
            f"a worth of {worth} has no currency or no year",
            hint="Add --currency EUR --year 2026, or use --worth measured",
        )
    if not 1900 <= year <= 2200:
        raise InputError(f"--year {year}: expected the year of the prices, such as 2026")
    return Inputs(_range(worth, "--worth"), False, currency, year, by_id, top)


def _range(text: str, where: str) -> Range:
    match = _RANGE.fullmatch(text)
    try:
        low, high = (float(part) for part in match.groups()) if match else (0.0, -1.0)
    except ValueError:
        low, high = 0.0, -1.0
    if not low < high < MOST:
        raise InputError(
            f"{where}: '{text}' is no range",
            hint="Expected LOW..HIGH, such as 80..120: a single amount would hide how unsure it is",
        )
    return Range(low, high)


def _read(path: Path) -> dict[str, HandSet]:
    """A file of `ID: {effort: 3, confidence: 0.8, contact_cost: 4..6, importance: {count: 61, n: 80}, satisfaction: {count: 30, n: 82}}`."""
    documents = read_documents(read_text(path), str(path))
    plain = documents[0].data if documents else {}
    if not isinstance(plain, dict):
        raise InputError(f"{path}: expected a mapping of pain points, such as `repeat:pay: {{effort: 3}}`")
    return {name: _hand_set(given, f"{path}: {name}") for name, given in plain.items()}


def _hand_set(given: Any, where: str) -> HandSet:
    if not isinstance(given, dict):
        raise InputError(f"{where}: expected a mapping of {', '.join(_KEYS)}")
    for key in given:
        if key not in _KEYS:
            raise InputError(f"{where}: unknown key '{key}'.{nearest(key, _KEYS)}", hint=f"Keys: {', '.join(_KEYS)}")
    if ("importance" in given) != ("satisfaction" in given):
        raise InputError(f"{where}: importance and satisfaction belong together")
    cost = given.get("contact_cost")
    return HandSet(
        _number(given.get("effort"), f"{where}: effort", MOST),
        _number(given.get("confidence"), f"{where}: confidence", 1.0),
        _range(str(cost), f"{where}: contact_cost") if cost is not None else None,
        _share(given.get("importance"), f"{where}: importance"),
        _share(given.get("satisfaction"), f"{where}: satisfaction"),
    )


def _number(given: Any, where: str, most: float) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given) or not 0 < given <= most:
        raise InputError(f"{where}: expected a number above 0{' and up to 1' if most == 1 else ''}, not {given!r}")
    return float(given)


def _share(given: Any, where: str) -> Share | None:
    if given is None:
        return None
    fits = isinstance(given, dict) and set(given) == {"count", "n"}
    if not fits or not all(isinstance(one, int) and not isinstance(one, bool) for one in given.values()):
        raise InputError(f"{where}: expected {{count: …, n: …}}, how many of n answers were 4 or 5 of 5")
    if not 0 <= given["count"] <= given["n"] or given["n"] == 0:
        raise InputError(f"{where}: {given['count']} of {given['n']} answers cannot be")
    return Share(given["count"], given["n"])

"""Rules that watch a share: replayed on the past, then switched on, then asked what they raise. They stand in WORKSPACE/watches.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from wayline.errors import InputError, WorkspaceError
from wayline.maps.duration import seconds
from wayline.maps.duration import spoken as spoken_span
from wayline.measures.measurement import levels
from wayline.measures.watch.alert import Alert
from wayline.measures.watch.replay import Budget, first_day, is_filled, replay, threshold
from wayline.measures.watch.rule import Rule, budget_from_text
from wayline.measures.watch.series import Series, daily
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened

FILE = "watches.toml"
_RULE = tuple(one.name for one in fields(Rule))
_KEYS = {*_RULE, "threshold", "seconds", "from"}


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule with what it raised; `plain()` is the JSON of `wayline watch --json`.

    `first` and `last` are the days that were judged. `since` is the day after which a rule that is on raises alerts; None while it
    is only replayed. `left_out` are levels with too few subjects.
    """

    rule: Rule
    threshold: float
    seconds: float
    first: date
    last: date
    alerts: tuple[Alert, ...]
    left_out: tuple[str, ...]
    since: date | None = None

    @property
    def code(self) -> str:
        return self.rule.code(self.threshold, self.seconds)

    @property
    def raised(self) -> tuple[Alert, ...]:
        """The alerts since the rule was switched on, or all of the replay."""
        return tuple(alert for alert in self.alerts if self.since is None or alert.opened > self.since)

    @property
    def spoken_seconds(self) -> str:
        return spoken_span(self.seconds)

    def plain(self) -> dict[str, Any]:
        return {
            **asdict(self.rule),
            "threshold": self.threshold,
            "watched_seconds": self.seconds,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "days": (self.last - self.first).days + 1,
            "alerts": [alert.plain() for alert in self.raised],
            "left_out": list(self.left_out),
            "on_since": self.since.isoformat() if self.since else None,
            "code": self.code,
        }


def replay_watch(workspace: Workspace, rule: Rule, asked: Asked = Asked()) -> Watched:  # noqa: B008 (frozen)
    """What a rule would have raised in the past, with the threshold that keeps its budget there; nothing is switched on.

    Of `asked` only `as_of` and `known_at` count. Raises InputError where the history is too short, NotFoundError, MapError.
    """
    budget = budget_from_text(rule.budget)
    time, all_series = _series(workspace, rule, _given(rule), asked)
    filled = _filled(rule, budget, all_series)
    limit = threshold(filled, budget)
    return _watched(rule, limit, time, filled, all_series)


def switch_on(workspace: Workspace, rule: Rule, code: str) -> Watched:
    """Switch a rule on whose replay was seen: `code` is the one that the replay shows. Raises InputError for another code, or where it is on."""
    found = replay_watch(workspace, rule)
    if code != found.code:
        raise InputError(
            f"'{code}' is not the code of this rule's replay",
            hint="A rule is switched on when its replay was seen: leave --on out, look at it, then give the code that it ends with",
        )
    if any(on.rule == rule for on in _stored(workspace)):
        raise InputError(
            "this rule is on already",
            hint=f"It stands in {workspace.folder / FILE}; take it out there to switch it off",
        )
    since = found.last
    stored = {**{name: value for name, value in asdict(rule).items() if value}}
    stored |= {"threshold": found.threshold, "seconds": found.seconds, "from": since.isoformat()}
    told = "\n".join(
        f"{json.dumps(name) if name == 'from' else name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in stored.items()
    )
    path = workspace.folder / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}{chr(10) if before else ''}[[watch]]\n{told}\n", encoding="utf-8")
    return Watched(rule, found.threshold, found.seconds, found.first, found.last, found.alerts, found.left_out, since)


def watches(workspace: Workspace, asked: Asked = Asked()) -> list[Watched]:  # noqa: B008 (frozen)
    """Every rule that is on, with the alerts it raised since. Raises WorkspaceError where watches.toml is not as it should be."""
    found = []
    for on in _stored(workspace):
        time, all_series = _series(workspace, on.rule, on.seconds, asked)
        filled = [one for one in all_series if is_filled(one)]
        if not filled:
            raise InputError(
                f"{workspace.folder / FILE}: the events behind {on.rule.element} of {on.rule.map} are gone"
            )
        one = _watched(on.rule, on.threshold, time, filled, all_series)
        found.append(
            Watched(one.rule, one.threshold, one.seconds, one.first, one.last, one.alerts, one.left_out, on.since)
        )
    return found


@dataclass(frozen=True, slots=True)
class _On:
    rule: Rule
    threshold: float
    seconds: float
    since: date


def _stored(workspace: Workspace) -> list[_On]:
    path = workspace.folder / FILE
    if not path.exists():
        return []
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("watch", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise WorkspaceError(f"{path}: watch is {rows!r}; expected tables [[watch]]")
    return [_on(path, row) for row in rows]


def _on(path: Path, row: object) -> _On:
    hint = "Take the rule out and switch it on again with `wayline watch`"
    if not isinstance(row, Mapping) or not set(row) <= _KEYS:
        raise WorkspaceError(f"{path}: {row!r} is no rule", hint=hint)
    try:
        rule = Rule(**{name: str(row[name]) for name in _RULE if name in row})
        return _On(rule, float(row["threshold"]), float(row["seconds"]), date.fromisoformat(str(row["from"])))
    except (KeyError, TypeError, ValueError) as error:
        raise WorkspaceError(f"{path}: a rule lacks or has a wrong {error}", hint=hint) from error


def _given(rule: Rule) -> float | None:
    if not rule.within:
        return None
    try:
        return seconds(rule.within)
    except ValueError as error:
        raise InputError(f"within: {error}") from error


def _series(workspace: Workspace, rule: Rule, within: float | None, asked: Asked) -> tuple[float, list[Series]]:
    question = Asked(segment=rule.segment, where=rule.where, as_of=asked.as_of, known_at=asked.known_at)
    with opened(workspace.map(rule.map), workspace.log.snapshot(), question.known(workspace.zone)) as at:
        facts = at.facts(question.question(workspace.zone))
        levels(facts)
        return daily(facts, rule.element, rule.measure, within, workspace.zone)


def _filled(rule: Rule, budget: Budget, series: list[Series]) -> list[Series]:
    filled = [one for one in series if is_filled(one)]
    days = max((len(one.n) for one in series), default=0)
    judged = max((len(one.n) - first_day(one) for one in filled), default=0)
    if not filled:
        raise InputError(
            f"{rule.element} has too little history to be watched: {days} days",
            hint="Eight weeks with at least 30 subjects come before the first day that is judged",
        )
    if judged < budget.days:
        raise InputError(
            f"{rule.element} has {judged} days that could be replayed after eight weeks of baseline; a budget of {budget.text} needs {budget.days}",
            hint="Wait, load more of the past, or give a budget for a shorter span",
        )
    return filled


def _watched(rule: Rule, limit: float, time: float, filled: list[Series], everything: list[Series]) -> Watched:
    last = max(one.day(len(one.n) - 1) for one in filled)
    first = min(one.first + timedelta(days=first_day(one)) for one in filled)
    kept = {one.level for one in filled}
    left_out = tuple(one.level or "" for one in everything if one.level not in kept)
    return Watched(rule, limit, time, first, last, tuple(replay(filled, limit)), left_out)

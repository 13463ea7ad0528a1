"""Rules that watch a number: replayed on the past, then switched on, then asked what they raise."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from wayline.errors import InputError
from wayline.estimates.season import CYCLES, YEAR
from wayline.maps.duration import seconds
from wayline.maps.duration import spoken as spoken_span
from wayline.maps.smallest_change import smallest_change
from wayline.measures.measurement import levels
from wayline.measures.watch.alert import Alert
from wayline.measures.watch.replay import (
    Budget,
    Near,
    first_day,
    is_filled,
    months_known,
    nearest_to,
    replay,
    threshold,
)
from wayline.measures.watch.rule import Rule, budget_from_text
from wayline.measures.watch.series import Daily, Series, daily
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.smallest import smallest_changes
from wayline.workspace.watch_rules import EVERYBODY, FILE, On, switched_on, write_on


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule with what it raised; `plain()` is one of the `watches` of `wayline watch --json`.

    `first` and `last` are the days that were judged. `since` is the day after which a rule that is on raises alerts; None while it
    is only replayed. `left_out` are levels with too few subjects, `near` is the day that came nearest to an alert.
    """

    rule: Rule
    threshold: float
    seconds: float
    first: date
    last: date
    alerts: tuple[Alert, ...]
    left_out: tuple[str, ...]
    since: date | None = None
    near: Near | None = None
    months: int = 0
    notes: tuple[str, ...] = ()

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
        near = self.near
        return {
            **asdict(self.rule),
            "threshold": self.threshold,
            "watched_seconds": self.seconds,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "days": (self.last - self.first).days + 1,
            "alerts": [alert.plain() for alert in self.raised],
            "nearest": {**asdict(near), "day": near.day.isoformat()} if near else None,
            "left_out": list(self.left_out),
            "season": {"weekday": True, "year": self.months >= CYCLES * YEAR, "months": self.months},
            "notes": list(self.notes),
            "on_since": self.since.isoformat() if self.since else None,
            "code": self.code,
        }


def replay_watch(workspace: Workspace, rule: Rule, asked: Asked = Asked()) -> Watched:  # noqa: B008 (frozen)
    """What a rule would have raised in the past, with the threshold that keeps its budget there; nothing is switched on.

    Of `asked` only `as_of` and `known_at` count. Raises InputError where the history is too short, NotFoundError, MapError.
    """
    budget = budget_from_text(rule.budget)
    found = numbers(workspace, rule, given(rule), asked)
    filled = enough(rule, budget, found.series)
    return judged(rule, threshold(filled, budget), found, filled)


def switch_on(workspace: Workspace, rule: Rule, code: str) -> Watched:
    """Switch a rule on whose replay was seen: `code` is the one that the replay shows. Raises InputError for another code, or where it is on."""
    found = replay_watch(workspace, rule)
    if code != found.code:
        raise InputError(
            f"'{code}' is not the code of this rule's replay",
            hint="A rule is switched on when its replay was seen: leave --on out, look at it, then give the code that it ends with",
        )
    if any(on.rule == rule for on in switched_on(workspace)):
        raise InputError(
            "this rule is on already",
            hint=f"It stands in {workspace.folder / FILE}; take it out there to switch it off",
        )
    write_on(workspace, On(rule, found.threshold, found.seconds, found.last))
    return replace(found, since=found.last)


def watches(workspace: Workspace, asked: Asked = Asked()) -> list[Watched]:  # noqa: B008 (frozen)
    """Every rule that is on, with the alerts it raised since. Raises WorkspaceError where watches.toml is not as it should be."""
    found = []
    for on in switched_on(workspace):
        series = numbers(workspace, on.rule, on.seconds, asked)
        filled = [one for one in series.series if is_filled(one)]
        if not filled:
            raise InputError(
                f"{workspace.folder / FILE}: the events behind {on.rule.element} of {on.rule.map} are gone"
            )
        found.append(replace(judged(on.rule, on.threshold, series, filled), since=on.since))
    return found


def given(rule: Rule) -> float | None:
    """The seconds that a rule gives subjects. Raises InputError for a span that is none."""
    if not rule.within:
        return None
    try:
        return seconds(rule.within)
    except ValueError as error:
        raise InputError(f"within: {error}") from error


def numbers(workspace: Workspace, rule: Rule, within: float | None, asked: Asked) -> Daily:
    """The daily series of a rule, with the change that is interesting. Raises InputError, NotFoundError, MapError."""
    if rule.of not in ("", EVERYBODY):
        raise InputError(f"of is '{rule.of}'; expected '{EVERYBODY}', or nothing for those who came to a step before")
    question = Asked(segment=rule.segment, where=rule.where, as_of=asked.as_of, known_at=asked.known_at)
    with opened(workspace.map(rule.map), workspace.log.snapshot(), question.known(workspace.zone)) as at:
        facts = at.facts(question.question(workspace.zone))
        levels(facts)
        found = daily(facts, rule.element, rule.measure, within, workspace.zone, of_all=rule.of == EVERYBODY)
        least = smallest_change(rule.measure, "", 0.0, smallest_changes(workspace, at.journey))
        return replace(found, series=tuple(replace(one, smallest=least) for one in found.series))


def enough(rule: Rule, budget: Budget, series: tuple[Series, ...]) -> list[Series]:
    """The series that can be watched. Raises InputError where there is none, or the past is shorter than the span of the budget."""
    filled = [one for one in series if is_filled(one)]
    days = max((len(one.n) for one in series), default=0)
    most = max((len(one.n) - first_day(one) for one in filled), default=0)
    if not filled:
        raise InputError(
            f"{rule.element} has too little history to be watched: {days} days",
            hint="Eight weeks with at least 30 subjects come before the first day that is judged",
        )
    if most < budget.days:
        raise InputError(
            f"{rule.element} has {most} days that could be replayed after eight weeks of baseline; a budget of {budget.text} needs {budget.days}",
            hint="Wait, load more of the past, or give a budget for a shorter span",
        )
    return filled


def judged(rule: Rule, limit: float, found: Daily, filled: list[Series]) -> Watched:
    """A rule with what it raises at a threshold."""
    kept = {one.level for one in filled}
    return Watched(
        rule,
        limit,
        found.seconds,
        first=min(one.first + timedelta(days=first_day(one)) for one in filled),
        last=max(one.day(len(one.n) - 1) for one in filled),
        alerts=tuple(replay(filled, limit)),
        left_out=tuple(one.level or "" for one in found.series if one.level not in kept),
        near=nearest_to(filled, limit),
        months=months_known(filled),
        notes=(found.note,) if found.note else (),
    )

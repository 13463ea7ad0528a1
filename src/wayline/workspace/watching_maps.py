"""All that is declared to be watched on a map, within one budget: `wayline watch MAP`. What moves at the same time is one alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wayline.errors import InputError
from wayline.maps.model import JourneyMap
from wayline.measures.watch.alert import Alert
from wayline.measures.watch.replay import Budget, replay, threshold
from wayline.measures.watch.rule import Rule
from wayline.measures.watch.series import Daily, Series
from wayline.workspace.folder import SETTINGS, Workspace
from wayline.workspace.measuring import Asked
from wayline.workspace.watch_rules import declared
from wayline.workspace.watching import Watched, enough, given, judged, numbers

TOGETHER = 14  # days between the beginnings of what is one alert


@dataclass(frozen=True, slots=True)
class Raised:
    """One alert of a map: the change that lies farthest from its baseline, and those of other numbers that began with it, farthest first."""

    rule: Rule
    alert: Alert
    others: tuple[tuple[Rule, Alert], ...] = ()

    @property
    def is_open(self) -> bool:
        return any(alert.closed is None for _, alert in ((self.rule, self.alert), *self.others))

    def plain(self) -> dict[str, Any]:
        return {**_named(self.rule, self.alert), "with": [_named(*other) for other in self.others]}


@dataclass(frozen=True, slots=True)
class WatchedMap:
    """All that is declared for a map, with what it raised; `plain()` is the JSON of `wayline watch MAP --json`."""

    map_id: str
    budget: str
    threshold: float
    watched: tuple[Watched, ...]
    raised: tuple[Raised, ...]
    notes: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return any(one.is_open for one in self.raised)

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "budget": self.budget,
            "threshold": self.threshold,
            "open": self.is_open,
            "alerts": [one.plain() for one in self.raised],
            "watches": [one.plain() for one in self.watched],
            "notes": list(self.notes),
        }


def watch_map(workspace: Workspace, name: str, asked: Asked = Asked()) -> WatchedMap:  # noqa: B008 (frozen)
    """Replay what `[watch]` in wayline.toml declares for a map, with one threshold that keeps its one budget.

    A rule whose past is too short is left out, and named. Raises InputError where nothing is declared or nothing can be watched, WorkspaceError,
    NotFoundError, MapError.
    """
    budget, everything = declared(workspace)
    journey = workspace.map(name)
    rules = [rule for rule in everything if rule.map in (name, journey.id)]
    if not rules:
        raise InputError(
            f"what shall be watched? {workspace.folder / SETTINGS} declares nothing for {journey.id}",
            hint=f'wayline watch MAP ELEMENT [MEASURE], or [watch] with rules = [{{map = "{journey.id}", element = "…", measure = "converted"}}]',
        )
    found: dict[Rule, tuple[Daily, list[Series]]] = {}
    notes = []
    for rule in rules:
        series = numbers(workspace, rule, given(rule), asked)
        try:
            found[rule] = series, enough(rule, budget, series.series)
        except InputError as error:
            notes.append(f"not watched: {rule.element}, {rule.measure}: {error.message}")
    if not found:
        raise InputError("; ".join(notes), hint="Wait, load more of the past, or give a budget for a shorter span")
    kept = {rule: filled for rule, (_, filled) in found.items()}
    limit = _limit(journey, kept, budget)
    watched = tuple(judged(rule, limit, *each) for rule, each in found.items())
    raised = together(journey, [(one.rule, alert) for one in watched for alert in one.alerts])
    return WatchedMap(journey.id, budget.text, limit, watched, tuple(raised), tuple(notes))


def _limit(journey: JourneyMap, kept: Mapping[Rule, list[Series]], budget: Budget) -> float:
    def raised(limit: float) -> int:
        every = [(rule, alert) for rule, filled in kept.items() for alert in replay(filled, limit)]
        return len(together(journey, every))

    return threshold([one for filled in kept.values() for one in filled], budget, raised=raised)


def together(journey: JourneyMap, alerts: Sequence[tuple[Rule, Alert]]) -> list[Raised]:
    """Alerts as people get them: what began within two weeks on elements that hang together is one, told by the farthest. Oldest first."""
    left = sorted(alerts, key=lambda one: -one[1].distance)
    found = []
    while left:
        head, *rest = left
        others = [one for one in rest if _belongs(journey, head, one)]
        left = [one for one in rest if one not in others]
        found.append(Raised(*head, tuple(others)))
    return sorted(found, key=lambda one: (one.alert.opened, one.rule.element))


def _belongs(journey: JourneyMap, head: tuple[Rule, Alert], other: tuple[Rule, Alert]) -> bool:
    (rule, alert), (second, later) = head, other
    apart = abs((alert.since - later.since).days)
    overlap = alert.since <= (later.until or date.max) and later.since <= (alert.until or date.max)
    levels = {alert.level, later.level}
    # a level of one trait and another of the same are two stories, a level and everybody one
    same = len(levels) == 1 or None in levels or rule.segment != second.segment
    return apart <= TOGETHER and overlap and same and second.element in _around(journey, rule.element)


def _around(journey: JourneyMap, element: str) -> set[str]:
    """What hangs together with an element: its stage, and all that lies before or after it on the map's connections."""
    stage_of = {step.id: stage for stage in journey.stages for step in stage.steps}
    after = {window.id: window.after for window in journey.windows}
    after |= {handoff.id: handoff.after for handoff in journey.handoffs}
    step = after.get(element, element)
    stages = [stage for stage in journey.stages if stage.id == step or stage is stage_of.get(step)]
    found = {element, step, *(stage.id for stage in journey.stages)}
    beside = {step, *(one.id for stage in stages for one in stage.steps)} & set(stage_of)
    for origin, target in (("origin", "target"), ("target", "origin")):
        reached, edge = set(beside), set(beside)
        while edge:
            edge = {getattr(one, target) for one in journey.planned if getattr(one, origin) in edge} - reached
            reached |= edge
        found |= reached
    return found | {name for name, step in after.items() if step in found}


def _named(rule: Rule, alert: Alert) -> dict[str, Any]:
    return {"element": rule.element, "measure": rule.measure, "segment": rule.segment, **alert.plain()}

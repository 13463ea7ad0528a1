"""The verdict on a map: valid, stale since a day, or as before again; from path facts."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any, Literal

from wayline.errors import InputError
from wayline.estimates.estimate import NORMAL_FROM
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap
from wayline.measures.stale.path_table import PathTable, path_table, usual_span
from wayline.measures.stale.settings import WHOLE, StaleSettings
from wayline.measures.stale.verdict import Change, ChangedTransition, changes
from wayline.measures.stale.windows import Window, equal_counts, equal_spans
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts
from wayline.paths.sql import END, START

NO_TIMES = "the sources of this map have an order but no times: nothing can be dated"
Verdict = Literal["valid", "stale", "valid again", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Stale:
    """What the windows say. `reviewed` (µs): alarms from before it were seen, and do not count for the verdict.

    `until` is the last start that was looked at: what came later is too young.
    """

    journey: JourneyMap
    windows: tuple[Window, ...]
    changes: tuple[Change, ...]
    within: float | None
    until: int | None
    too_young: int
    reviewed: int | None
    notes: tuple[str, ...]

    @property
    def alarms(self) -> tuple[Change, ...]:
        """The alarms since the last review, oldest first."""
        found = [change for change in self.changes if change.is_alarm]
        return tuple(change for change in found if self.reviewed is None or (change.since or 0) >= self.reviewed)

    @property
    def verdict(self) -> Verdict:
        if not self.changes:
            return "cannot tell"
        if not self.alarms:
            return "valid"
        return "stale" if any(change.until is None for change in self.alarms) else "valid again"

    @property
    def first(self) -> Change | None:
        """The alarm that says since when the map does not hold: the oldest that still does, else the latest that is over."""
        still = [change for change in self.alarms if change.until is None]
        return min(still, key=lambda change: change.since or 0) if still else (self.alarms or (None,))[-1]

    def step(self, number: int) -> str:
        """The id of a step of a transition; START and END have their names."""
        return {START: "START", END: "END"}.get(number) or self.journey.steps[number].id

    def plain(self) -> dict[str, Any]:
        valid_until = self.first.since if self.first is not None else self.until
        return {
            "verdict": self.verdict,
            "valid_until": written_time(valid_until),
            "watched_seconds": self.within,
            "too_young": self.too_young,
            "reviewed": written_time(self.reviewed),
            "windows": [_window(window) for window in self.windows],
            "changes": [self._change(change) for change in self.changes],
            "notes": list(self.notes),
        }

    def _change(self, change: Change) -> dict[str, Any]:
        return {
            "first": _window(change.first),
            "second": _window(change.second),
            "p": change.gate.p,
            "alarm": change.is_alarm,
            "carried_by": list(change.carried_by),
            "since": written_time(change.since),
            "until": written_time(change.until),
            "transitions": [self._transition(one) for one in change.transitions],
            "coverage": change.coverage.plain() if change.coverage else None,
            "affected": change.affected.plain() if change.affected else None,
            "metrics": [
                {"element": shift.element, "measure": shift.measure, **shift.moved.plain()} for shift in change.shifts
            ],
        }

    def _transition(self, one: ChangedTransition) -> dict[str, Any]:
        return {"from": self.step(one.origin), "to": self.step(one.target), "p": one.p, **one.share.plain()}


def _window(window: Window) -> dict[str, Any]:
    return {"since": written_time(window.since), "last": written_time(window.last), "paths": len(window)}


def stale(facts: PathFacts, settings: StaleSettings, *, reviewed: int | None = None) -> Stale:
    """Compare the windows of a map's paths. Raises InputError where the sources have no times or a span is none."""
    if facts.timeless:
        raise InputError(NO_TIMES)
    within = _within(facts, settings)
    table = path_table(facts, within)
    cut = (
        equal_spans(table.starts, _span(settings.every, "every"))
        if settings.every
        else equal_counts(table.starts, settings.windows)
    )
    journey = facts.journey
    named = tuple(step.id for step in journey.steps)
    shown = tuple(success.milestone for success in journey.success if success.milestone)
    found = tuple(changes(table, cut, settings, named=named, shown=shown))
    [(paths,)] = facts.rows("SELECT count(*) FROM subject_facts")
    assert isinstance(paths, int)
    until = int(table.starts[-1]) if len(table) else None
    return Stale(journey, tuple(cut), found, within, until, paths - len(table), reviewed, _notes(table, cut, settings))


def _within(facts: PathFacts, settings: StaleSettings) -> float | None:
    if settings.within == WHOLE:
        return None
    return _span(settings.within, "within") if settings.within else usual_span(facts)


def _span(text: str, name: str) -> float:
    try:
        return seconds(text)
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error


def _notes(table: PathTable, cut: list[Window], settings: StaleSettings) -> tuple[str, ...]:
    notes = []
    small = sum(len(window) < NORMAL_FROM for window in cut)
    if len(cut) < 2 or small:
        notes.append(
            f"{small or len(cut)} of {len(cut)} windows have fewer than {NORMAL_FROM} paths or no neighbour, and are not compared"
        )
    if len(table) and table.planned.mean() < settings.covers:
        notes.append(
            f"the map covers {floor(1000 * table.planned.mean()) / 10} % of paths, less than {100 * settings.covers:.0f} %: lost coverage carries no alarm"
        )
    return tuple(notes)

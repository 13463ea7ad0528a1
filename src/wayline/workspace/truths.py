"""Moments of truth of a map of the workspace: what is asked as people write it in, the ladder of evidence out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError
from wayline.files.selector_text import selector_from_text
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap
from wayline.measures.friction.question import LEAVE, FrictionQuestion, asked_map
from wayline.measures.moments.grid import grid_to
from wayline.measures.moments.moments import Moments
from wayline.measures.moments.moments import moments as climbed
from wayline.measures.moments.necessity import SMALLEST
from wayline.measures.moments.question import MomentsQuestion, refuse_question
from wayline.workspace.folder import Workspace
from wayline.workspace.frictions import DAY, outcome_facts, refuse_unknown_events, refuse_unknown_names
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class Truths:
    """Moments found on a map; `plain()` is the JSON of `wayline moments --json`."""

    map_id: str
    unit: str
    outcome: str
    reached: str
    question: MomentsQuestion
    found: Moments

    def plain(self) -> dict[str, Any]:
        about = self.question.about
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "outcome": self.outcome,
            "reached": self.reached or None,
            "landmark_days": about.landmark_days,
            "horizon_days": about.horizon_days,
            "clock": about.clock or None,
            **self.found.plain(),
        }


def moments(
    workspace: Workspace,
    name: str,
    outcome: str = LEAVE,
    *,
    landmark: str = "",
    horizon: str = "",
    reached: str = "",
    clock: str = "",
    windows: Sequence[str] = (),
    thresholds: Sequence[int] = (),
    disguises: Sequence[str] = (),
    good: Sequence[str] = (),
    bad: Sequence[str] = (),
    smallest: float = SMALLEST,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Truths:
    """Try what customers did by the landmark as milestones for an outcome after it: a selector as YAML, or `leave` for not to leave.

    For example `moments(workspace, "trial", "{event: subscribe}", landmark="14d", horizon="30d")`. A level of
    `asked.segment` is held. Without a `landmark` that of the map's milestones is taken (`milestone: {landmark: 14d}`). Raises InputError, MapError, NotFoundError.
    """
    drawn = workspace.map(name)
    landmark = landmark or _landmark(drawn)
    about = FrictionQuestion(
        LEAVE if outcome.strip() == LEAVE else selector_from_text(outcome),
        selector_from_text(reached) if reached else None,
        _days(landmark, "landmark") if landmark else None,
        clock,
        horizon_days=_days(horizon, "horizon") if horizon else None,
    )
    refuse_question(about, smallest)
    journey, numbers = asked_map(drawn, about)
    grid = grid_to(about.landmark_days or 0.0, [_days(window, "windows") for window in windows], thresholds)
    question = MomentsQuestion(about, grid, tuple(disguises), tuple(good), tuple(bad), smallest)
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        refuse_unknown_events(at, about)
        refuse_unknown_names(at, (*disguises, *good, *bad), [step.id for step in journey.steps])
        facts = outcome_facts(at, about, asked.question(workspace.zone))
        return Truths(journey.id, journey.unit, outcome, reached, question, climbed(facts, question, numbers))


def _landmark(journey: JourneyMap) -> str:
    """The landmark that the milestones of the map name; empty where none does. InputError where they name several."""
    named = {step.milestone.landmark: step.id for step in journey.steps if step.milestone and step.milestone.landmark}
    if len({seconds(text) for text in named}) > 1:
        said = ", ".join(f"{text} ({step})" for text, step in named.items())
        raise InputError(
            f"the milestones of this map name several landmarks: {said}",
            hint="Choose one with --landmark, and ask once for each",
        )
    return next(iter(named), "")


def _days(text: str, option: str) -> float:
    try:
        return seconds(text) / DAY
    except ValueError as error:
        raise InputError(f"{option}: {error}") from error

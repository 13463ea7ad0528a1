"""Moments of truth of a map: every event tried as a milestone, every step set beside the team's votes, and what is not necessary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wayline.errors import InputError
from wayline.measures.friction.candidates import RATE
from wayline.measures.friction.exposures import Population, population
from wayline.measures.friction.friction import refuse_clock
from wayline.measures.friction.question import Numbers
from wayline.measures.moments.balance import Balance, balance, experiences
from wayline.measures.moments.disguise import Rejected, without_disguises
from wayline.measures.moments.doings import done_events, done_steps, with_all_events
from wayline.measures.moments.grid import Doings, Grid
from wayline.measures.moments.ladder import HIGHEST, Ladder, Moment, climb, halves
from wayline.measures.moments.necessity import Use, uses
from wayline.measures.moments.question import MomentsQuestion
from wayline.measures.moments.value import TimeToValue, times_to_value
from wayline.paths.facts import PathFacts

UNEVEN = "without a horizon, who began early had more time for the outcome; --horizon gives everyone the same"


@dataclass(frozen=True, slots=True)
class StepMoment:
    """A step of the map: what having touched it by the landmark goes with, beside the team's vote.

    `verdict`: agreed (voted, and it predicts), missed (it predicts and has no vote), small (it holds, by less than the smallest
    interesting change), over-rated (voted, no visible difference), not necessary (no vote and no visible difference), or cannot tell.
    """

    moment: Moment
    voted: bool
    is_milestone: bool
    use: Use

    @property
    def verdict(self) -> str:
        if self.use.flat:
            return "small" if self.moment.rung > 1 else "over-rated" if self.voted else "not necessary"
        if self.moment.rung == HIGHEST:
            return "agreed" if self.voted else "missed"
        return "cannot tell"

    def plain(self) -> dict[str, Any]:
        plain = {"step": self.moment.milestone.what, "voted": self.voted, "milestone": self.is_milestone}
        moment = {key: value for key, value in self.moment.plain().items() if key not in ("id", "what", "tried")}
        return {**plain, "verdict": self.verdict, **moment, "everyone": self.use.plain()}


@dataclass(frozen=True, slots=True)
class Moments:
    """Everything found, with whom it was found on. `events` and `steps` are two families, each corrected for itself."""

    people: int
    succeeded: int
    choosing: int
    grid: Grid
    smallest: float
    events: Ladder
    steps: tuple[StepMoment, ...]
    removable: tuple[Use, ...]
    rejected: tuple[Rejected, ...]
    values: tuple[TimeToValue, ...]
    balance: Balance | None
    notes: tuple[str, ...]

    @property
    def claims(self) -> tuple[Moment, ...]:
        """Every milestone above rung 1, of events and of steps."""
        return tuple(one for one in (*self.events.moments, *(step.moment for step in self.steps)) if one.rung > 1)

    def plain(self) -> dict[str, Any]:
        return {
            "subjects": self.people,
            "succeeded": self.succeeded,
            "chosen_on": self.choosing,
            "held_out": self.people - self.choosing,
            "windows_days": list(self.grid.windows),
            "thresholds": list(self.grid.thresholds),
            "combinations": self.events.tried,
            "rate": RATE,
            "smallest": self.smallest,
            "moments": [moment.plain() for moment in self.events.moments],
            "steps": [step.plain() for step in self.steps],
            "removable": [use.plain() for use in self.removable],
            "rejected": [one.plain() for one in self.rejected],
            "time_to_value": [one.plain() for one in self.values],
            "balance": self.balance.plain() if self.balance else None,
            "notes": list(self.notes),
        }


def moments(facts: PathFacts, question: MomentsQuestion, numbers: Numbers) -> Moments:
    """Climb the ladder. `facts` are of the map that `asked_map` made of `question.about`; traits were kept before, as for friction.

    Raises InputError where the sources have no times, NotFoundError for a clock that no event has.
    """
    if facts.timeless:
        raise InputError("the sources of this map have an order but no times: there can be no landmark")
    about = question.about
    people = population(facts, about, numbers)
    refuse_clock(facts, about)
    done = done_events(facts, about, question.grid)
    whole = Grid((question.landmark,), (1,))
    touched = done_steps(facts, numbers.steps)
    kept, rejected = without_disguises(people, done, question.grid, question.disguises)
    # to hold what is the outcome in disguise would be to hold the outcome
    people = with_all_events(people, kept)
    kept_steps, rejected_steps = without_disguises(people, touched, whole, question.disguises)
    asked = experiences(replace(facts.journey, stages=facts.journey.stages[:-1]), question.good, question.bad)
    events = climb(people, kept, question.grid)
    return Moments(
        len(people.subjects),
        int(people.succeeded.sum()),
        int(halves(people.subjects).sum()),
        question.grid,
        question.smallest,
        events,
        _steps(facts, people, kept_steps, whole, question.smallest),
        _removable(people, kept, events, question.smallest),
        (*rejected, *rejected_steps),
        times_to_value(facts),
        balance(people, done if asked.basis == "as asked" else touched, asked, question.landmark),
        _notes(facts, question, people),
    )


def _removable(people: Population, kept: Sequence[Doings], events: Ladder, smallest: float) -> tuple[Use, ...]:
    """Events that make no visible difference, and none of whose milestones has a claim."""
    claimed = {moment.milestone.what for moment in events.moments if moment.rung > 1}
    return tuple(use for use in uses(people, kept, smallest) if use.flat and use.what not in claimed)


def _steps(
    facts: PathFacts, people: Population, touched: Sequence[Doings], whole: Grid, smallest: float
) -> tuple[StepMoment, ...]:
    asked = {step.id: step.milestone for step in facts.journey.steps}
    use = {one.what: one for one in uses(people, touched, smallest)}
    found = []
    for moment in climb(people, touched, whole).moments:
        milestone = asked[moment.milestone.what]
        voted = milestone is not None and milestone.truth
        found.append(StepMoment(moment, voted, milestone is not None, use[moment.milestone.what]))
    return tuple(sorted(found, key=lambda one: not one.voted))


def _notes(facts: PathFacts, question: MomentsQuestion, people: Population) -> tuple[str, ...]:
    notes = []
    if question.about.horizon_days is None and not question.about.traits and facts.journey.unit != "session":
        notes.append(UNEVEN)
    if not len(people.subjects):
        notes.append("nobody reached that state by the landmark with the outcome still open")
    elif people.succeeded.all() or not people.succeeded.any():
        notes.append("everyone compared has the same outcome: nothing can be told apart")
    return tuple(notes)

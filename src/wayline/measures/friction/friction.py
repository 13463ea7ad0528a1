"""Friction on a map: the candidates of its paths, judged as one family among those who reached the same state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.measures.friction.candidates import RATE, Candidate, judged, refused
from wayline.measures.friction.exposures import (
    Exposure,
    Population,
    errors,
    population,
    repeats,
    slow,
    with_every_event,
)
from wayline.measures.friction.further import Further, judged_further
from wayline.measures.friction.loops import Loop, loops
from wayline.measures.friction.question import FrictionQuestion, Numbers
from wayline.paths.facts import PathFacts

NO_LANDMARK = "repeats need a landmark: over a whole path only those who stay can collect them"
WHOLE_SESSIONS = "repeats are counted over whole sessions: some may come after the outcome"
NO_TIMES = "the sources of this map have an order but no times: waits are no candidates"


@dataclass(frozen=True, slots=True)
class Friction:
    """The candidates, with whom they were tested on."""

    people: int
    succeeded: int
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]
    further: Further = field(default_factory=Further)
    loops: tuple[Loop, ...] = ()

    @property
    def family(self) -> tuple[Candidate, ...]:
        """Those tested together."""
        return tuple(candidate for candidate in self.candidates if candidate.in_family)

    @property
    def discoveries(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.is_discovery)

    def plain(self) -> dict[str, Any]:
        return {
            "subjects": self.people,
            "succeeded": self.succeeded,
            "candidates": [candidate.plain() for candidate in self.candidates],
            "family": len(self.family),
            "discoveries": len(self.discoveries),
            "rate": RATE,
            "loops": [loop.plain() for loop in self.loops],
            "further": self.further.plain(),
            "notes": list(self.notes),
        }


def friction(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> Friction:
    """Judge the candidates. `facts` are of `question.asked_map`; for an outcome of traits `keep_trait_outcome` ran before.

    Raises InputError where a landmark is asked of sources without times or a clock that no event has.
    """
    if facts.timeless and question.landmark_days is not None:
        raise InputError("the sources of this map have an order but no times: there can be no landmark")
    people = population(facts, question, numbers)
    refuse_clock(facts, question)
    if question.landmark_days is not None:
        people = with_every_event(facts, question, people)
    refusals = _repeats_refused(facts, question)
    tested, repeated = judgeable(facts, question, numbers)
    told = [refused(exposure, refusals) for exposure in repeated]
    further, more = judged_further(facts, question, numbers, people, refusals)
    _refuse_unknown(question.consequences, [*tested, *more])
    holds = question.landmark_days is not None
    found = judged(tested, people, consequences=question.consequences, holds=holds)
    return Friction(
        len(people.subjects),
        int(people.succeeded.sum()),
        (*found, *told),
        _notes(facts, question, people, refusals),
        further,
        loops([*found, *further.returns], [*tested, *more]),
    )


def judgeable(facts: PathFacts, question: FrictionQuestion, numbers: Numbers) -> tuple[list[Exposure], list[Exposure]]:
    """The exposures that can be judged, and the repeats that cannot. Reads what `population` left behind."""
    waits = [] if facts.timeless else slow(facts, question, numbers)
    again, others = repeats(facts, numbers), [*waits, *errors(facts, question, numbers)]
    return (others, again) if _repeats_refused(facts, question) else ([*again, *others], [])


def _repeats_refused(facts: PathFacts, question: FrictionQuestion) -> str:
    """Why repeats cannot be judged. A session is over at once, so what happens in it is not collected by staying."""
    if question.landmark_days is not None or (facts.journey.unit == "session" and question.event is not None):
        return ""
    return NO_LANDMARK


def refuse_clock(facts: PathFacts, question: FrictionQuestion) -> None:
    """NotFoundError where no touch has a number on the clock asked for. Reads what `population` left behind."""
    if question.clock and not facts.rows("SELECT 1 FROM friction_touches WHERE age IS NOT NULL LIMIT 1"):
        raise NotFoundError(f"no event of this map has a number in '{question.clock}' to count days by")


def _refuse_unknown(consequences: Sequence[str], exposures: Sequence[Exposure]) -> None:
    known = [exposure.id for exposure in exposures]
    for name in consequences:
        if name not in known:
            raise NotFoundError(
                f"there is no candidate '{name}'.{nearest(name, known)}",
                hint=f"Candidates: {', '.join(known) or 'none'}",
            )


def _notes(facts: PathFacts, question: FrictionQuestion, people: Population, refusal: str) -> tuple[str, ...]:
    notes = []
    if question.landmark_days is None and not refusal:
        notes.append(WHOLE_SESSIONS)
    if question.landmark_days is None:
        notes.append("without a landmark nothing here is above 'goes with': exposure and outcome share the same time")
    if facts.timeless:
        notes.append(NO_TIMES)
    if not len(people.subjects):
        notes.append("nobody reached that state by the landmark with the outcome still open")
    elif people.succeeded.all() or not people.succeeded.any():
        notes.append("everyone compared has the same outcome: nothing can be told apart")
    return tuple(notes)

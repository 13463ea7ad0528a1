"""Friction on a map of the workspace: the outcome and errors as people name them in, judged candidates out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.files.selector_text import selector_from_text
from wayline.findings import nearest
from wayline.maps.duration import seconds
from wayline.maps.selector import Selector
from wayline.measures.friction.exposures import keep_trait_outcome
from wayline.measures.friction.friction import Friction
from wayline.measures.friction.friction import friction as judge
from wayline.measures.friction.question import LEAVE, FrictionQuestion, asked_map
from wayline.paths.facts import PathFacts, Question
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, Opened, opened

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Frictions:
    """Friction found on a map; `plain()` is the JSON of `wayline friction --json`."""

    map_id: str
    unit: str
    outcome: str
    reached: str
    question: FrictionQuestion
    found: Friction

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "outcome": self.outcome,
            "reached": self.reached or None,
            "landmark_days": self.question.landmark_days,
            "clock": self.question.clock or None,
            **self.found.plain(),
        }


def friction(
    workspace: Workspace,
    name: str,
    outcome: str = LEAVE,
    *,
    landmark: str = "",
    reached: str = "",
    clock: str = "",
    errors: Mapping[str, str] | None = None,
    consequences: Sequence[str] = (),
    also: Sequence[str] = (),
    contacts: Sequence[str] = (),
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Frictions:
    """Test repeats, long waits and errors on an outcome: a selector as YAML for success, or `leave`.

    For example `friction(workspace, "trial", "{event: subscribe}", landmark="14d", errors={"card_refused": "pay"})`. A level of
    `asked.segment` is held in the adjusted odds ratios. `also` names further families, each corrected for itself: `returns`,
    `drop-off`, and `contacts` with the events that are `contacts`. Raises InputError, MapError, NotFoundError.
    """
    question = friction_question(
        outcome, landmark=landmark, reached=reached, clock=clock, errors=errors, consequences=consequences
    )
    question = replace(question, also=tuple(also), contacts=tuple(contacts))
    journey, numbers = asked_map(workspace.map(name), question)
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        refuse_unknown_events(at, question)
        refuse_unknown_names(at, contacts)
        facts = outcome_facts(at, question, asked.question(workspace.zone))
        return Frictions(journey.id, journey.unit, outcome, reached, question, judge(facts, question, numbers))


def friction_question(
    outcome: str,
    *,
    landmark: str,
    reached: str,
    clock: str,
    errors: Mapping[str, str] | None,
    consequences: Sequence[str],
) -> FrictionQuestion:
    """The question as people name it. Raises InputError."""
    return FrictionQuestion(
        LEAVE if outcome.strip() == LEAVE else selector_from_text(outcome),
        selector_from_text(reached) if reached else None,
        _days(landmark) if landmark else None,
        clock,
        errors or {},
        tuple(consequences),
    )


def outcome_facts(at: Opened, question: FrictionQuestion, narrowed: Question) -> PathFacts:
    """The facts to judge by, with what became of subjects kept beside them where the outcome is one of traits."""
    if narrowed.segment in question.traits:
        raise InputError(f"'{narrowed.segment}' is the outcome: it cannot be held as a segment as well")
    facts: PathFacts | None = None
    for number, (trait, condition) in enumerate(question.traits.items()):
        facts = at.facts(replace(narrowed, segment=trait))
        keep_trait_outcome(facts, number, condition)
    # facts by the outcome serve as well where no other segment was asked for, and cost as much again
    return facts if facts is not None and not narrowed.segment else at.facts(narrowed)


def _days(text: str) -> float:
    try:
        return seconds(text) / DAY
    except ValueError as error:
        raise InputError(f"landmark: {error}") from error


def refuse_unknown_events(at: Opened, question: FrictionQuestion) -> None:
    """A misspelt event would be an outcome that nobody has."""
    known = at.stored.names.codes["event"]
    asked = [Selector(event=(event,)) for event in question.errors]
    asked += [selector for selector in (question.event, question.reached) if selector is not None]
    for selector in asked:
        for event in selector.event:
            if not at.stored.names.matching("event", (event,)):
                raise NotFoundError(
                    f"no event is named '{event}'.{nearest(event, known)}",
                    hint=f"Events: {', '.join(sorted(known)[:30])}",
                )


def refuse_unknown_names(at: Opened, names: Sequence[str], besides: Sequence[str] = ()) -> None:
    """NotFoundError for a name or glob that no event has, nor anything `besides`."""
    known = at.stored.names.codes["event"]
    for name in names:
        if not any(fnmatchcase(one, name) for one in (*known, *besides)):
            raise NotFoundError(
                f"no event is named '{name}'.{nearest(name, known)}", hint=f"Events: {', '.join(sorted(known)[:30])}"
            )

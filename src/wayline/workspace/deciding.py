"""Points of no return of a map of the workspace: `wayline rules`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wayline.errors import InputError
from wayline.files.selector_text import selector_from_text
from wayline.maps.duration import seconds
from wayline.maps.model import JourneyMap
from wayline.measures.decisions.decisions import Decisions, Standing, decide
from wayline.measures.decisions.question import IDLE, THRESHOLD, RulesQuestion, refuse_rules
from wayline.measures.decisions.rules import Rule
from wayline.measures.decisions.walks import keep_ends
from wayline.measures.friction.question import LEAVE, FrictionQuestion, asked_map
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts
from wayline.workspace.folder import Workspace
from wayline.workspace.frictions import DAY, outcome_facts, refuse_unknown_events
from wayline.workspace.measuring import Asked, Opened, opened
from wayline.workspace.moments import moment
from wayline.workspace.subjects import subject_names


@dataclass(frozen=True, slots=True)
class Ruled:
    """Decision rules of a map; `plain()` is the JSON of `wayline rules --json`. `names`: code → name of who stands there now."""

    map_id: str
    unit: str
    outcome: str
    as_of: str | None
    steps: Mapping[int, str]
    found: Decisions
    names: Mapping[int, str]

    def plain(self) -> dict[str, Any]:
        found = self.found
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "outcome": self.outcome,
            "as_of": self.as_of,
            "threshold": found.threshold,
            "learn_until": written_time(found.split.at),
            "learned": found.learned,
            "judged": found.judged,
            "left_out": found.left_out(),
            "states": found.states,
            "states_with_30": found.often,
            "refused": found.refused,
            "rejected": [{"step": step, "why": why} for step, why in found.rejected.items()],
            "lost": found.plain_side("lost"),
            "success": found.plain_side("success"),
            "rules": [self.plain_rule(rule) for rule in found.rules],
            "now": [self._plain_standing(one) for one in found.now],
            "now_refused": found.now_refused,
            "notes": list(found.notes),
        }

    def plain_rule(self, rule: Rule) -> dict[str, Any]:
        state = rule.state
        return {
            "last_step": self.steps[state.last],
            "milestones": [self.steps[step] for step in state.milestones],
            "effort": state.effort,
            "idle_seconds": state.idle / 1_000_000,
            "calls": rule.calls,
            "learned_on": rule.learned,
            "restates_closure_after_seconds": rule.closure_seconds,
            **rule.judged.plain(),
        }

    def _plain_standing(self, one: Standing) -> dict[str, Any]:
        return {
            "subject": self.names[one.subject],
            "rule": one.rule,
            "since": written_time(one.since),
            "idle_seconds": one.idle_seconds,
            "moved_since": one.moved,
        }


@dataclass(frozen=True, slots=True)
class RulesAsked:
    """What is asked of rules, as people write it: spans such as `240d`, ids of steps, ISO times, names of traits.

    `ends`: the span or the trait after which a path is over. `idle`: edges of idle time; none: the usual ones.
    """

    clock: str = ""
    ends: str = ""
    threshold: float = THRESHOLD
    learn_until: str = ""
    in_hindsight: bool = False
    milestones: Sequence[str] = ()
    effort: Sequence[str] = ()
    idle: Sequence[str] = ()
    disguises: Sequence[str] = ()

    def question(self, outcome: str, zone: str) -> RulesQuestion:
        """The question with spans in days and the selector parsed. Raises InputError."""
        about = FrictionQuestion(LEAVE if outcome.strip() == LEAVE else selector_from_text(outcome), clock=self.clock)
        days, trait = ends_of(self.ends)
        idle = (0.0, *(span_days(edge, "--idle") for edge in self.idle)) if self.idle else IDLE
        return RulesQuestion(
            about,
            days,
            trait,
            self.threshold,
            moment(self.learn_until, zone, "--learn-until") if self.learn_until else None,
            self.in_hindsight,
            tuple(self.milestones),
            tuple(self.effort),
            idle,
            tuple(self.disguises),
        )


def rules(
    workspace: Workspace,
    name: str,
    outcome: str = LEAVE,
    how: RulesAsked = RulesAsked(),
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Ruled:
    """States from which paths do not come back, learned on earlier paths and judged on later ones: success is a selector, or not to `leave`.

    For example `rules(workspace, "trial", "{event: subscribe}", RulesAsked(ends="30d"))`. A rule is not used on levels of
    `asked.segment` that the learning part does not hold. Raises InputError, MapError, NotFoundError.
    """
    question = how.question(outcome, workspace.zone)
    refuse_rules(question, workspace.map(name).unit)
    journey, numbers = asked_map(workspace.map(name), question.about)
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = decision_facts(at, question, asked, workspace.zone)
        found = decide(facts, question, numbers)
        codes = sorted({one.subject for one in found.now})
        names = subject_names(facts.con, at.snapshot, journey.unit, codes) if codes else {}
        as_of = written_time(facts.scope.as_of)
        return Ruled(journey.id, journey.unit, outcome, as_of, step_ids(journey), found, names)


def decision_facts(at: Opened, question: RulesQuestion, asked: Asked, zone: str) -> PathFacts:
    """The facts to learn from, with the ends of paths and the outcome kept beside them where traits tell them."""
    refuse_unknown_events(at, question.about)
    narrowed = asked.question(zone)
    if question.ends_trait:
        if narrowed.segment == question.ends_trait:
            raise InputError(f"'{narrowed.segment}' says when a path is over: it cannot be the segment as well")
        keep_ends(at.facts(replace(narrowed, segment=question.ends_trait)))
    return outcome_facts(at, question.about, narrowed)


def step_ids(journey: JourneyMap) -> dict[int, str]:
    """Number → id of every step."""
    return {number: step.id for number, step in enumerate(journey.steps)}


def ends_of(text: str) -> tuple[float | None, str]:
    """`240d` → days; anything else is the name of a trait."""
    try:
        return (seconds(text) / DAY, "") if text else (None, "")
    except ValueError:
        return None, text


def span_days(text: str, option: str) -> float:
    """A span in days. Raises InputError that names the option."""
    try:
        return seconds(text) / DAY
    except ValueError as error:
        raise InputError(f"{option}: {error}") from error

"""Who may leave within a horizon, by a score that was judged back in time: `wayline score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError
from wayline.estimates.foretelling import Method
from wayline.files.selector_text import selector_from_text
from wayline.maps.duration import seconds
from wayline.measures.friction.question import LEAVE, FrictionQuestion, asked_map
from wayline.measures.score.question import ScoreQuestion, refuse_question
from wayline.measures.score.score import NO_EXPERIMENT, BackTest, Score
from wayline.measures.score.score import score as judged_score
from wayline.measures.written_time import written_time
from wayline.workspace.folder import Workspace
from wayline.workspace.frictions import refuse_unknown_events
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.subjects import subject_names

DAY = 86_400
ACTIVE = 3  # horizons


@dataclass(frozen=True, slots=True)
class ScoreFound:
    """A score of a map's subjects; `plain()` is the JSON of `wayline score --json`."""

    map_id: str
    unit: str
    outcome: str
    question: ScoreQuestion
    found: Score
    names: Mapping[int, str]

    def plain(self) -> dict[str, Any]:
        found = self.found
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "outcome": self.outcome,
            "basis": "prediction",
            "as_of": written_time(found.as_of),
            "horizon_days": self.question.horizon_days,
            "active_days": self.question.active_days,
            "method": self.question.method,
            "traits": list(self.question.traits),
            "back_test": None if found.test is None else _test(found.test),
            "switched_on": found.refused is None,
            "refused": found.refused,
            "experiment": NO_EXPERIMENT,
            "left_out": [{"subjects": count, "why": why} for why, count in found.left_out.items()],
            "subjects": [
                {
                    "subject": self.names[one.subject],
                    "chance": one.chance,
                    "came_of_those_alike": one.alike.came.plain(),
                    "goes_with": [reason.plain() for reason in one.reasons],
                }
                for one in found.subjects
            ],
            "notes": list(found.notes),
        }


def _test(test: BackTest) -> dict[str, Any]:
    return {
        "learned": list(test.learned),
        "judged": [written_time(at) for at in test.judged],
        "quality": test.quality.plain(),
        "recency_alone": test.rival.plain(),
        "lead_days": test.lead_days,
    }


def score(
    workspace: Workspace,
    name: str,
    outcome: str = LEAVE,
    *,
    horizon: str,
    active: str = "",
    method: Method = "logistic",
    traits: Sequence[str] = (),
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> ScoreFound:
    """The chance that each active subject leaves within the horizon, or that success (a selector as YAML) does not come in it.

    For example `score(workspace, "trial", horizon="30d", traits=["plan"])`. Scored is who had an event within `active`, three horizons unless
    said otherwise. Named is nobody before the score was judged back in time and its chances came true. Raises InputError, MapError, NotFoundError.
    """
    if asked.segment:
        raise InputError("--segment cannot be used here", hint="Let the score know of it: --traits plan")
    if not horizon:
        raise InputError("a score needs a horizon: within what time?", hint="Add --horizon 30d")
    days = _days(horizon, "horizon")
    about = FrictionQuestion(LEAVE if outcome.strip() == LEAVE else selector_from_text(outcome))
    within = _days(active, "active") if active else ACTIVE * days
    question = ScoreQuestion(about, days, within, method, tuple(dict.fromkeys(traits)))
    narrowed = asked.question(workspace.zone)
    refuse_question(question, narrowed.where, workspace.map(name).unit)
    journey, numbers = asked_map(workspace.map(name), about)
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        refuse_unknown_events(at, about)
        found = judged_score(at.facts(narrowed), at.stored, question, numbers)
        names = subject_names(at.con, at.snapshot, journey.unit, [one.subject for one in found.subjects])
        return ScoreFound(journey.id, journey.unit, outcome, question, found, names)


def _days(text: str, option: str) -> float:
    try:
        return seconds(text) / DAY
    except ValueError as error:
        raise InputError(f"{option}: {error}") from error

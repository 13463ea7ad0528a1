"""A contact window proposed from the data of a workspace: `wayline contact`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.maps.duration import SECONDS
from wayline.maps.model import JourneyMap, Window
from wayline.measures.decisions.decisions import NO_TIMES, decide_on
from wayline.measures.decisions.question import RulesQuestion, refuse_rules
from wayline.measures.decisions.rules import Side
from wayline.measures.decisions.walks import Walks, walks
from wayline.measures.decisions.window import NO_EXPERIMENT, Point, Proposal, point_after, propose
from wayline.measures.friction.question import LEAVE, Numbers, asked_map
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts
from wayline.workspace.deciding import RulesAsked, decision_facts, span_days
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened

DAY = 86_400
AS_USUAL = RulesAsked()
NO_ENDS = "not known: without --ends nothing can be learned about it"
AT_RISK = "without --ends every path counts as at risk until the time of looking, also one that has long been over"


@dataclass(frozen=True, slots=True)
class Contact:
    """A proposed contact window; `plain()` is the JSON of `wayline contact --json`. `existing`: windows that the map has after the step."""

    map_id: str
    unit: str
    step: str
    stage: str
    outcome: str
    as_of: str | None
    found: Proposal
    existing: tuple[Window, ...]
    yaml: str
    notes: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "unit": self.unit,
            "step": self.step,
            "outcome": self.outcome,
            "as_of": self.as_of,
            **self.found.plain(),
            "existing": [{"id": one.id, "opens": one.opens, "closes": one.closes} for one in self.existing],
            "yaml": self.yaml or None,
            "notes": list(self.notes),
        }


def contact_window(
    workspace: Workspace,
    name: str,
    step: str,
    outcome: str = LEAVE,
    *,
    period: str = "7d",
    reaction: str = "3d",
    how: RulesAsked = AS_USUAL,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Contact:
    """When after a step to be in touch: where the outcome (`leave`, or a selector of events) comes more often than later on.

    For example `contact_window(workspace, "trial", "sign-up", period="1d", reaction="12h")`. With `how.ends` the window closes
    a reaction time before the point of no return. Raises InputError, MapError, NotFoundError.
    """
    journey = workspace.map(name)
    question = how.question(outcome, workspace.zone)
    _refuse(journey, step, question)
    spans = [span_days(text, option) * DAY for text, option in ((period, "--period"), (reaction, "--reaction"))]
    if spans[0] <= 0:
        raise InputError("a period of nothing has no hazard", hint="For example --period 7d")
    extended, numbers = asked_map(journey, question.about)
    place = [one.id for one in journey.steps].index(step)
    with opened(extended, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = decision_facts(at, question, asked, workspace.zone)
        if facts.timeless:
            raise InputError(NO_TIMES)
        paths, point = _point(facts, place, numbers, question)
        found = propose(facts, place, numbers, period=spans[0], reaction=spans[1], walks=paths, point=point)
        stage = next(one for one in journey.stages if step in [own.id for own in one.steps])
        existing = tuple(window for window in journey.windows if window.after == step)
        text = _yaml(journey, step, outcome, found)
        return Contact(
            journey.id,
            journey.unit,
            step,
            stage.id,
            outcome,
            written_time(facts.scope.as_of),
            found,
            existing,
            text,
            () if paths else (AT_RISK,),
        )


def _refuse(journey: JourneyMap, step: str, question: RulesQuestion) -> None:
    known = [one.id for one in journey.steps]
    if step not in known:
        raise NotFoundError(f"the map has no step '{step}'.{nearest(step, known)}", hint=f"Steps: {', '.join(known)}")
    if not journey.steps[known.index(step)].bind:
        raise InputError(f"step '{step}' is not bound: nobody is seen to come there", hint="Add `bind:` to the step")
    if question.about.traits:
        raise InputError(
            "an outcome of traits has no time, so it has no hazard", hint="Name an event, or `leave` for leaving"
        )
    if question.ends_days is not None or question.ends_trait:
        refuse_rules(question, journey.unit)


def _point(facts: PathFacts, step: int, numbers: Numbers, question: RulesQuestion) -> tuple[Walks | None, Point]:
    """The walks, where it is known when paths are over, and the point of no return after the step."""
    if question.ends_days is None and not question.ends_trait and facts.journey.unit != "session":
        return None, Point(None, NO_ENDS)
    paths = walks(facts, question, numbers)
    side: Side = "lost" if numbers.outcome is None else "success"
    return paths, point_after(facts, step, paths, decide_on(paths, facts, question, numbers), side)


def _yaml(journey: JourneyMap, step: str, outcome: str, found: Proposal) -> str:
    """The window as it stands in a map, under the stage of its step; empty where none is proposed."""
    if found.opens is None or found.closes is None:
        return ""
    what = "leaving" if outcome.strip() == LEAVE else "the outcome"
    why = f"proposed from the hazard of {what}; {NO_EXPERIMENT}"
    parts = {
        "id": _free_id(journey, f"{step}-contact"),
        "after": step,
        "opens": written_span(found.opens),
        "closes": written_span(found.closes),
        "why": f'"{why}"',
    }
    return "windows:\n  - {" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def _free_id(journey: JourneyMap, wanted: str) -> str:
    """The id, with a number where the map has it already."""
    taken = {one.id for group in (journey.steps, journey.stages, journey.windows, journey.handoffs) for one in group}
    number = 2
    found = wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def written_span(value: float) -> str:
    """A span as a map writes it, in the largest unit that is exact: `604800` → `7d`; else in whole seconds."""
    for unit in ("d", "h", "m"):
        if value and value % SECONDS[unit] == 0:
            return f"{value / SECONDS[unit]:.0f}{unit}"
    return f"{value:.0f}s" if value else "0d"

"""What each number of a map means, in words, and the SQL behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayline.bindings.log import unit_says
from wayline.bindings.sql_text import comment
from wayline.bindings.voice import voiced
from wayline.maps.model import Handoff, JourneyMap, Step, Window
from wayline.measures.coverage.coverage import DEVIATIONS, PATHS, deviation_sql, events_sql, paths_sql, transitions_sql
from wayline.measures.evaluate import Element, applies, counting, elements
from wayline.measures.finished import SQL as FINISHED
from wayline.measures.kinds import Counted, Duration, Incidence, Measure, refusal
from wayline.measures.registry import MEASURES
from wayline.measures.voice.evaluate import answers_sql
from wayline.measures.voice.scores import possible_scores
from wayline.paths.facts import PathFacts

COVERAGE_SAYS = {
    "events": "of the events of the map's sources, for subjects in the window and subjects off the map, the share that is a touch of a step",
    "transitions": "of the transitions between touches, START and END included, the share that the map plans",
    "paths": "of the subjects on the map, the share whose every transition the map plans, START and END included",
    "paths_so_far": "as paths, but the step to END is not asked of subjects with no leave after their last touch",
    "paths_later": "as paths, of the last third of paths by their start",
    "ad_hoc": "of the subjects on the map, the share with an event that no element of the map explains",
    "repeats": "of the subjects on the map, the share that repeats a step where the map plans no repeat",
    "order_or_missing": "of the subjects on the map, the share with any other transition that the map does not plan",
}
# with --fitness; they are worked out from whole paths, which no query of `count` and `n` tells
FIT_SAYS = {
    "fitness": "1 less the touches to pass over and the steps to put in until a path is on the map, as a part of those of a path that "
    "has nothing to do with it; the mean of the subjects on the map",
    "precision": "of the steps that the map allows next, after each beginning of a path that is on the map, the share that some path took",
}
_PATH_SAYS = "A path belongs to {owner}; equal times keep the order of arrival."
_VOICE_SAYS = "Of several answers of a subject to a question the latest in the window counts; answers of nobody named count one each."


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure of one element. `measure` is None for numbers of the whole map and of voice, which have their SQL ready."""

    says: str
    sql: str
    measure: Measure | None = None
    element: Element | None = None
    target: str = ""
    is_voice: bool = False


def define(journey: JourneyMap) -> dict[str, dict[str, Definition]]:
    """Element id (and `whole`, `coverage`) → measure → definition."""
    found: dict[str, dict[str, Definition]] = {}
    for element in elements(journey):
        for measure in MEASURES:
            if applies(measure, element, journey):
                says = measure.says.format(element=element.id, next=_next(journey, element))
                found.setdefault(element.id, {}).update(_definitions(journey, measure, element, says))
    found["whole"] = {
        "finished": Definition(
            "the number of subjects whose last touch is at a last step, with no leave after it", FINISHED
        )
    }
    for spoken in voiced(journey):
        for score in possible_scores(spoken):
            found.setdefault(spoken.id or "whole", {})[score.name] = Definition(
                score.says, answers_sql(score, spoken), is_voice=True
            )
    queries = {"events": events_sql(), "transitions": transitions_sql()}
    queries |= {name: paths_sql(name) for name in PATHS} | {name: deviation_sql(name) for name in DEVIATIONS}
    found["coverage"] = {name: Definition(COVERAGE_SAYS[name], sql) for name, sql in queries.items()}
    return found


def _definitions(journey: JourneyMap, measure: Measure, element: Element, says: str) -> dict[str, Definition]:
    """By the measure's name; a measure with several targets has a name for each beside that of the first."""
    if not (isinstance(measure, Duration) and measure.aims):
        return {measure.name: Definition(says, "", measure, element)}
    targets = tuple(dict.fromkeys(journey.steps[element.place].times))
    named = {f"{measure.name}:{target}": Definition(says, "", measure, element, target) for target in targets}
    return {measure.name: named[f"{measure.name}:{targets[0]}"], **named}


def _next(journey: JourneyMap, element: Element) -> str:
    if element.kind == "stage":
        return "a step of a later stage"
    if element.kind == "step":
        following = journey.next_steps(element.id)
        return " or ".join(following) if following else "a next step (there is none)"
    return ""


def explained(facts: PathFacts, definition: Definition) -> tuple[str, str]:
    """(words, SQL). A refused number counts nothing, and its SQL says why."""
    reason = None
    if definition.measure is not None and definition.element is not None:
        element = definition.element
        reason = refusal(definition.measure, facts.journey, element.kind, element.place, timeless=facts.timeless)
    sql = (
        facts.plan.printed(definition.sql or measure_sql(definition, facts.journey))
        if reason is None
        else f"SELECT 0 AS count, 0 AS n -- refused: {comment(reason)}"
    )
    return "\n".join(_words(facts, definition, reason)), sql


def measure_sql(definition: Definition, journey: JourneyMap) -> str:
    """The last query: one row with `count` and `n` from the facts table of the measure."""
    measure, element = definition.measure, definition.element
    assert measure is not None
    assert element is not None
    where = measure.facts[element.kind]
    chosen = f"FROM {where.table} WHERE {where.key} = {element.key} /* {comment(element.id)} */"
    if definition.target:
        chosen += f" AND aim = {[step.id for step in journey.steps].index(definition.target)} /* {comment(definition.target)} */"
    if isinstance(measure, Counted):
        n = "(SELECT count(*) FROM subject_facts)" if measure.of_all else f"count(*) FILTER ({measure.among})"
        return f"SELECT {counting(measure)} AS count, {n} AS n {chosen}"
    if isinstance(measure, Incidence):
        return f"SELECT count(*) FILTER (first_end = 1) AS count, count(*) AS n {chosen}"
    return f"SELECT count(*) FILTER (converted) AS count, count(*) FILTER (converted) AS n {chosen}"


def _one(unit: str) -> str:
    """One of what the map follows: `a person`, `an account`, `an enrolment` for `object:enrolment`."""
    noun = (unit.partition(":")[2] or unit).replace("_", " ")
    sounds_open = noun[:1].lower() in set("aeiou") and not noun.lower().startswith(("us", "uni", "eu", "one"))
    return f"{'an' if sounds_open else 'a'} {noun}"


def _words(facts: PathFacts, definition: Definition, reason: str | None) -> list[str]:
    lines = [definition.says[0].upper() + definition.says[1:] + "."]
    if definition.element is not None:
        lines += _bound_to(facts.journey, definition.element)
    if says := unit_says(facts.journey.unit):
        lines.append(says[0].upper() + says[1:] + ".")
    lines.append(_VOICE_SAYS if definition.is_voice else _PATH_SAYS.format(owner=_one(facts.journey.unit)))
    if reason is not None:
        lines.append(f"Refused: {reason}.")
    return lines


def _bound_to(journey: JourneyMap, element: Element) -> list[str]:
    owners: dict[str, Sequence[Step | Window | Handoff]] = {
        "step": journey.steps,
        "window": journey.windows,
        "handoff": journey.handoffs,
    }
    if element.kind == "stage":
        return [
            f"The stage has the steps {', '.join(step.id for step in journey.stages[element.place].steps) or '(none)'}."
        ]
    selectors = owners[element.kind][element.place].bind
    names = sorted({name for selector in selectors for name in selector.event})
    if not selectors:
        return ["It is bound to no event."]
    return [
        f"{element.id} is bound to {', '.join(names) or 'events by other conditions'} ({len(selectors)} selector(s))."
    ]

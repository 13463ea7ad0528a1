"""Map and measurement become one plain value: everything that a page, a file or a screen needs, in words and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wayline.maps.model import Expectation, JourneyMap, Owner, Persona, Stage, Step, Touchpoint
from wayline.views import (
    channels,
    claims,
    contacts,
    coverage,
    figures,
    flows,
    grid,
    heard,
    hours,
    scores,
    segments,
    summary,
    suppress,
    told_scores,
    trend,
    words,
)
from wayline.views.ends import without_other_ends
from wayline.views.shape import (
    VERSION,
    Fact,
    Figure,
    MapFace,
    MapView,
    MilestoneView,
    PersonaView,
    Provenance,
    ScenarioView,
    StageView,
    StepView,
    TouchpointView,
)
from wayline.views.suppress import Reader

Measurement = Mapping[str, Any]
_MILESTONES = {"zero": "Zero moment", "first": "First moment", "second": "Second moment", "third": "Third moment", "ultimate": "Ultimate moment",
               "value": "Moment of value", "recovery": "Moment of recovery", "renewal": "Moment of renewal"}  # fmt: skip


def map_view(
    journey: JourneyMap,
    measurement: Measurement | None,
    *,
    persona: Persona | None = None,
    overlays: Mapping[str, Persona] | None = None,
    changes: Iterable[str] | None = None,
    inside: bool = False,
    holds: str = "",
    drivers: Measurement | None = None,
    moments: Sequence[Measurement] = (),
    friction: Measurement | None = None,
) -> MapView:
    """The view of a map with its numbers, or of the drawn map alone where `measurement` is None.

    `measurement` is the JSON of `wayline measure --json`. `overlays` are the map's other personas, by id. `changes` are
    sentences on what moved since an earlier one. `holds` is the sentence on whether the map still holds; it stands beside
    coverage. `drivers` is the JSON of `wayline drivers --json`. `moments` and `friction` are answers that were kept for the map
    (`wayline moments --keep`, `wayline friction --keep`).
    Numbers that may not be seen (`show: hidden`, counts under ten) are left out, and the view says so; with `inside`
    they stay, marked, for an analyst in the workspace. What is drawn, exported or shared is never made `inside`.
    """
    reader = suppress.reader(journey.unit, inside=inside)
    where = grid.columns(journey)
    walked = heard.is_walked(journey) or measurement is None
    measured: Measurement = (measurement or {}) if walked else heard.heard(measurement or {})
    elements = without_other_ends(journey, measured.get("elements") or {})
    titles = {step.id: step.title or step.id for step in journey.steps}
    steps = _steps(journey, where, elements, reader)
    if measured.get("hours"):
        _tell_hours(steps, measured["hours"], reader)
    for view, step in zip(steps, journey.steps, strict=True):
        view["claim"] = claims.claim(step, journey, moments, reader)
        view["friction"] = claims.frictions(step, journey, friction, reader)
    stages = [_stage(stage, where, elements.get(stage.id), reader, steps) for stage in journey.stages]
    beside = contacts.contacts(journey, where.of, elements, reader)
    covered = coverage.coverage(measured.get("coverage"), reader, where.of, titles, int(measured.get("subjects") or 0))
    if covered and holds:
        covered["face"] = f"{covered['face']} {holds}".strip()
        covered["sentences"].append(holds)
    numbers = _numbers(measured.get("whole"))
    whole = figures.figures(numbers, reader)
    missing = summary.gaps(stages, steps, beside, covered, whole)
    taken, rare = (
        flows.flows(journey, where.of, measured.get("flows") if measurement else None, reader) if walked else ([], 0)
    )
    known = overlays or {}
    others = grid.overlay_names(journey, known)
    emotions = {step["id"]: step["figures"]["emotion"] for step in steps if "emotion" in step["figures"]}
    return MapView(
        view=VERSION,
        language=journey.language or "en",
        measured=measurement is not None,
        inside=inside,
        walked=walked,
        map=_face(journey, reader),
        scenario=_scenario(journey),
        persona=_persona(journey, persona),
        overlays=list(others.values()),
        other_personas=[_portrait(known[name]) for name in journey.overlays if name in known],
        filters=[],
        success=summary.success(journey, steps, stages, measured=measurement is not None),
        sayings=summary.sayings(journey, steps, missing, reader, measured=measurement is not None)
        if walked
        else told_scores.sayings(journey, measured, missing, reader),
        changes=list(changes or ()),
        columns=where.total,
        stages=stages,
        steps=steps,
        sides=grid.sides(journey, where, emotions, beside, others),
        flows=taken,
        flows_withheld=rare,
        whole=whole,
        scores=scores.scores(numbers, whole, measured.get("as_of"), reader),
        drivers=scores.drivers(drivers, titles),
        coverage=covered,
        gaps=missing,
        segments=segments.segments(measured.get("segments"), journey, reader),
        trend=trend.trend(measured.get("trend"), journey, reader),
        provenance=_provenance(measured, reader) if measurement else None,
    )


def _numbers(whole: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """The numbers among what is said of the whole; other keys are labels or bare counts of no concern here."""
    return {name: number for name, number in (whole or {}).items() if isinstance(number, Mapping)}


def _steps(journey: JourneyMap, where: grid.Columns, elements: Measurement, reader: Reader) -> list[StepView]:
    titles = {step.id: step.title or step.id for step in journey.steps}
    pairs = [(stage, step) for stage in journey.stages for step in stage.steps]
    return [
        _step(number, stage, step, where.of[step.id], figures.figures(elements.get(step.id), reader, titles))
        for number, (stage, step) in enumerate(pairs, start=1)
    ]


def _step(number: int, stage: Stage, step: Step, column: int, measured: dict[str, Figure]) -> StepView:
    return StepView(
        id=step.id,
        title=step.title or words.capital(step.id.replace("-", " ")),
        number=number,
        column=column,
        stage=stage.id,
        goal=step.goal,
        description=step.description,
        team=_owner(step.owner) or stage.team,
        touchpoints=[_touchpoint(one) for one in step.touchpoints],
        milestone=_milestone(step),
        bound=bool(step.bind),
        target=words.span(step.target) if step.target else "",
        promises=[_promise(one) for one in step.expect],
        hours=None,
        claim=None,
        friction=[],
        figures=measured,
    )


def _tell_hours(steps: Iterable[StepView], measured: Measurement, reader: Reader) -> None:
    for step in steps:
        step["hours"] = hours.hours(measured["elements"].get(step["id"]), str(measured["zone"]), reader)


def _touchpoint(one: Touchpoint) -> TouchpointView:
    return TouchpointView(
        channel=one.channel,
        name=one.name,
        indirect=one.kind == "indirect",
        icon=channels.icon(one.channel or one.name),
        owner=one.owner,
    )


def _milestone(step: Step) -> MilestoneView | None:
    one = step.milestone
    if one is None:
        return None
    label = "Moment of truth" if one.truth else _MILESTONES.get(one.kind, "Milestone")
    expected = words.span(one.expected) if one.expected else ""
    return MilestoneView(truth=one.truth, label=label, why=one.why, controller=one.controller, expected=expected)


def _promise(one: Expectation) -> str:
    unit = "seconds" if one.measure.startswith("time") else "share"
    bounds = [("at least", one.at_least), ("at most", one.at_most)]
    told = words.listed([f"{name} {words.spoken(value, unit)}" for name, value in bounds if value is not None])
    within = f" within {words.span(one.within)}" if one.within else ""
    return f"{figures.label(one.measure)}: {told}{within}"


def _stage(
    stage: Stage, where: grid.Columns, measured: Measurement | None, reader: Reader, steps: Sequence[StepView]
) -> StageView:
    column, span = where.stages[stage.id]
    done = next((step["title"] for step in steps if step["id"] == stage.done_when), stage.done_when)
    return StageView(
        id=stage.id,
        title=stage.title or words.capital(stage.id.replace("-", " ")),
        goal=stage.goal,
        description=stage.description,
        team=stage.team or _owner(stage.owner),
        target=words.span(stage.target) if stage.target else "",
        done_when=done,
        column=column,
        span=span,
        steps=[step.id for step in stage.steps],
        figures=figures.figures(measured, reader),
    )


def _owner(owner: Owner) -> str:
    return ", ".join(part for part in (owner.team, owner.member) if part)


def _face(journey: JourneyMap, reader: Reader) -> MapFace:
    state = "Future state: how it should be" if journey.state == "future" else "Current state: how it is"
    review = f"every {words.span(journey.review.every)}" if journey.review.every else ""
    triggers = (
        f"after {words.listed([trigger.replace('_', ' ') for trigger in journey.review.on], 'or')}"
        if journey.review.on
        else ""
    )
    told = [
        ("Owner", _owner(journey.owner) or "nobody yet"),
        ("Sponsor", journey.sponsor),
        ("Review", words.listed([part for part in (review, triggers) if part], "and")),
        ("Last review", words.moment(journey.review.last)),
        ("Follows", f"each {reader.one}"),
        ("Grade", journey.grade),
        ("Based on", journey.based_on),
        ("Tags", ", ".join(journey.tags)),
    ]
    return MapFace(
        id=journey.id,
        title=journey.title or journey.id,
        description=journey.description,
        state=state,
        unit=journey.unit,
        one=reader.one,
        many=reader.many,
        facts=[Fact(label=label, text=text) for label, text in told if text],
    )


def _scenario(journey: JourneyMap) -> ScenarioView:
    one = journey.scenario
    return ScenarioView(name=one.name, starts=one.starts, ends=one.ends, expectations=list(one.expectations))


def _persona(journey: JourneyMap, persona: Persona | None) -> PersonaView | None:
    if persona is None:
        name = words.capital(journey.persona.replace("-", " "))
        return (
            PersonaView(name=name, job="", quote="", description="", picture="", basis_text="", facts=[])
            if name
            else None
        )
    return _portrait(persona)


def _portrait(persona: Persona) -> PersonaView:
    told = [
        ("Goals", "; ".join(persona.goals)),
        ("Needs", "; ".join(persona.needs)),
        ("Hopes", "; ".join(persona.hopes)),
        ("Fears", "; ".join(persona.fears)),
        ("Awake at night", persona.keeps_awake),
        ("Makes them smile", persona.makes_smile),
        ("Behaves", "; ".join(persona.behaviour)),
        ("Driven by", "; ".join(persona.motivations)),
        ("Reached by", ", ".join(persona.channels)),
        *((words.capital(name.replace("_", " ")), value) for name, value in persona.demographics.items()),
    ]
    return PersonaView(
        name=persona.name or persona.id,
        job=persona.job,
        quote=persona.quote,
        description=persona.description,
        picture=persona.picture,
        basis_text=f"this portrait is {persona.basis}",
        facts=[Fact(label=label, text=text) for label, text in told if text],
    )


def _provenance(measured: Measurement, reader: Reader) -> Provenance:
    window, origin = measured.get("window") or {}, measured.get("provenance") or {}
    since, until = words.moment(window.get("since")), words.moment(window.get("until"))
    spans = [f"started from {since}" if since else "", f"started before {until}" if until else ""]
    return Provenance(
        as_of=words.moment(measured.get("as_of")),
        window=words.listed([part for part in spans if part]) or "all, whenever they started",
        subjects=_at_least(int(measured.get("subjects") or 0), reader),
        unassigned=_events_left_over(int(measured.get("unassigned") or 0)),
        events=str(origin.get("events", "")),
        map=str(origin.get("map", "")),
        wayline=str(origin.get("wayline", "")),
    )


def _at_least(count: int, reader: Reader) -> str:
    if reader.conceals(count):
        return f"fewer than {suppress.SMALLEST} {reader.many}"
    return reader.counted(count) if count else f"no {reader.one}"


def _events_left_over(count: int) -> str:
    return f"{words.counted(count, 'event', 'events')} could not be assigned" if count else ""


__all__ = ["Figure", "MapView", "map_view"]

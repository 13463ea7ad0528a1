"""What was found of a step by `wayline moments` and `wayline friction`, in words that its rung allows."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from wayline.files.selector_text import selector_from_text, selector_plain
from wayline.maps import duration, wording
from wayline.maps.model import JourneyMap, Step
from wayline.views import words
from wayline.views.claim_shape import ClaimView, FrictionView
from wayline.views.suppress import Reader

Plain = Mapping[str, Any]

HIGHEST = 5  # rungs that the ladder has; above 3 only with an experiment
PLANNED_FROM = 3
CLAIM_KEY = (
    "rung of evidence: 1 goes with, 2 also among equally active ones, 3 predicts; only an experiment reaches 4 and 5"
)
FRICTION_KEY = "friction: goes with less success among those who came as far"
_DAY = 86_400
_VERBS = {0: "no visible effect", 1: "goes with {sign} success", 2: "goes with {sign} success, also among equally active {many}",
          3: "predicts {sign} success"}  # fmt: skip
UNCONFIRMED = ", which held-out {many} do not confirm"
_FRICTION = {1: "goes with less success", 2: "goes with less success, also among equally active {many}"}


def claim(step: Step, journey: JourneyMap, kept: Sequence[Plain], reader: Reader) -> ClaimView | None:
    """The step's place on the ladder, from the kept answer of its landmark, else the latest; None where there is nothing to say.

    `kept`: answers of `wayline moments --keep`, oldest first. What was tested and not seen is told of milestones only.
    """
    record = _record(step, kept)
    found = next((one for one in record["found"]["steps"] if one["step"] == step.id), None) if record else None
    if record is None or found is None or not _may_be_told(step, found, reader):
        return None
    half = found["held_out"]
    rung, n = int(found["rung"]), int(half["reached"]) + int(half["others"])
    held = half["held_risk_difference"] if rung != 1 else half["risk_difference"]
    difference = held or half["risk_difference"]
    verb = _VERBS[rung].format(sign=found["sign"], many=reader.many)
    if rung and difference["low"] <= 0 <= difference["high"]:
        verb += UNCONFIRMED.format(many=reader.many)
    return ClaimView(
        rung=rung,
        badge=f"Rung {rung} of {HIGHEST}" if rung else "Tested",
        verb=verb,
        sentence=_sentence(found, verb, outcome(record["asked"]["outcome"], journey), reader, equal=held is not None and rung != 1),
        effect=f"{words.points(difference['value'])} points",
        interval=f"{words.points(difference['low'])} to {words.points(difference['high'])}",
        n=f"{n:,} held-out {reader.many}, {int(half['reached']):,} of them reached it",
        tried=f"{len(record['found']['steps'])} steps of the map and {record['found']['combinations']:,} combinations of event, count and days",
        asked=_asked(record),
        command=f'wayline plan {shlex.quote(journey.id)} {shlex.quote(step.id)} --treatment "WHAT IS DONE" --start DATE -o {shlex.quote(step.id)}.plan.yaml'
        if rung >= PLANNED_FROM
        else "",
    )  # fmt: skip


def frictions(step: Step, journey: JourneyMap, kept: Plain | None, reader: Reader) -> list[FrictionView]:
    """Signs of friction at a step, the gravest first; what is helpful is never one of them.

    A wait stands at the step after which it is, a way back at the step it begins from, an error at its own.
    """
    if kept is None:
        return []
    further = kept["found"]["further"]
    family = [*kept["found"]["candidates"], *further["returns"]]
    shown = [one for one in family if one["reading"] in ("friction", "consequence") and _place(one) == step.id]
    titles = {one.id: one.title or one.id for one in journey.steps}
    told = [_friction(one, titles, kept, journey, reader) for one in shown if one["odds_ratio"] and one["discovery"]]
    lost = [one for one in (further["drop_off"] or {"steps": []})["steps"] if one["step"] == step.id]
    return told + [_drop_off(one, kept, reader) for one in lost if one["reading"] == "friction"]


def outcome(text: str, journey: JourneyMap) -> str:
    """What success was, in words: the title of the step that is bound to it, the names of its events, or staying."""
    if text.strip() == "leave":
        return "staying"
    selector = selector_from_text(text)
    for step in journey.steps:
        if step.bind and step.bind == (selector,):
            return f"“{step.title or step.id}”"
    plain = selector_plain(selector)
    return words.listed(list(selector.event), "or") if list(plain) == ["event"] else wording.words(plain)


def _record(step: Step, kept: Sequence[Plain]) -> Plain | None:
    wanted = step.milestone.landmark if step.milestone else ""
    if wanted:
        days = duration.seconds(wanted) / _DAY
        kept = [record for record in kept if record["found"]["landmark_days"] == days]
    return kept[-1] if kept else None


def _may_be_told(step: Step, found: Plain, reader: Reader) -> bool:
    half = found["held_out"]
    difference = half["held_risk_difference"] if found["rung"] != 1 else half["risk_difference"]
    counts = (half["reached"], half["others"])
    if difference is None or difference["low"] is None or any(reader.conceals(count) or not count for count in counts):
        return False
    return bool(found["rung"]) or (step.milestone is not None and found["reading"] == "no visible effect")


def _sentence(found: Plain, verb: str, success: str, reader: Reader, *, equal: bool) -> str:
    half = found["held_out"]
    by = duration.spoken(found["within_days"] * _DAY)
    said = verb if found["rung"] else "it has no visible effect on success"
    told = f"Reached within {by}: {said} ({success}). "
    told += f"Of held-out {reader.many} {words.percent(half['ppv'])} of those who did succeeded, {words.percent(half['success_of_others'])} of the others"
    if equal:
        difference = half["held_risk_difference"]
        told += f"; among equally active ones {words.points(difference['value'])} points ({words.points(difference['low'])} to {words.points(difference['high'])})"
    return f"{told}."


def _asked(record: Plain) -> str:
    return f"{words.moment(str(record['kept_at'])[:10])}, event log version {record['version']}"


def _place(one: Plain) -> str:
    return str(one["what"][1] if one["kind"] == "error" else one["what"][0])


def _friction(one: Plain, titles: Mapping[str, str], kept: Plain, journey: JourneyMap, reader: Reader) -> FrictionView:
    what, ratio = _named(one, titles), one["odds_ratio"]
    follows = one["reading"] == "consequence"
    verb = _FRICTION[max(1, int(one["rung"]))].format(many=reader.many)
    said = "follows from the outcome itself, and is no friction" if follows else verb
    return FrictionView(
        what=what,
        sentence=f"{words.capital(what)}: {said} ({outcome(kept['asked']['outcome'], journey)}).",
        effect=f"odds ratio {ratio['value']:.2g}",
        interval=f"{ratio['low']:.2g} to {ratio['high']:.2g}",
        n=f"{one['exposed']:,} of {one['n']:,} {reader.many}",
        asked=_asked(kept),
        consequence=follows,
    )


def _named(one: Plain, titles: Mapping[str, str]) -> str:
    what = [titles.get(name, name) for name in one["what"]]
    if one["kind"] == "repeat":
        return "this step again"
    if one["kind"] in ("return", "ping-pong"):
        return f"to “{what[1]}” and back" + (", more than once" if one["kind"] == "ping-pong" else "")
    if one["longer_than_seconds"] is not None:
        return f"more than {duration.spoken(one['longer_than_seconds'])} until “{what[1]}”"
    return f"error {one['what'][0]}"


def _drop_off(one: Plain, kept: Plain, reader: Reader) -> FrictionView:
    more = one["more_than_elsewhere"]
    within = duration.spoken(kept["found"]["further"]["drop_off"]["within_seconds"])
    return FrictionView(
        what="more leave here than elsewhere",
        sentence=f"More leave here within {within} than at the other steps together: {words.percent(one['left'])}.",
        effect=f"{words.points(more['value'])} points",
        interval=f"{words.points(more['low'])} to {words.points(more['high'])}",
        n=f"{one['n']:,} {reader.many}",
        asked=_asked(kept),
        consequence=False,
    )

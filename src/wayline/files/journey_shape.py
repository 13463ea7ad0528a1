"""What a journey file may contain: the one description behind the reader and the JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.files.cursor import Cursor
from wayline.files.promise import Promises
from wayline.files.selector_text import SELECTORS, VOICE_SELECTORS
from wayline.files.shape import (
    ID,
    SPAN,
    Choice,
    Day,
    Exactly,
    Flag,
    Key,
    ListOf,
    Name,
    Named,
    Number,
    Optional,
    Pattern,
    Record,
    Schema,
    Text,
)
from wayline.maps.measure_names import OF_STAGE, OF_STEP
from wayline.maps.model import (
    BASES,
    CARD_STATES,
    GRADES,
    LANE_KINDS,
    MILESTONE_KINDS,
    SIDES,
    STANDARD_LANES,
    STATES,
    TOUCHPOINT_KINDS,
    Card,
    Connection,
    Datum,
    Handoff,
    JourneyMap,
    Lane,
    Milestone,
    Owner,
    Review,
    Scenario,
    Stage,
    Step,
    Success,
    Touchpoint,
    Window,
)

NAMES = ListOf(Name(), single=True)
STEP_ID = Name()
UNIT = Pattern(
    "unit",
    r"^(person|account|session|object:[^\s:]+)$",
    "a unit; allowed: person, account, session, object:TYPE (such as object:order)",
)
VERSION = Exactly(1, "this Wayline reads version 1 of the format")


def renamed(values: dict[str, Any], **names: str) -> dict[str, Any]:
    """The values with keys of the file given the names of the model."""
    return {names.get(key, key): value for key, value in values.items()}


OWNER = Record(
    "owner",
    {"team": Key(Text(), "the team that answers for it"), "member": Key(Text(), "the person who answers for it")},
    build=lambda values: Owner(**values),
    means="Who answers for an element.",
)

REVIEW = Record(
    "review",
    {
        "every": Key(SPAN, "the rhythm, such as 90d"),
        "on": Key(NAMES, "events that force a review, such as release or drift"),
        "last": Key(Day(), "the date of the last review"),
    },
    build=lambda values: Review(**values),
    means="When it is looked at again.",
)

SMALLEST_CHANGE = Record(
    "smallest change",
    {
        "share": Key(Number(least=0), "of shares, as a share: 0.02 is two points of a hundred"),
        "wait": Key(Number(least=0), "of waits, as a share of what they were: 0.1 is a tenth longer or shorter"),
        "nps": Key(Number(least=0), "of NPS, in its points"),
        "csat": Key(Number(least=0), "of CSAT, as a share"),
        "ces": Key(Number(least=0), "of efforts, on their own scale"),
        "rating": Key(Number(least=0), "of ratings, on their own scale"),
        "emotion": Key(Number(least=0), "of emotion, which goes from -2 to +2"),
    },
    build=lambda values: {name: value for name, value in values.items() if value is not None},
    means="From when on a change is interesting, by kind of number.",
)

_SCENARIO = Record(
    "scenario",
    {
        "name": Key(Text(), "the situation"),
        "from": Key(Text(), "where it begins"),
        "until": Key(Text(), "where it ends"),
        "expectations": Key(NAMES, "what the customer expects of it"),
    },
    build=lambda values: Scenario(**renamed(values, **{"from": "starts", "until": "ends"})),
    means="The situation the map is about, from where to where.",
)

_SUCCESS = Record(
    "success",
    {
        "says": Key(Text(), "what success is, in the customer's own words"),
        "measure": Key(Text(), "the measure that shows it"),
        "milestone": Key(Text(), "the step that the measure is taken at"),
        "target": Key(Number(), "the number aimed at"),
    },
    build=lambda values: Success(**values),
)

_TOUCHPOINT = Record(
    "touchpoint",
    {
        "channel": Key(Text(), "the medium: web, shop, phone, mail, …"),
        "kind": Key(Choice(TOUCHPOINT_KINDS, "direct"), "direct = ours; indirect = a partner's, or in public"),
        "name": Key(Text(), "what it is called"),
        "owner": Key(Text(), "who answers for it"),
    },
    build=lambda values: Touchpoint(**values),
    means="Where a step meets the customer.",
)

_MILESTONE = Record(
    "milestone",
    {
        "truth": Key(Flag(), "true for a moment of truth"),
        "why": Key(Text(), "why it decides"),
        "kind": Key(Choice(MILESTONE_KINDS), "the kind of moment"),
        "controller": Key(Text(), "who controls it"),
        "expected": Key(SPAN, "the time by which it should be reached"),
        "landmark": Key(
            SPAN, "reached by then, counted from the start: what is tested on what came after, by `wayline moments`"
        ),
    },
    build=lambda values: Milestone(**values),
    means="A success benchmark on the way; {} for a plain one.",
)

_TIME = Record("time", {"to": Key(STEP_ID, "the id of a step", required=True)}, build=lambda values: values["to"])

STEP = Record(
    "step",
    {
        "id": Key(ID, "a name for it that stays", required=True),
        "title": Key(Text(), "what the customer does, beginning with 'I'"),
        "goal": Key(Text(), "what the customer wants done here"),
        "description": Key(Text(), "more about it"),
        "touchpoint": Key(ListOf(_TOUCHPOINT, single=True), "where it meets the customer; one or a list"),
        "bind": Key(SELECTORS, "the events that stand behind it; a selector, or a list of which any may match"),
        "milestone": Key(Optional(_MILESTONE), "marks a success benchmark", nullable=False),
        "expect": Key(Promises(OF_STEP), "promises that `wayline check` tests"),
        "times": Key(ListOf(_TIME), "other steps to which the time is measured"),
        "voice": Key(VOICE_SELECTORS, "what customers say that belongs here"),
        "target": Key(SPAN, "the time in which subjects should move on"),
        "owner": Key(OWNER, "who answers for it"),
    },
    build=lambda values: Step(**renamed(values, touchpoint="touchpoints")),
    means="A column of the map.",
)

_WINDOW = Record(
    "window",
    {
        "id": Key(ID, "a name for it that stays", required=True),
        "after": Key(STEP_ID, "the step whose first touch starts the clock", required=True),
        "opens": Key(SPAN, "when it opens, counted from there; 0d where left out"),
        "closes": Key(SPAN, "when it closes, counted from there", required=True),
        "title": Key(Text(), "what it is called"),
        "team": Key(Text(), "the team that makes contact"),
        "channel": Key(Text(), "through which channel"),
        "why": Key(Text(), "why contact helps here"),
        "bind": Key(SELECTORS, "the events that are a contact"),
    },
    build=lambda values: Window(**(values | {"opens": values["opens"] or "0d"})),
    means="A contact window.",
)


@dataclass(frozen=True, slots=True)
class _Data:
    """What is handed over: names, or names with the property that carries each."""

    def read(self, at: Cursor) -> tuple[Datum, ...]:
        if isinstance(at.data, dict):
            return tuple(Datum(name, carried) for name, carried in Named(Name()).read(at).items())
        return tuple(Datum(name, name) for name in NAMES.read(at))

    def empty(self) -> tuple[Datum, ...]:
        return ()

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [*NAMES.schema(defs)["anyOf"], Named(Name()).schema(defs)]}


_HANDOFF = Record(
    "handoff",
    {
        "id": Key(ID, "a name for it that stays", required=True),
        "from": Key(Name(), "the team that gives", required=True),
        "to": Key(Name(), "the team that receives", required=True),
        "after": Key(STEP_ID, "the step whose first touch starts the clock", required=True),
        "within": Key(SPAN, "the time it may take"),
        "title": Key(Text(), "what it is called"),
        "why": Key(Text(), "why it matters"),
        "data": Key(_Data(), "what is handed over: a list of names, or name: property of the event"),
        "bind": Key(SELECTORS, "the event that says it is done"),
    },
    build=lambda values: Handoff(**renamed(values, **{"from": "giver", "to": "receiver"})),
    means="A subject and named data pass from team to team.",
)

_STAGE = Record(
    "stage",
    {
        "id": Key(ID, "a name for it that stays", required=True),
        "title": Key(Text(), "what it is called"),
        "goal": Key(Text(), "what the customer wants in this stage"),
        "description": Key(Text(), "more about it"),
        "team": Key(Text(), "the team that leads it"),
        "owner": Key(OWNER, "who answers for it"),
        "target": Key(SPAN, "the time in which subjects should pass it"),
        "done_when": Key(STEP_ID, "the step that completes it"),
        "steps": Key(ListOf(STEP), "its steps, from left to right"),
        "windows": Key(ListOf(_WINDOW), "contact windows"),
        "handoffs": Key(ListOf(_HANDOFF), "handoffs"),
        "expect": Key(Promises(OF_STAGE), "promises that `wayline check` tests"),
    },
    build=lambda values: Stage(**values),
    means="A group of neighbouring steps.",
)


def _check_lane(at: Cursor, values: dict[str, Any]) -> None:
    if not values["kind"] and values["id"] and values["id"] not in STANDARD_LANES and at.data.get("kind") is None:
        at.refuse("missing-key", f"the lane has no 'kind'; allowed: {', '.join(LANE_KINDS)}")


def _lane(values: dict[str, Any]) -> Lane:
    kind = values["kind"] or STANDARD_LANES.get(values["id"], "text")
    return Lane(values["id"], kind, values["title"], values["side"] or LANE_KINDS[kind])


_LANE = Record(
    "lane",
    {
        "id": Key(ID, "a name for it that stays", required=True),
        "kind": Key(Choice(tuple(LANE_KINDS)), "what stands in its cells; known for the standard lanes"),
        "title": Key(Text(), "what it is called"),
        "side": Key(Choice(SIDES), "above or below the lines of interaction and visibility"),
    },
    build=_lane,
    check=_check_lane,
    means="A row of the map.",
    also={"if": {"properties": {"id": {"enum": list(STANDARD_LANES)}}}, "else": {"required": ["kind"]}},
)


def _check_card(at: Cursor, values: dict[str, Any]) -> None:  # noqa: ARG001
    given = [key for key in ("step", "stage") if at.data.get(key) is not None]
    if len(given) != 1:
        at.refuse(
            "wrong-value" if given else "missing-key", "a card stands at one step or one stage; say `step` or `stage`"
        )


_CARD = Record(
    "card",
    {
        "lane": Key(Name(), "the id of a lane, or the name of a standard lane", required=True),
        "step": Key(STEP_ID, "the step it begins at", nullable=False),
        "stage": Key(Name(), "the stage it covers", nullable=False),
        "until": Key(Name(), "the last step (or stage) it spans to"),
        "id": Key(ID, "a name for it that stays"),
        "text": Key(Text(), "what it says"),
        "word": Key(Text(), "the feeling in one word"),
        "valence": Key(Number(), "how good it feels, -2 to 2"),
        "arousal": Key(Number(), "how strongly it is felt"),
        "basis": Key(Choice(BASES, "assumed"), "where it comes from"),
        "severity": Key(Number(whole=True), "how bad a pain is, 1 to 3"),
        "channel": Key(Text(), "through which channel"),
        "owner": Key(Text(), "who answers for it"),
        "metric": Key(Text(), "the number that shows it"),
        "status": Key(Choice(CARD_STATES), "how sure we are of the wording"),
        "image": Key(Text(), "the address of an image"),
        "alt": Key(Text(), "what the image shows, in words"),
        "link": Key(Text(), "another map or page"),
        "evidence": Key(NAMES, "what supports it, such as ticket:8812"),
        "persona": Key(Name(), "whose card it is, where not the map's own persona: one of its overlays"),
    },
    build=lambda values: Card(**values),
    check=_check_card,
    means="What stands in a cell.",
    also={"oneOf": [{"required": ["step"]}, {"required": ["stage"]}]},
)

_CONNECTION = Record(
    "connection",
    {"from": Key(STEP_ID, "the id of a step", required=True), "to": Key(STEP_ID, "the id of a step", required=True)},
    build=lambda values: Connection(values["from"], values["to"]),
)


def _map(values: dict[str, Any]) -> JourneyMap:
    rest = {key: value for key, value in values.items() if key != "wayline"}
    return JourneyMap(
        **renamed(rest, map="id") | {"unit": rest["unit"] or "person", "language": rest["language"] or "en"}
    )


JOURNEY = Record(
    "map",
    {
        "wayline": Key(VERSION, "the version of the format: 1", required=True),
        "map": Key(ID, "the id of the map", required=True),
        "title": Key(Text(), "what it is called, in the customer's words"),
        "description": Key(Text(), "more about it"),
        "state": Key(Choice(STATES, "current"), "what is, or what should be"),
        "based_on": Key(Text(), "the map that a future one starts from"),
        "grade": Key(Choice(GRADES), "the effort that went into it"),
        "language": Key(Text(), "the language of its words, such as en"),
        "unit": Key(UNIT, "whose path it is: person, account, session or object:TYPE"),
        "persona": Key(Text("; a map has exactly one persona, name the others under overlays"), "the one persona it is drawn for"),
        "overlays": Key(NAMES, "personas that may be laid over it"),
        "scenario": Key(_SCENARIO, "the situation"),
        "success": Key(ListOf(_SUCCESS, single=True), "what success is"),
        "smallest_change": Key(SMALLEST_CHANGE, "from when on a change is interesting; smaller ones are not told as changes"),
        "leaves": Key(SELECTORS, "the events by which a subject is lost"),
        "owner": Key(OWNER, "who answers for it"),
        "sponsor": Key(Text(), "the executive who stands behind it"),
        "review": Key(REVIEW, "when it is looked at again"),
        "stages": Key(ListOf(_STAGE), "its stages, from left to right"),
        "lanes": Key(ListOf(_LANE), "its rows, from top to bottom"),
        "cards": Key(ListOf(_CARD), "what stands in its cells"),
        "connections": Key(Optional(ListOf(_CONNECTION)), "planned ways; without it each step leads to the next"),
        "voice": Key(VOICE_SELECTORS, "what customers say that belongs to the whole map"),
        "tags": Key(NAMES, "words to find it by"),
    },
    build=_map,
    means="A journey map.",
)  # fmt: skip

"""Wayline in one data file: the journey map and everything on it, as immutable values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from wayline.maps.selector import Selector, VoiceSelector

Side = Literal["customer", "onstage", "backstage", "support"]
SIDES: tuple[Side, ...] = ("customer", "onstage", "backstage", "support")
Basis = Literal["assumed", "reported", "observed", "measured"]
BASES: tuple[Basis, ...] = ("assumed", "reported", "observed", "measured")
STATES = ("current", "future")
TOUCHPOINT_KINDS = ("direct", "indirect")
MILESTONE_KINDS = ("zero", "first", "second", "third", "ultimate", "value", "recovery", "renewal")
GRADES = ("quick", "workshop", "researched")
CARD_STATES = ("open", "draft", "confirmed")

# kind -> the side it stands on unless the lane says otherwise
LANE_KINDS: dict[str, Side] = {
    "goal": "customer", "action": "customer", "thought": "customer", "emotion": "customer", "quote": "customer",
    "need": "customer", "expectation": "customer", "experience": "customer", "evidence": "customer",
    "touchpoint": "customer", "channel": "customer", "pain": "customer", "gain": "customer", "delight": "customer",
    "storyboard": "customer", "milestone": "customer", "metric": "customer", "onstage": "onstage", "system": "backstage",
    "backstage": "backstage", "support": "support", "policy": "support", "window": "onstage", "handoff": "backstage",
    "opportunity": "backstage", "question": "backstage", "link": "backstage", "text": "customer",
}  # fmt: skip

# a card may name one of these lanes without declaring it
STANDARD_LANES: dict[str, str] = {
    "goals": "goal", "doing": "action", "thinking": "thought", "feeling": "emotion", "saying": "quote", "needs": "need",
    "expectations": "expectation", "experience": "experience", "evidence": "evidence", "touchpoints": "touchpoint",
    "channels": "channel", "pains": "pain", "gains": "gain", "delights": "delight", "storyboard": "storyboard",
    "milestones": "milestone", "metrics": "metric", "onstage": "onstage", "systems": "system", "backstage": "backstage",
    "support": "support", "policies": "policy", "opportunities": "opportunity", "questions": "question", "links": "link",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scenario:
    """The situation the map is about, from where to where, and what the customer expects of it."""

    name: str = ""
    starts: str = ""
    ends: str = ""
    expectations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Success:
    """What success is: the customer's own words, and the measure that shows it."""

    says: str = ""
    measure: str = ""
    milestone: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for an element."""

    team: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When the map is looked at again: a rhythm (`90d`) and events that force it."""

    every: str = ""
    on: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """Where a step meets the customer. `direct` = ours; `indirect` = a partner's, or in public."""

    channel: str = ""
    kind: str = "direct"
    name: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A success benchmark on the way; `truth` marks a moment of truth, `why` says why it decides.

    `expected`: the time by which it should be reached. `landmark`: the time after the start up to which reaching it counts, where
    it is tested on what comes after.
    """

    truth: bool = False
    why: str = ""
    kind: str = ""
    controller: str = ""
    expected: str = ""
    landmark: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A promise that `wayline check` tests: a measure, its bounds, and the time it has."""

    measure: str
    at_least: float | None = None
    at_most: float | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A column of the map, inside one stage. `bind` is a list of selectors, any of which may match."""

    id: str
    title: str = ""
    goal: str = ""
    description: str = ""
    touchpoints: tuple[Touchpoint, ...] = ()
    bind: tuple[Selector, ...] = ()
    milestone: Milestone | None = None
    expect: tuple[Expectation, ...] = ()
    times: tuple[str, ...] = ()
    voice: tuple[VoiceSelector, ...] = ()
    target: str = ""
    owner: Owner = field(default_factory=Owner)


@dataclass(frozen=True, slots=True)
class Window:
    """A contact window: it opens and closes around the first touch of the step `after`; `bind` says what a contact is."""

    id: str
    after: str
    closes: str
    opens: str = "0d"
    title: str = ""
    team: str = ""
    channel: str = ""
    why: str = ""
    bind: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """A named piece of information that must be handed over, and the property of the event that carries it."""

    name: str
    property: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A subject and named data pass from team to team within a limit after the first touch of the step `after`."""

    id: str
    giver: str
    receiver: str
    after: str
    within: str = ""
    title: str = ""
    why: str = ""
    data: tuple[Datum, ...] = ()
    bind: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A group of neighbouring steps."""

    id: str
    title: str = ""
    goal: str = ""
    description: str = ""
    team: str = ""
    owner: Owner = field(default_factory=Owner)
    target: str = ""
    done_when: str = ""
    steps: tuple[Step, ...] = ()
    windows: tuple[Window, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    expect: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the map. Its side places it above or below the lines of interaction and visibility."""

    id: str
    kind: str
    title: str = ""
    side: Side = "customer"
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in a cell. It begins at `step` (or covers `stage`) and may span to `until`.

    Emotion points carry `valence` (-2 … 2), `word` and `basis`; pains carry `severity` (1 … 3). `persona` is the overlay
    whose card it is; the others are of the map's own persona.
    """

    lane: str
    step: str = ""
    stage: str = ""
    until: str = ""
    id: str = ""
    text: str = ""
    word: str = ""
    valence: float | None = None
    arousal: float | None = None
    basis: Basis = "assumed"
    severity: int | None = None
    channel: str = ""
    owner: str = ""
    metric: str = ""
    status: str = ""
    image: str = ""
    alt: str = ""
    link: str = ""
    evidence: tuple[str, ...] = ()
    persona: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """Planned: from one step to another."""

    origin: str
    target: str


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """One journey map of one persona in one scenario."""

    id: str
    title: str = ""
    description: str = ""
    state: str = "current"
    based_on: str = ""
    grade: str = ""
    language: str = "en"
    unit: str = "person"
    persona: str = ""
    overlays: tuple[str, ...] = ()
    scenario: Scenario = field(default_factory=Scenario)
    success: tuple[Success, ...] = ()
    leaves: tuple[Selector, ...] = ()
    owner: Owner = field(default_factory=Owner)
    sponsor: str = ""
    review: Review = field(default_factory=Review)
    stages: tuple[Stage, ...] = ()
    lanes: tuple[Lane, ...] = ()
    cards: tuple[Card, ...] = ()
    connections: tuple[Connection, ...] | None = None
    voice: tuple[VoiceSelector, ...] = ()
    tags: tuple[str, ...] = ()
    smallest_change: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in map order."""
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def windows(self) -> tuple[Window, ...]:
        return tuple(window for stage in self.stages for window in stage.windows)

    @property
    def handoffs(self) -> tuple[Handoff, ...]:
        return tuple(handoff for stage in self.stages for handoff in stage.handoffs)

    @property
    def planned(self) -> tuple[Connection, ...]:
        """The connections that hold: the authored ones, else each step to the next."""
        if self.connections is not None:
            return self.connections
        ids = [step.id for step in self.steps]
        return tuple(Connection(a, b) for a, b in pairwise(ids))

    def next_steps(self, step_id: str) -> tuple[str, ...]:
        """Every step that `step_id` connects to, in map order without repeats."""
        targets = {connection.target for connection in self.planned if connection.origin == step_id}
        return tuple(step.id for step in self.steps if step.id in targets)

    def stage_of(self, step_id: str) -> Stage:
        """The stage that holds the step; KeyError where none does."""
        for stage in self.stages:
            if any(step.id == step_id for step in stage.steps):
                return stage
        raise KeyError(step_id)

    def elements(self) -> Iterator[tuple[str, str]]:
        """(kind, id) of everything with an id that can be measured, in map order."""
        for stage in self.stages:
            yield "stage", stage.id
            for step in stage.steps:
                yield "step", step.id
            for window in stage.windows:
                yield "window", window.id
            for handoff in stage.handoffs:
                yield "handoff", handoff.id

    def lanes_in_use(self) -> tuple[Lane, ...]:
        """The declared lanes, then the standard lanes that cards name without declaring them."""
        declared = {lane.id for lane in self.lanes}
        undeclared = dict.fromkeys(card.lane for card in self.cards if card.lane not in declared)
        return self.lanes + tuple(standard_lane(name) for name in undeclared)


def standard_lane(name: str) -> Lane:
    """The lane that a well-known name stands for; KeyError for any other name."""
    kind = STANDARD_LANES[name]
    return Lane(id=name, kind=kind, title=name.capitalize(), side=LANE_KINDS[kind], declared=False)


@dataclass(frozen=True, slots=True)
class Persona:
    """The kind of customer a map is drawn for. `bind` says which segment of real customers it stands for."""

    id: str
    name: str = ""
    job: str = ""
    quote: str = ""
    description: str = ""
    picture: str = ""
    goals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    hopes: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    behaviour: tuple[str, ...] = ()
    motivations: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    demographics: Mapping[str, str] = field(default_factory=dict)
    keeps_awake: str = ""
    makes_smile: str = ""
    basis: Basis = "assumed"
    bind: tuple[Selector, ...] = ()
    evidence: tuple[str, ...] = ()
    owner: Owner = field(default_factory=Owner)
    review: Review = field(default_factory=Review)

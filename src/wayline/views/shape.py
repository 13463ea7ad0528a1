"""The shape of a map view. It is JSON as it stands; `docs/reference/map-view.md` describes it for readers."""

from __future__ import annotations

from typing import Literal, TypedDict

from wayline.views.claim_shape import ClaimView, FrictionView
from wayline.views.voice_shape import DriversView, ScoreView

VERSION = 1
Show = Literal["normal", "grey", "inside", "withheld", "refused"]
Verdict = Literal["met", "missed", "cannot tell", "not measured"]
Icon = Literal[
    "website", "app", "mail", "phone", "chat", "social", "store", "site", "partner", "review", "letter", "meeting", "search", "advert", "other"
]  # fmt: skip


class Spread(TypedDict):
    """Four points of a distribution, in the figure's unit, and the same in words."""

    q25: float
    median: float
    q75: float
    p90: float
    middle: str
    tail: str
    text: str


class Moment(TypedDict):
    """One point of a curve over time: `after` in words (`7 days`)."""

    after: str
    text: str
    interval: str


class Figure(TypedDict):
    """One number as it may be shown. Withheld and refused figures carry no number at all, only a reason."""

    measure: str
    label: str
    show: Show
    text: str
    interval: str
    sentence: str
    reason: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    count: int | None
    n: int | None
    tied: int
    missing: int
    method: str
    basis: str
    spread: Spread | None
    over_time: list[Moment]


class Fact(TypedDict):
    label: str
    text: str


class TouchpointView(TypedDict):
    """Where a step meets the customer. `icon` names the drawing of its channel; `other` where there is none."""

    channel: str
    name: str
    indirect: bool
    icon: Icon
    owner: str


class MilestoneView(TypedDict):
    """`expected` is the time by which it should be reached, in words; `controller` the one who can make it happen."""

    truth: bool
    label: str
    why: str
    controller: str
    expected: str


class HoursView(TypedDict):
    """The share of a step's touches in each hour of the day, null where hidden; no shares at all where `text` says why."""

    shares: list[float | None]
    busiest: int | None
    text: str


class StepView(TypedDict):
    id: str
    title: str
    number: int
    column: int
    stage: str
    goal: str
    description: str
    team: str
    touchpoints: list[TouchpointView]
    milestone: MilestoneView | None
    bound: bool
    target: str
    promises: list[str]
    hours: HoursView | None
    claim: ClaimView | None
    friction: list[FrictionView]
    figures: dict[str, Figure]


class StageView(TypedDict):
    """A stage covers `span` columns from `column`; one without steps covers one empty column."""

    id: str
    title: str
    goal: str
    description: str
    team: str
    target: str
    done_when: str
    column: int
    span: int
    steps: list[str]
    figures: dict[str, Figure]


class CardView(TypedDict):
    """What stands in a cell. `persona` names the overlay whose card it is; empty for the map's own persona."""

    persona: str
    text: str
    word: str
    valence: float | None
    basis: str
    basis_text: str
    severity: int | None
    notes: list[str]
    evidence: int
    link: str
    image: str
    alt: str


class Cell(TypedDict):
    column: int
    span: int
    cards: list[CardView]


class CurvePoint(TypedDict):
    """A point of the emotion curve, valence -2 … 2. Measured ones have their interval and, where the data allow it, a mark."""

    column: int
    valence: float
    low: float | None
    high: float | None
    word: str
    text: str
    basis: str
    n: int | None
    mark: Literal["", "peak", "low", "end"]


class Curve(TypedDict):
    """`gaps` are sentences on where assumption and measurement part, the widest first."""

    assumed: list[CurvePoint]
    measured: list[CurvePoint]
    text: str
    gaps: list[str]


class LaneView(TypedDict):
    """A lane has as many layout rows as overlapping spans need; each row's cells cover all columns in order.

    `ask` is the question that its empty cells put; `prompt` is the same where the whole lane is empty, else nothing.
    """

    id: str
    title: str
    kind: str
    prompt: str
    ask: str
    rows: list[list[Cell]]
    curve: Curve | None


class ContactPart(TypedDict):
    """One way in which a contact came about or not, as a share of all it was due for. `share` is null where hidden."""

    kind: Literal["hit", "early", "late", "missed", "on_time", "missing"]
    label: str
    share: float | None
    text: str


class ContactView(TypedDict):
    """A contact window or a handoff, standing in the column of the step it follows.

    `opens` and `closes` are seconds after that step, null where no limit is set; `axis` names them in words.
    """

    id: str
    kind: Literal["window", "handoff"]
    title: str
    column: int
    who: str
    when: str
    why: str
    bound: bool
    opens: float | None
    closes: float | None
    axis: list[str]
    shares: list[ContactPart]
    figure: Figure | None
    parts: list[Fact]
    data: list[Fact]


class SideView(TypedDict):
    """A group of lanes between two lines. `line` is the line drawn above it, empty for the customer's side."""

    side: str
    title: str
    line: str
    lanes: list[LaneView]
    contacts: list[ContactView]


class FlowView(TypedDict):
    """How many went from one element straight to another. `count` and `share` are null where withheld."""

    origin: str
    target: str
    origin_column: int | None
    target_column: int | None
    kind: Literal["start", "planned", "skip", "return", "repeat", "end"]
    planned: bool
    count: int | None
    share: float | None
    text: str
    sentence: str
    parts: list[Fact]


class GhostView(TypedDict):
    """An event that no step explains, with the share of subjects on the map who have it, null where that is not known.

    `after` and `before` are the columns it mostly stands between: null at the start, at the end, and where `place` is empty.
    """

    event: str
    text: str
    share: float | None
    share_text: str
    after: int | None
    before: int | None
    place: str


class CoverageView(TypedDict):
    face: str
    figures: list[Figure]
    deviations: list[Figure]
    sentences: list[str]
    ghosts: list[GhostView]
    ghosts_withheld: int


class SuccessView(TypedDict):
    says: str
    measure: str
    target: str
    verdict: Verdict
    sentence: str
    figure: Figure | None


class PersonaView(TypedDict):
    name: str
    job: str
    quote: str
    description: str
    picture: str
    basis_text: str
    facts: list[Fact]


class Saying(TypedDict):
    """One of the sentences on top. `step` names the element it speaks of, or is empty."""

    kind: Literal["wait", "leave", "low", "apart", "unknown"]
    title: str
    text: str
    step: str


class Gap(TypedDict):
    """Numbers that are not shown, gathered by reason."""

    kind: Literal["withheld", "refused"]
    reason: str
    count: int
    where: list[str]


class SegmentView(TypedDict):
    """One level of a segment with the figures of stages and steps; a withheld one has neither."""

    level: str
    subjects: str
    withheld: bool
    elements: dict[str, dict[str, Figure]]


class TrendLine(TypedDict):
    """One number by period: its values with their intervals, null where there is none to be shown, and the same in words."""

    values: list[float | None]
    lows: list[float | None]
    highs: list[float | None]
    text: str


class TrendView(TypedDict):
    """How numbers moved: `by` is the unit of the calendar, `elements` holds lines by element (`whole`, `coverage`) and measure."""

    by: str
    note: str
    labels: list[str]
    running: list[bool]
    subjects: list[str]
    elements: dict[str, dict[str, TrendLine]]


class MapFace(TypedDict):
    id: str
    title: str
    description: str
    state: str
    unit: str
    one: str
    many: str
    facts: list[Fact]


class ScenarioView(TypedDict):
    name: str
    starts: str
    ends: str
    expectations: list[str]


class Provenance(TypedDict):
    as_of: str
    window: str
    subjects: str
    unassigned: str
    events: str
    map: str
    wayline: str


class MapView(TypedDict):
    view: int
    language: str
    measured: bool
    inside: bool
    walked: bool
    map: MapFace
    scenario: ScenarioView
    persona: PersonaView | None
    overlays: list[str]
    other_personas: list[PersonaView]
    filters: list[str]
    success: list[SuccessView]
    sayings: list[Saying]
    changes: list[str]
    columns: int
    stages: list[StageView]
    steps: list[StepView]
    sides: list[SideView]
    flows: list[FlowView]
    flows_withheld: int
    whole: dict[str, Figure]
    scores: list[ScoreView]
    drivers: DriversView | None
    coverage: CoverageView | None
    gaps: list[Gap]
    segments: list[SegmentView]
    trend: TrendView | None
    provenance: Provenance | None

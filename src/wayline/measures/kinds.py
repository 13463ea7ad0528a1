"""The three kinds a path measure comes in. Each is a declaration: conditions over a facts table, in SQL, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayline.maps.model import JourneyMap

NOT_BOUND = "not bound"
LAST_STEP = "last step"
LAST_STAGE = "last stage"
NO_NEXT = "no next step is bound"
NO_LATER = "no later step is bound"
NO_TIMES = "the source has an order but no times"
NO_SUBJECTS = "no subjects"


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the rows of one kind of element are: a facts table of `paths.sql` and the column that names the element."""

    table: str
    key: str


STEPS = Facts("step_facts", "step")
STAGES = Facts("stage_facts", "stage")
SKIPS = Facts("skip_facts", "step")
WINDOWS = Facts("window_facts", "element")
HANDOFFS = Facts("handoff_facts", "element")
VALUES = Facts("value_facts", "step")
AIMS = Facts("aim_facts", "step")


@dataclass(frozen=True, slots=True)
class Counted:
    """A share or a count: rows of `facts` that are `counted`, out of those that are `among`.

    `of_all`: the denominator is every subject on the map. `extras`: conditions counted beside. `onward`: refused where
    nothing comes next. `counted` may be a sum (`touches`); then the value is a count of things, not of subjects.
    """

    name: str
    facts: Mapping[str, Facts]
    counted: str
    says: str
    among: str = "TRUE"
    tied: str = "FALSE"
    extras: Mapping[str, str] = field(default_factory=dict)
    is_share: bool = True
    of_all: bool = False
    onward: bool = False
    later: bool = False
    sums: str = ""
    timed: bool = False
    unit: str = "subjects"


@dataclass(frozen=True, slots=True)
class Duration:
    """A median wait among rows that are `converted`, with the survival median that takes open paths as censored."""

    name: str
    facts: Mapping[str, Facts]
    says: str
    onward: bool = False
    milestones: bool = False
    aims: bool = False


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share that moved on by fixed times, leaving as a competing end (Aalen-Johansen)."""

    name: str
    facts: Mapping[str, Facts]
    says: str
    days: tuple[int, ...] = (1, 7, 30, 90)


Measure = Counted | Duration | Incidence


def refusal(measure: Measure, journey: JourneyMap, kind: str, number: int, *, timeless: bool) -> str | None:
    """Why this measure of this element has no number, or None. `number` is the element's place among its kind."""
    checks = {"step": _step_refusal, "stage": _stage_refusal, "window": _window_refusal, "handoff": _handoff_refusal}
    reason = checks[kind](measure, journey, number)
    if reason is None and timeless and (not isinstance(measure, Counted) or measure.timed):
        return NO_TIMES
    return reason


def _is_onward(measure: Measure) -> bool:
    return isinstance(measure, Incidence) or measure.onward


def _step_refusal(measure: Measure, journey: JourneyMap, number: int) -> str | None:
    step = journey.steps[number]
    later = journey.steps[number + 1 :]
    if not step.bind:
        return NOT_BOUND
    if _is_onward(measure):
        following = journey.next_steps(step.id)
        if not following:
            return LAST_STEP
        return None if any(other.bind for other in journey.steps if other.id in following) else NO_NEXT
    if isinstance(measure, Counted) and measure.later and not any(other.bind for other in later):
        return NO_LATER if later else LAST_STEP
    return None


def _stage_refusal(measure: Measure, journey: JourneyMap, number: int) -> str | None:
    if not any(step.bind for step in journey.stages[number].steps):
        return NOT_BOUND
    if _is_onward(measure):
        later = [step for stage in journey.stages[number + 1 :] for step in stage.steps]
        if number == len(journey.stages) - 1 or not later:
            return LAST_STAGE
        return None if any(step.bind for step in later) else NO_LATER
    return None


def _window_refusal(_measure: Measure, journey: JourneyMap, number: int) -> str | None:
    window = journey.windows[number]
    return None if window.bind and _is_bound(journey, window.after) else NOT_BOUND


def _handoff_refusal(_measure: Measure, journey: JourneyMap, number: int) -> str | None:
    handoff = journey.handoffs[number]
    if not handoff.bind or not _is_bound(journey, handoff.after):
        return NOT_BOUND
    return None if handoff.within else "no limit"


def _is_bound(journey: JourneyMap, step_id: str) -> bool:
    return any(step.bind for step in journey.steps if step.id == step_id)

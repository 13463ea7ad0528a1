"""What is asked of friction, and the map that answers it: outcome, state and errors become elements after the steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.maps.model import JourneyMap, Stage, Step
from wayline.maps.selector import Condition, Selector

LEAVE = "leave"
FAMILIES = ("returns", "drop-off", "contacts")


@dataclass(frozen=True, slots=True)
class FrictionQuestion:
    """Whom to compare, and on what.

    `outcome`: the selector of success, or `leave`, where success is not to leave. `reached`: the state that all compared paths
    have reached, else any step. `landmark_days`: exposure counts up to there, the outcome after. `clock`: the property of
    events that counts days on the customer's own clock; else days since the first touch. `errors`: event → step it belongs to.
    `consequences`: ids of candidates that follow from the outcome mechanically. `horizon_days`: the outcome counts so long after
    the landmark, and who is not seen for all of it is not compared; None: as long as the data go. `also`: further families, of `FAMILIES`.
    `contacts`: names or globs of events that are contacts, for the family `contacts`.
    """

    outcome: Selector | str = LEAVE
    reached: Selector | None = None
    landmark_days: float | None = None
    clock: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    consequences: tuple[str, ...] = ()
    horizon_days: float | None = None
    also: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    @property
    def seen_days(self) -> float | None:
        """The day up to which everyone compared must have been seen: the landmark, and the horizon after it."""
        if self.landmark_days is None:
            return None
        return self.landmark_days + (self.horizon_days or 0.0)

    @property
    def traits(self) -> Mapping[str, Condition]:
        """The conditions on traits where the outcome is one of traits alone; else none."""
        outcome = self.outcome
        return outcome.segment if isinstance(outcome, Selector) and not _asks_event(outcome) else {}

    @property
    def event(self) -> Selector | None:
        """The outcome as something that happens; None where it is to leave, or a trait."""
        return self.outcome if isinstance(self.outcome, Selector) and not self.traits else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The elements of the map asked: steps below `steps`; the others None where not asked for."""

    steps: int
    outcome: int | None
    reached: int | None
    errors: tuple[int, ...]

    @property
    def special(self) -> tuple[int, ...]:
        """What happens to a path and is no exposure by repetition: the outcome and the errors."""
        return (*((self.outcome,) if self.outcome is not None else ()), *self.errors)


def _asks_event(selector: Selector) -> bool:
    return bool(
        selector.event
        or selector.channel
        or selector.direction
        or selector.source
        or selector.where
        or selector.nth
        or selector.within
    )


def asked_map(journey: JourneyMap, question: FrictionQuestion) -> tuple[JourneyMap, Numbers]:
    """The map with what is asked as further elements. Raises InputError, NotFoundError for a request that no data can meet."""
    _refuse(journey, question)
    steps = len(journey.steps)
    asked: list[Selector] = []
    places: dict[str, int] = {}
    for name, selector in (("outcome", question.event), ("reached", question.reached)):
        if selector is not None:
            places[name] = steps + len(asked)
            asked.append(selector)
    errors = tuple(range(steps + len(asked), steps + len(asked) + len(question.errors)))
    asked += [Selector(event=(event,)) for event in question.errors]
    further = Stage("asked of friction", steps=tuple(Step(f"asked {n}", bind=(s,)) for n, s in enumerate(asked)))
    extended = replace(journey, stages=(*journey.stages, further), connections=journey.planned)
    return extended, Numbers(steps, places.get("outcome"), places.get("reached"), errors)


def _refuse(journey: JourneyMap, question: FrictionQuestion) -> None:
    steps = [step.id for step in journey.steps]
    if not any(step.bind for step in journey.steps):
        raise InputError("no step of this map is bound: there are no paths to look for friction in")
    if isinstance(question.outcome, str) and not journey.leaves:
        raise InputError(
            "the map does not say what leaving is", hint="Add `leaves:` to the map, or name an outcome by a selector"
        )
    if question.landmark_days is not None and not 0 < question.landmark_days < 36_525:
        raise InputError(f"a landmark of {question.landmark_days:g} days is none")
    for family in question.also:
        if family not in FAMILIES:
            raise InputError(
                f"there is no family '{family}'.{nearest(family, FAMILIES)}", hint=f"Families: {', '.join(FAMILIES)}"
            )
    if "contacts" in question.also and not question.contacts:
        raise InputError("the family of contacts needs to know which events are contacts", hint="Add --contacts EVENT")
    for event, step in question.errors.items():
        if step not in steps:
            raise NotFoundError(
                f"error {event}: the map has no step '{step}'.{nearest(step, steps)}", hint=f"Steps: {', '.join(steps)}"
            )

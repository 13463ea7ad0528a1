"""What is asked of decision rules: the outcome, when a path is over, what a state is made of, and from when the rules would be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.maps.model import JourneyMap
from wayline.measures.friction.question import FrictionQuestion

HOUR = 1 / 24
IDLE = (0.0, HOUR, 1.0, 3.0, 7.0, 14.0, 21.0, 28.0, 42.0, 56.0, 84.0, 112.0, 140.0)
MOST_EFFORT = 4
MOST_MILESTONES = 62  # a set of them is kept in the bits of one number
THRESHOLD = 0.9


@dataclass(frozen=True, slots=True)
class RulesQuestion:
    """`about`: the outcome, and the clock that counts days. `ends_days` or the trait `ends_trait`: how many days after its
    start a path is over; neither: its last event, for sessions.

    `milestones` and `effort` are ids of steps; none: see `asked_steps`. `idle_days`: edges of the buckets of idle time, rising
    from 0. `disguises`: steps that are the outcome under another name. `learn_until`: paths that began before learn, the
    others judge (µs). `in_hindsight`: learn also from paths that were not over by then.
    """

    about: FrictionQuestion
    ends_days: float | None = None
    ends_trait: str = ""
    threshold: float = THRESHOLD
    learn_until: int | None = None
    in_hindsight: bool = False
    milestones: tuple[str, ...] = ()
    effort: tuple[str, ...] = ()
    idle_days: tuple[float, ...] = IDLE
    disguises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedSteps:
    """The numbers of the steps whose set is kept, that are counted as effort, and that are the outcome in disguise."""

    milestones: tuple[int, ...]
    effort: tuple[int, ...]
    disguises: tuple[int, ...]


def asked_steps(journey: JourneyMap, steps: int, question: RulesQuestion) -> AskedSteps:
    """The steps by number, of the first `steps` of the map. Raises NotFoundError, InputError.

    Milestones are those that the map marks, or every step where it marks none; effort is every step but the first of the map.
    """
    own = journey.steps[:steps]
    place = {step.id: number for number, step in enumerate(own)}
    marked = tuple(number for number, step in enumerate(own) if step.milestone is not None and step.bind)
    milestones = tuple(_numbers(place, question.milestones)) or marked or tuple(range(steps))
    if len(milestones) > MOST_MILESTONES:
        raise InputError(
            f"{len(milestones)} milestones are too many for a state, {MOST_MILESTONES} are the most",
            hint="Name the ones that matter: --milestones STEP ...",
        )
    effort = tuple(_numbers(place, question.effort)) or tuple(range(1, steps))
    return AskedSteps(milestones, effort, tuple(_numbers(place, question.disguises)))


def refuse_rules(question: RulesQuestion, unit: str) -> None:
    """InputError where what is asked cannot be answered, or could only mislead."""
    if not 0.5 < question.threshold < 1:
        raise InputError(f"the threshold is a share above 0.5 and below 1, not {question.threshold:g}")
    if question.ends_days is None and not question.ends_trait and unit != "session":
        raise InputError(
            "rules need to know when a path is over: one that is still under way has no outcome yet",
            hint="Add --ends 240d (counted from its start), or --ends TRAIT for a trait that holds the number of days",
        )
    if question.ends_days is not None and not 0 < question.ends_days < 36_525:
        raise InputError(f"a path that is over after {question.ends_days:g} days is none")
    edges = question.idle_days
    if len(edges) < 1 or list(edges) != sorted(set(edges)) or edges[0] != 0:
        raise InputError("the edges of idle time rise", hint="For example --idle 1d 3d 7d 14d")


def _numbers(place: dict[str, int], ids: Iterable[str]) -> Iterable[int]:
    for step in ids:
        if step not in place:
            raise NotFoundError(
                f"the map has no step '{step}'.{nearest(step, place)}", hint=f"Steps: {', '.join(place)}"
            )
        yield place[step]

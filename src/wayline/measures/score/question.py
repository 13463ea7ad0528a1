"""What is asked of a score: of which outcome, how far ahead, and of whom."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.errors import InputError
from wayline.estimates.foretelling import Method
from wayline.maps.selector import Selector
from wayline.measures.friction.question import FrictionQuestion

DAY = 86_400 * 1_000_000


@dataclass(frozen=True, slots=True)
class ScoreQuestion:
    """`about`: the outcome, `leave` or the selector of success. What is foretold is that success does not come within `horizon_days`.

    Scored is who had an event in the `active_days` before. `traits` are used as they held then.
    """

    about: FrictionQuestion
    horizon_days: float
    active_days: float
    method: Method = "logistic"
    traits: tuple[str, ...] = ()

    @property
    def horizon(self) -> int:
        """Microseconds."""
        return round(self.horizon_days * DAY)


def refuse_question(question: ScoreQuestion, where: Selector | None, unit: str) -> None:
    """InputError where what is asked could only mislead."""
    if question.about.traits:
        raise InputError(
            "an outcome of traits has no time: nothing can be foretold of it",
            hint="Name an event: --outcome '{event: renew}'",
        )
    if not 0 < question.horizon_days < 36_525:
        raise InputError(f"a horizon of {question.horizon_days:g} days is none")
    if not question.active_days > 0:
        raise InputError(f"active within {question.active_days:g} days is nobody")
    if where is not None and (where.event or where.channel or where.direction or where.source or where.where):
        raise InputError(
            "--where keeps who ever had the event, also after the day of the score: the score would know what comes",
            hint="Keep a level of a trait: --where '{segment: {plan: pro}}'",
        )
    if unit == "session":
        raise InputError("a session is over before a horizon has passed: nothing can be foretold of sessions")

"""What is asked of moments: whom to compare and on what, the grid to try, and what is known beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.errors import InputError
from wayline.measures.friction.question import FrictionQuestion
from wayline.measures.moments.grid import Grid
from wayline.measures.moments.necessity import SMALLEST


@dataclass(frozen=True, slots=True)
class MomentsQuestion:
    """`about`: outcome, state, landmark, clock and horizon. `disguises`: events known to be the outcome under another name.

    `good` and `bad`: events that are good and bad experiences; none: by the map's cards. `smallest`: the smallest interesting
    change of the share that succeeds.
    """

    about: FrictionQuestion
    grid: Grid
    disguises: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    smallest: float = SMALLEST

    @property
    def landmark(self) -> float:
        assert self.about.landmark_days is not None
        return self.about.landmark_days


def refuse_question(about: FrictionQuestion, smallest: float) -> None:
    """InputError where what is asked could only mislead: no landmark, a horizon of nothing, a change that is no share."""
    if about.landmark_days is None:
        raise InputError(
            "moments need a landmark: what is counted as exposure and what as outcome must not overlap",
            hint="Add --landmark 14d, or `milestone: {landmark: 14d}` in the map: what was done by day 14 is tested on what came after",
        )
    if about.horizon_days is not None and about.traits:
        raise InputError("an outcome of traits has no time: it cannot be counted up to a horizon")
    if about.horizon_days is not None and not 0 < about.horizon_days < 36_525:
        raise InputError(f"a horizon of {about.horizon_days:g} days is none")
    if not 0 < smallest < 1:
        raise InputError(f"the smallest interesting change is a share between 0 and 1, not {smallest:g}")

"""What a score is: which answers it takes, which of them it counts, and its words. Each is a declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import Estimate
from wayline.estimates.weighted import Weighted

NO_SCALE = "answers without a scale; give the least and the best answer of the question in the roles file"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one element, measure and segment level, as columns of one length. `counted` follows the score's own SQL."""

    respondent: NDArray[Any]
    score: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    weight: NDArray[np.float64]
    counted: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_]) -> Answers:
        return Answers(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    @property
    def scales(self) -> list[tuple[float, float]]:
        """The scales that these answers were given on, without repeats."""
        ends = (
            [float(end) for side in (self.low, self.high) for end in (side.min(), side.max())] if len(self.low) else []
        )
        if ends and ends[0] == ends[1] and ends[2] == ends[3]:  # one scale, as nearly always: nothing need be sorted
            return [(ends[0], ends[2])]
        pairs = np.unique(np.column_stack([self.low, self.high]), axis=0)
        return [(float(low), float(high)) for low, high in pairs]


@dataclass(frozen=True, slots=True)
class Score:
    """A measure of answers.

    `counted` is SQL over `voice_answers`: which answers `count` counts. `number` makes the estimate of at least one answer,
    `weighted` the same at the answers' weights. `refusal` says why answers that are there make no number. A score of several kinds
    (`emotion`) takes all answers of an element. `of`: the kinds of element that have it.
    """

    name: str
    says: str
    counted: str
    unit: str
    method: str
    of: tuple[str, ...]
    number: Callable[[Answers, int, dict[str, Any]], Estimate]
    weighted: Callable[[Answers], Weighted]
    refusal: Callable[[Answers], str | None]
    of_all_kinds: bool = False
    by_subject: bool = False


def scale_refusal(answers: Answers) -> str | None:
    """Why answers have no scale to stand on."""
    is_scaled = np.isfinite(answers.low) & np.isfinite(answers.high) & (answers.high > answers.low)
    return None if bool(is_scaled.all()) else NO_SCALE


def one_scale_refusal(answers: Answers) -> str | None:
    """Why the mean of these answers would mix scales."""
    if reason := scale_refusal(answers):
        return reason
    scales = answers.scales
    if len(scales) == 1:
        return None
    listed = ", ".join(f"{low:g} to {high:g}" for low, high in scales)
    return f"answers on different scales: {listed}; choose one question in the selector"

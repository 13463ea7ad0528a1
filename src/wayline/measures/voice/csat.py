"""`csat`: the share of answers among the two best that their scale has.

Formula: k / n, k answers of at least max − 1, each on its own scale.

Example: Of 40 answers from 1 to 5 thirty are a 4 or a 5: 75 % [60 %, 86 %].
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from wayline.estimates.clusters import independent_part
from wayline.estimates.estimate import Estimate, show_for
from wayline.estimates.weighted import Weighted, weighted_share
from wayline.estimates.wilson import share, wilson_interval
from wayline.measures.voice.score import Answers, Score, scale_refusal


def _number(answers: Answers, missing: int, extra: dict[str, Any]) -> Estimate:
    count, n = int(answers.counted.sum()), len(answers.counted)
    part = independent_part(answers.counted.astype(np.float64), answers.respondent)
    low, high = wilson_interval(count * part, n * part)
    people = len(np.unique(answers.respondent))
    return replace(share(count, n, missing=missing, extra=extra), low=low, high=high, show=show_for(people))


def _weighted(answers: Answers) -> Weighted:
    part = independent_part(answers.counted.astype(np.float64), answers.respondent)
    return weighted_share(answers.counted, answers.weight, shrink=part)


def _refusal(answers: Answers) -> str | None:
    if reason := scale_refusal(answers):
        return reason
    short = [scale for scale in answers.scales if scale[1] - scale[0] < 2]
    return (
        f"a scale from {short[0][0]:g} to {short[0][1]:g} has no two best answers apart from the rest"
        if short
        else None
    )


CSAT = Score(
    name="csat",
    says="of the answers on satisfaction, one a subject and question, the share of the two best of their scale",
    counted="score >= scale_max - 1",
    unit="share",
    method="wilson",
    of=("whole", "stage", "step"),
    number=_number,
    weighted=_weighted,
    refusal=_refusal,
)

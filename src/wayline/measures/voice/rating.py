"""`rating`: the mean of ratings on one scale, reviews with a score included.

Formula: x̄ ± t(n − 1)·s/√n on one scale, which stands beside it as `scale`. Answers that are all alike, or a single one, have no interval.

Example: 2,421 passengers rated the restaurants 3.62 [3.58, 3.65] on a scale from 1 to 5.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wayline.estimates.clusters import independent_part
from wayline.estimates.estimate import Estimate
from wayline.estimates.mean import METHOD, mean
from wayline.estimates.weighted import Weighted, weighted_mean
from wayline.measures.voice.score import Answers, Score, one_scale_refusal


def mean_score(answers: Answers, missing: int, extra: dict[str, Any]) -> Estimate:
    """The mean of answers on one scale, which stands beside it."""
    scale = answers.scales[0]
    part = independent_part(answers.score, answers.respondent)
    return mean(
        answers.score,
        n_eff=len(answers.score) * part,
        respondents=len(np.unique(answers.respondent)),
        missing=missing,
        extra={"scale": {"min": scale[0], "max": scale[1]}, **extra},
    )


def weighted_score(answers: Answers) -> Weighted:
    """The same at the answers' weights."""
    return weighted_mean(answers.score, answers.weight, shrink=independent_part(answers.score, answers.respondent))


RATING = Score(
    name="rating",
    says="the mean of the ratings and scored reviews, one answer a subject and question, on the scale that stands beside it",
    counted="TRUE",
    unit="score",
    method=METHOD,
    of=("whole", "stage", "step"),
    number=mean_score,
    weighted=weighted_score,
    refusal=one_scale_refusal,
)

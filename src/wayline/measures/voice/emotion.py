"""`emotion`: how people feel at a step, from -2 to +2: every answer moved to that scale, averaged for each subject, then over subjects.

Formula: 4·(score − min)/(max − min) − 2 of each answer, the mean of each subject's answers, x̄ ± t(n − 1)·s/√n over subjects. Beside it, from four steps on, `pooled`: the point drawn towards the others as far as its own answers are few (Morris), with its interval and the chance that the step is truly the lowest or the highest; and `two_camps`: a quarter feels bad (≤ −1) and a quarter good (≥ +1).

Example: A rating of 3.62 from 1 to 5 is an emotion of +0.62; a 7-point effort of 4 is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.clusters import mean_of_each
from wayline.estimates.estimate import Estimate
from wayline.estimates.mean import METHOD, mean, spread_of
from wayline.estimates.pooling import FEWEST, extremes, pooled, within_variance
from wayline.estimates.weighted import Weighted, weighted_mean
from wayline.measures.voice.score import Answers, Score, scale_refusal

SHOWN_FROM = 5
CAMP = 0.25  # a step has two camps where at least this share feels bad (≤ -1) and this share good (≥ +1)


def felt(answers: Answers) -> NDArray[np.float64]:
    """One point from -2 to +2 a respondent, in the order of their keys."""
    points = 4 * (answers.score - answers.low) / (answers.high - answers.low) - 2
    return mean_of_each(points, answers.respondent)


def _number(answers: Answers, missing: int, extra: dict[str, Any]) -> Estimate:
    points = felt(answers)
    camps = {"two_camps": bool(min(np.mean(points <= -1), np.mean(points >= 1)) >= CAMP)}
    beside = {**camps, "deviation": spread_of(points).deviation, "pooled": None, **extra}
    found = mean(points, unit="points", missing=missing, extra=beside)
    return replace(found, show="normal" if len(points) >= SHOWN_FROM else "hidden")


def seen_together(steps: Mapping[str, Estimate]) -> dict[str, Estimate]:
    """The same points, each with `pooled` beside it where four steps or more can be seen together.

    `pooled` is the point drawn towards the others as far as its own answers are few, with its interval, and how likely this step is
    truly the lowest and the highest of the curve.
    """
    able = {name: one for name, one in steps.items() if one.low is not None and one.n >= SHOWN_FROM}
    if len(able) < FEWEST:
        return dict(steps)
    n = np.array([one.n for one in able.values()], dtype=np.float64)
    deviations = np.array([one.extra["deviation"] for one in able.values()], dtype=np.float64)
    found = pooled(np.array([one.value for one in able.values()]), within_variance(deviations, n) / n)
    lowest, highest = extremes(found)
    columns = {"value": found.value, "low": found.low, "high": found.high, "p_lowest": lowest, "p_highest": highest}
    beside = {name: {key: float(column[k]) for key, column in columns.items()} for k, name in enumerate(able)}
    return {
        name: replace(one, extra={**one.extra, "pooled": beside[name]}) if name in beside else one
        for name, one in steps.items()
    }


def _weighted(answers: Answers) -> Weighted:
    return weighted_mean(felt(answers), mean_of_each(answers.weight, answers.respondent))


EMOTION = Score(
    name="emotion",
    says="the mean over subjects of how they felt: 4·(score - min)/(max - min) - 2 of each of their answers, averaged for each subject",
    counted="TRUE",
    unit="points",
    method=METHOD,
    of=("stage", "step"),
    number=_number,
    weighted=_weighted,
    refusal=scale_refusal,
    of_all_kinds=True,
    by_subject=True,
)

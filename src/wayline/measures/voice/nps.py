"""`nps`: how many more promote than warn, in points: of answers from 0 to 10, those of 9 and 10 less those of 0 to 6.

Formula: 100·(P − D)/n, P answers of 9 and 10, D of 0 to 6. Interval: with n' = n + 3, p' = (P + ¾)/n', d' = (D + ¾)/n', m = p' − d', v = p' + d' − m²: 100·(m ± z·√(v/n')). It is not centred on the score, and rightly so. Beside it `silence`: between which limits the score of all lies, if those who did not answer thought otherwise.

Example: 1,436 of 2,746 air passengers promote, 342 warn: 39.84 [37.18, 42.41]. Two periods show a change only where the interval of their difference excludes 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.clusters import independent_part
from wayline.estimates.estimate import Estimate
from wayline.estimates.nps import DETRACTOR_TO, METHOD, PROMOTER_FROM, UNIT, Camps, nps
from wayline.estimates.weighted import Weighted, weighted_nps
from wayline.measures.voice.score import Answers, Score, scale_refusal

_SCALES = ((0.0, 10.0), (1.0, 10.0))


def coded(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Answers as +1 (promoter), 0 and -1 (detractor)."""
    return np.where(scores >= PROMOTER_FROM, 1.0, np.where(scores <= DETRACTOR_TO, -1.0, 0.0))


def camps_of(answers: Answers) -> Camps:
    """Promoters, detractors and all."""
    found = coded(answers.score)
    return Camps(int((found > 0).sum()), int((found < 0).sum()), len(found))


def _number(answers: Answers, missing: int, extra: dict[str, Any]) -> Estimate:
    camps, part = camps_of(answers), independent_part(coded(answers.score), answers.respondent)
    people = len(np.unique(answers.respondent))
    return nps(camps, n_eff=camps.n * part, respondents=people, missing=missing, extra=extra)


def _weighted(answers: Answers) -> Weighted:
    found = coded(answers.score)
    return weighted_nps(found, answers.weight, shrink=independent_part(found, answers.respondent))


def _refusal(answers: Answers) -> str | None:
    if reason := scale_refusal(answers):
        return reason
    other = [scale for scale in answers.scales if scale not in _SCALES]
    return f"NPS needs answers from 0 to 10, some run from {other[0][0]:g} to {other[0][1]:g}" if other else None


NPS = Score(
    name="nps",
    says="of the answers from 0 to 10, one a subject and question, the share of 9 and 10 less the share of 0 to 6, in points",
    counted=f"score >= {PROMOTER_FROM}",
    unit=UNIT,
    method=METHOD,
    of=("whole", "stage", "step"),
    number=_number,
    weighted=_weighted,
    refusal=_refusal,
)

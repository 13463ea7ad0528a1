"""`ces`: how easy it was, as the mean of the answers; the end of the scale that is declared as its best stands for ease.

Formula: x̄ ± t(n − 1)·s/√n. A question whose low end is the good one is `reversed` in the roles file.

Example: Answers of 5, 4, 6 and 5 on a scale from 1 (hard) to 7 (easy): 5.0 [3.7, 6.3].
"""

from __future__ import annotations

from wayline.estimates.mean import METHOD
from wayline.measures.voice.rating import mean_score, weighted_score
from wayline.measures.voice.score import Score, one_scale_refusal

CES = Score(
    name="ces",
    says="the mean of the answers on effort, one a subject and question; the roles file says which end of the scale is good",
    counted="TRUE",
    unit="score",
    method=METHOD,
    of=("whole", "stage", "step"),
    number=mean_score,
    weighted=weighted_score,
    refusal=one_scale_refusal,
)

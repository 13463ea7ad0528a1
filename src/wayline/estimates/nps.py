"""The net promoter score, with the adjusted Wald interval (Rocks 2016, The American Statistician 70(4)), in points from -100 to 100.

The usual interval covers as little as 61 % where 95 % is promised; adding three answers, of which ¾ to the promoters and ¾ to the
detractors, mends that. Counts may be fractions, as weights make them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from wayline.estimates.difference import Difference
from wayline.estimates.estimate import LEVEL, POWER, Estimate, refuse, show_for
from wayline.estimates.normal import reach, two_sided_z

METHOD = "adjusted wald"
UNIT = "points"
NO_ANSWERS = "no answers"
PROMOTER_FROM, DETRACTOR_TO = 9, 6
_ADDED, _ADDED_ALL = 0.75, 3.0  # to promoters and to detractors, and to n
_ADDED_PAIR, _ADDED_PAIR_ALL = 0.375, 1.5  # the same for each of two groups


class Camps(NamedTuple):
    """Promoters, detractors, and all answers. 50 promoters and 20 detractors of 100 make a score of 30."""

    promoters: float
    detractors: float
    n: float

    @property
    def score(self) -> float:
        return 100 * (self.promoters - self.detractors) / self.n

    @property
    def variance(self) -> float:
        """Of one answer coded +1, 0 or -1."""
        p, d = self.promoters / self.n, self.detractors / self.n
        return p + d - (p - d) ** 2

    def with_added(self, each: float, to_all: float) -> Camps:
        return Camps(self.promoters + each, self.detractors + each, self.n + to_all)

    def scaled_to(self, n: float) -> Camps:
        """The same shares among `n` answers."""
        return Camps(self.promoters * n / self.n, self.detractors * n / self.n, n)


def nps(
    camps: Camps,
    *,
    n_eff: float | None = None,
    respondents: int | None = None,
    missing: int = 0,
    level: float = LEVEL,
    extra: Mapping[str, object] | None = None,
) -> Estimate:
    """The score of whole answers; `count` holds the promoters. Refused where there is none.

    `n_eff`: how many independent answers these are worth; `respondents`: who gave them, both `n` unless given.
    """
    promoters, detractors, n = (int(part) for part in camps)
    beside = {"promoters": promoters, "passives": n - promoters - detractors, "detractors": detractors, **(extra or {})}
    if n == 0:
        return refuse(NO_ANSWERS, unit=UNIT, method=METHOD, missing=missing, level=level, extra=beside)
    low, high = nps_interval(camps if n_eff is None else camps.scaled_to(n_eff), level=level)
    return Estimate(
        value=camps.score,
        count=promoters,
        unit=UNIT,
        n=n,
        low=low,
        high=high,
        level=level,
        method=METHOD,
        missing=missing,
        show=show_for(n if respondents is None else respondents),
        extra=beside,
    )


def nps_interval(camps: Camps, *, level: float = LEVEL) -> tuple[float, float]:
    """(low, high) in points, within -100 and 100. Not centred on the score, and rightly so. `n` is above 0."""
    added = camps.with_added(_ADDED, _ADDED_ALL)
    half = 100 * two_sided_z(level) * math.sqrt(added.variance / added.n)
    return max(-100.0, added.score - half), min(100.0, added.score + half)


def nps_difference(first: Camps, second: Camps, *, level: float = LEVEL) -> Difference:
    """Second minus first, two groups or periods without common answers."""
    middle, half = nps_middle(first, second), nps_half(first, second, level=level)
    return Difference(
        second.score - first.score, max(-200.0, middle - half), min(200.0, middle + half), level, UNIT, METHOD
    )


def nps_middle(first: Camps, second: Camps) -> float:
    """What the interval of a difference is centred on."""
    a, b = (camps.with_added(_ADDED_PAIR, _ADDED_PAIR_ALL) for camps in (first, second))
    return b.score - a.score


def nps_half(first: Camps, second: Camps, *, level: float = LEVEL) -> float:
    """Half the width of the interval of a difference."""
    a, b = (camps.with_added(_ADDED_PAIR, _ADDED_PAIR_ALL) for camps in (first, second))
    return 100 * two_sided_z(level) * math.sqrt(a.variance / a.n + b.variance / b.n)


def answers_for_interval(variance: float, half_width: float, *, level: float = LEVEL) -> int:
    """How many answers an interval of ± `half_width` points needs: 235 for ±10 where half promote and a fifth detract."""
    return math.ceil(variance * (100 * two_sided_z(level) / half_width) ** 2)


def answers_for_change(variance: float, change: float, *, power: float = POWER, level: float = LEVEL) -> int:
    """How many answers each of two periods needs to see a change of `change` points with this power."""
    return math.ceil(2 * variance * (100 * reach(level, power) / change) ** 2)


def silence_bound(score: float, answered: float) -> tuple[float, float]:
    """Between which limits the score of all lies if a share `answered` gave `score`: 0.2 and +50 leave -70 to +90."""
    return answered * score - 100 * (1 - answered), answered * score + 100 * (1 - answered)


def silence_to_turn(score: float, answered: float) -> float | None:
    """The score of the silent that would bring the score of all to 0; None where no score of theirs could."""
    if answered >= 1:
        return None
    needed = -answered * score / (1 - answered)
    return needed if abs(needed) <= 100 else None

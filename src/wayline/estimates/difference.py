"""The difference of two estimates without common subjects, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

from wayline.estimates.estimate import LEVEL, POWER
from wayline.estimates.normal import reach, two_sided_z
from wayline.estimates.wilson import wilson_interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Second minus first, in `unit`; `low` and `high` are None where the spread of a group is not known."""

    value: float
    low: float | None
    high: float | None
    level: float
    unit: str
    method: str

    @property
    def excludes_none(self) -> bool:
        """Whether no difference at all lies outside of the interval."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def could_have_seen(self) -> float | None:
        """The change that two groups of these sizes show in four of five cases; smaller ones may be there unseen."""
        if self.low is None or self.high is None:
            return None
        z = two_sided_z(self.level)
        return (self.high - self.low) / 2 * reach(self.level, POWER) / z


def share_difference(first: tuple[float, float], second: tuple[float, float], *, level: float = LEVEL) -> Difference:
    """Of two shares `(count, n)`, by Newcombe's method 10 (Statistics in Medicine 17 (1998) 873-890): Wilson limits squared and added."""
    (a, n), (b, m) = first, second
    p, q = a / n, b / m
    (low_p, high_p), (low_q, high_q) = wilson_interval(a, n, level=level), wilson_interval(b, m, level=level)
    low = q - p - math.hypot(q - low_q, high_p - p)
    high = q - p + math.hypot(high_q - q, p - low_p)
    return Difference(q - p, low, high, level, "share", "newcombe")

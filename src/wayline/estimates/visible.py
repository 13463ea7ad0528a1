"""The smallest difference of two shares that an experiment is likely to see, and how many it needs to see one."""

from __future__ import annotations

import math

from wayline.estimates.estimate import LEVEL, POWER
from wayline.estimates.normal import reach


def smallest_visible(share: float, per_arm: int, *, level: float = LEVEL, power: float = POWER) -> float:
    """`2.8016·√(2p(1 − p)/n)` at 95 % and a power of 80 %: 0.038 for a share of 0.1 with 1,000 in each arm."""
    return reach(level, power) * math.sqrt(2 * share * (1 - share) / per_arm)


def needed_per_arm(share: float, visible: float, *, level: float = LEVEL, power: float = POWER) -> int:
    """The least number in each arm with which a difference of `visible` is seen: the formula above the other way round."""
    return max(1, math.ceil(2 * share * (1 - share) * (reach(level, power) / visible) ** 2))

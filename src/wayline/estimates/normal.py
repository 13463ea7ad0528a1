"""The standard normal distribution: what two-sided intervals and p-values are built with.

From the standard library: `scipy.special` has the same to the last digits, but a command would wait 0.2 s for it to load.
"""

from __future__ import annotations

import math
from statistics import NormalDist

_STANDARD = NormalDist()


def quantile(p: float) -> float:
    """The value below which a standard normal falls with probability `p`: 0.841621 at 0.8."""
    return _STANDARD.inv_cdf(p)


def two_sided_z(level: float) -> float:
    """How many standard errors reach out on each side for an interval at `level`: 1.959964 at 0.95."""
    return quantile(0.5 + level / 2)


def two_sided_p(z: float) -> float:
    """How often a standard normal lies at least as far from 0 as `z`: 0.05 at ±1.959964."""
    return math.erfc(abs(z) / math.sqrt(2))


def reach(level: float, power: float) -> float:
    """How many standard errors a difference must have to be told from none in `power` of cases: 2.8016 at 95 % and 80 %."""
    return two_sided_z(level) + quantile(power)

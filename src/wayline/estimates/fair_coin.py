"""How often at most `k` of `n` throws of a fair coin show heads: the rank of a median among its values is such a number.

Without scipy, for which every measuring would wait 0.2 s.
"""

from __future__ import annotations

import math
from functools import lru_cache

_EXACT_TO = 100
_NEGLIGIBLE = 1e-17


@lru_cache(maxsize=1024)
def at_most(k: int, n: int) -> float:
    """P(X ≤ k) of a binomial (n, ½): exact to rounding for `n` up to 100, and to 12 digits beyond."""
    if k < 0 or k >= n:
        return 0.0 if k < 0 else 1.0
    if n <= _EXACT_TO:
        return sum(math.comb(n, i) for i in range(k + 1)) / (1 << n)
    if 2 * k >= n:
        return 1.0 - at_most(n - k - 1, n)
    total = term = 1.0
    for i in range(k, 0, -1):
        term *= i / (n - i + 1)
        total += term
        if term < _NEGLIGIBLE * total:
            break
    return total * _exactly(k, n)


def _exactly(k: int, n: int) -> float:
    """P(X = k), by the saddle point (Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).

    Differences of log-gammas would lose eight digits at ten million throws.
    """
    if k == 0:
        return math.ldexp(1.0, -n)
    rest = n - k
    away = (n - 2 * k) / n
    deviance = n / 2 * ((1 - away) * math.log1p(-away) + (1 + away) * math.log1p(away))
    return math.sqrt(n / (2 * math.pi * k * rest)) * math.exp(
        _stirling_rest(n) - _stirling_rest(k) - _stirling_rest(rest) - deviance
    )


def _stirling_rest(x: int) -> float:
    """What Stirling's formula leaves out of log(x!)."""
    if x <= _EXACT_TO // 5:
        return math.lgamma(x + 1) - (x + 0.5) * math.log(x) + x - math.log(2 * math.pi) / 2
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * x * x)) / (x * x)) / (x * x)) / x

"""When a change began and ended: of all stretches of a sequence, the one whose mean differs most from the rest.

The statistic is |mean inside − mean outside| / sqrt(1 / n inside + 1 / n outside), the square root of the likelihood ratio of one
stretch with another mean (Siegmund, The Annals of Statistics 14 (1986) 361-404, epidemic alternative). A stretch that runs to the
end is a change that still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST = 10
_KNOTS = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Places `start` to before `stop`, and the means in and outside of them."""

    start: int
    stop: int
    inside: float
    outside: float


def strongest_stretch(values: NDArray[Any], *, least: int = LEAST) -> Stretch | None:
    """The stretch of at least `least` values, with as many outside, that differs most; it never begins with the first value.

    None where there are fewer than twice as many values. Long sequences are first looked at in steps, then finely around the best.
    """
    x = np.asarray(values, dtype=np.float64)
    n = len(x)
    if n < 2 * least:
        return None
    sums = np.concatenate(([0.0], np.cumsum(x)))
    knots = _between(0, n)
    start, stop = _best(sums, knots, knots, least)
    reach = -(-n // _KNOTS)
    while True:
        start, stop = _best(
            sums,
            _between(max(start - reach, 0), min(start + reach, n)),
            _between(max(stop - reach, 0), min(stop + reach, n)),
            least,
        )
        if 2 * reach <= _KNOTS:
            break
        reach = -(-2 * reach // _KNOTS)
    return _measured(sums, (start, stop), least)


def strongest_days(n: NDArray[Any], k: NDArray[Any], *, least: float = LEAST) -> Stretch | None:
    """The same for whole days, `n` values a day with the sum `k`: the stretch of days whose mean differs most, with at least `least` values in and outside of it."""
    size, total = (np.concatenate(([0.0], np.cumsum(column))) for column in (n, k))
    inside = size[None, :] - size[:, None]
    fits = (inside >= least) & (size[-1] - inside >= least)
    fits[0, :] = False
    if not fits.any():
        return None
    inside = np.where(fits, inside, 1.0)
    outside = np.where(fits, size[-1] - inside, 1.0)
    seen = total[None, :] - total[:, None]
    gap = np.abs(seen / inside - (total[-1] - seen) / outside)
    start, stop = _longest(np.where(fits, gap / np.sqrt(1 / inside + 1 / outside), -1.0))
    return Stretch(
        start,
        stop,
        float(seen[start, stop] / inside[start, stop]),
        float((total[-1] - seen[start, stop]) / outside[start, stop]),
    )


def _measured(sums: NDArray[Any], found: tuple[int, int], least: int) -> Stretch | None:
    (start, stop), n = found, len(sums) - 1
    inside, size = sums[stop] - sums[start], stop - start
    if size < least or n - size < least:
        return None
    return Stretch(start, stop, float(inside / size), float((sums[-1] - inside) / (n - size)))


def _between(first: int, last: int) -> NDArray[np.int64]:
    """Up to 201 whole numbers from first to last."""
    return np.unique(np.linspace(first, last, min(last - first, _KNOTS) + 1).round().astype(np.int64))


def _best(sums: NDArray[Any], starts: NDArray[Any], stops: NDArray[Any], least: int) -> tuple[int, int]:
    n = len(sums) - 1
    size = stops[None, :] - starts[:, None]
    fits = (size >= least) & (n - size >= least) & (starts[:, None] >= least)
    size = np.where(fits, size, 1)
    inside = sums[stops][None, :] - sums[starts][:, None]
    gap = np.abs(inside / size - (sums[-1] - inside) / np.maximum(n - size, 1))
    found = np.where(fits, gap / np.sqrt(1 / size + 1 / np.maximum(n - size, 1)), -1.0)
    row, column = _longest(found, starts, stops)
    return int(starts[row]), int(stops[column])


def _longest(
    found: NDArray[Any], starts: NDArray[Any] | None = None, stops: NDArray[Any] | None = None
) -> tuple[int, int]:
    """Row and column of the largest; of equals the longest stretch: what runs to the end is not cut short by values that say nothing."""
    rows, columns = np.nonzero(found >= found.max() - 1e-12)
    length = columns - rows if starts is None or stops is None else stops[columns] - starts[rows]
    place = int(np.argmax(length))
    return int(rows[place]), int(columns[place])

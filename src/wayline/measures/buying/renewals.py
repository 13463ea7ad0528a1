"""How many will renew: a step that comes again every period, followed as far as it goes, and the renewal curve beyond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.estimate import GREY_FROM, LEVEL, NORMAL_FROM
from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.estimates.renewal import fit_renewal
from wayline.paths.facts import PathFacts

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DAY = 86_400 * 1_000_000
LATE = 0.5  # share of a period by which a renewal may come early or late and still count
FEWEST_PERIODS = 2
_DRAWS = 300
_SEED = 2_007


@dataclass(frozen=True, slots=True)
class RenewalPoint:
    """The share still there after `period` renewals came due: as seen (None beyond what is seen of ten), and by the curve."""

    period: int
    at_risk: int
    seen: float | None
    curve: float
    low: float
    high: float

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("period", "at_risk", "seen", "curve", "low", "high")}


@dataclass(frozen=True, slots=True)
class RenewalForecast:
    """Of `n` subjects with the step: the curve, its points, and `error`: how far off it was for the last period seen when learned without it."""

    step: str
    every_days: int
    n: int
    alpha: float | None
    beta: float | None
    points: tuple[RenewalPoint, ...]
    error: float | None
    refused: str | None = None

    def plain(self) -> dict[str, Any]:
        names = ("step", "every_days", "n", "alpha", "beta", "error", "refused")
        return {**{name: getattr(self, name) for name in names}, "points": [point.plain() for point in self.points]}


def renewals(facts: PathFacts, step: str, every_days: int, ahead: int) -> RenewalForecast:
    """Follow `step` from its first touch: it renews with the next touch within a period and a half, else it has ended; touches
    less than half a period after the one before are no renewals.

    Who is not seen for long enough to tell is open. `ahead`: periods to foretell beyond those seen.
    """
    periods, ended = _followed(facts, step, every_days)
    return forecast(step, every_days, periods, ended, ahead)


def forecast(step: str, every_days: int, periods: Whole, ended: NDArray[np.bool_], ahead: int) -> RenewalForecast:
    """From how often each subject renewed (`periods`), and whether it then `ended` or is open still."""
    n = len(periods)
    lost, still = _table(periods, ended)
    told = len(lost)
    if reason := _too_few(n, int(lost.sum()), told):
        return RenewalForecast(step, every_days, n, None, None, (), None, reason)
    curve = fit_renewal(lost, still)
    shown = np.arange(1, told + ahead + 1, dtype=np.float64)
    low, high = _band(lost, still, shown)
    due = np.where(ended, periods + 1, periods)
    seen = kaplan_meier(due[due > 0], ended[due > 0])
    points = []
    for place, period in enumerate(shown):
        at_risk = int((due >= period).sum())
        share = seen.at(float(period)).survival if at_risk >= GREY_FROM else None
        points.append(
            RenewalPoint(int(period), at_risk, share, float(curve.alive(period)), float(low[place]), float(high[place]))
        )
    return RenewalForecast(step, every_days, n, curve.alpha, curve.beta, tuple(points), _error(lost, still, points))


def _followed(facts: PathFacts, step: str, every_days: int) -> tuple[Whole, NDArray[np.bool_]]:
    number = [one.id for one in facts.journey.steps].index(step)
    limit = int(every_days * (1 + LATE) * DAY)
    as_of = facts.scope.as_of
    found = facts.con.execute(
        f"SELECT count(*) FILTER (NOT broke AND gap >= {int(every_days * LATE * DAY)}) AS periods, "
        f"bool_or(broke) OR {as_of} - max(occurred_at) FILTER (NOT broke) > {limit} AS ended FROM ("
        f"SELECT subject, occurred_at, gap, coalesce(bool_or(gap > {limit}) OVER (PARTITION BY subject ORDER BY k), FALSE) AS broke "
        "FROM (SELECT subject, k, occurred_at, occurred_at - lag(occurred_at) OVER (PARTITION BY subject ORDER BY k) AS gap "
        f"FROM (SELECT DISTINCT subject, k, occurred_at FROM touched WHERE element = {number}))) GROUP BY subject"
    ).fetchnumpy()
    return np.asarray(found["periods"], dtype=np.int64), np.asarray(found["ended"], dtype=bool)


def _table(periods: Whole, ended: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """How many ended when the 1st, 2nd, … renewal was due, and how many are open after it. Who has nothing due yet tells nothing."""
    due = np.where(ended, periods + 1, periods)
    last = int(due.max()) if len(due) else 0
    lost = np.bincount(due[ended], minlength=last + 1)[1:]
    still = np.bincount(due[~ended], minlength=last + 1)[1:]
    return lost.astype(np.float64), still.astype(np.float64)


def _too_few(n: int, lost: int, periods: int) -> str | None:
    if n < NORMAL_FROM:
        return f"{n} with this step; needs {NORMAL_FROM - n} more"
    if lost < GREY_FROM:
        return f"{lost} ended so far; needs {GREY_FROM - lost} more to tell how renewals go on"
    if periods < FEWEST_PERIODS:
        return "one renewal has come due so far; two are needed to see how they change"
    return None


def _band(lost: Floats, still: Floats, shown: Floats) -> tuple[Floats, Floats]:
    random, cells = np.random.default_rng(_SEED), np.concatenate([lost, still])
    n = int(cells.sum())
    drawn = random.multinomial(n, cells / n, _DRAWS).astype(np.float64)
    curves = [fit_renewal(draw[: len(lost)], draw[len(lost) :]).alive(shown) for draw in drawn]
    low, high = np.quantile(curves, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def _error(lost: Floats, still: Floats, points: list[RenewalPoint]) -> float | None:
    """Predicted less seen, for the last period seen of ten, by a curve that was learned without it."""
    known = [point for point in points if point.seen is not None]
    if len(known) <= FEWEST_PERIODS:
        return None
    last, cut = known[-1], known[-1].period - 1
    later = lost[cut:].sum() + still[cut:].sum()
    open_then = still[:cut].copy()
    open_then[-1] += later
    assert last.seen is not None
    return float(fit_renewal(lost[:cut], open_then).alive(np.array(float(last.period)))) - last.seen

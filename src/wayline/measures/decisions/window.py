"""A contact window proposed from the data: when after a step the outcome comes more often than later on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.bindings.match import LEAVE
from wayline.errors import InputError
from wayline.estimates.estimate import NORMAL_FROM, Estimate
from wayline.estimates.hazard import AtRisk, Peak, hazards, last_at_risk, peak, period_of
from wayline.estimates.wilson import share
from wayline.maps.duration import spoken
from wayline.measures.decisions.caution import FIELD_EXPERIMENT, NO_EXPERIMENT
from wayline.measures.decisions.decisions import NO_TIMES, Decisions
from wayline.measures.decisions.rules import MICRO, Side
from wayline.measures.decisions.walks import Ints, Walks
from wayline.measures.friction.question import Numbers
from wayline.paths.facts import PathFacts

MOST_PERIODS = 1_000
EARLY = 0.25


@dataclass(frozen=True, slots=True)
class Proposal:
    """When to be in touch after a step, in seconds: `opens` and `closes`, or why there is no window in `refused`.

    `periods`: hazard by period of `period` seconds with Wilson bands. `later`: the pooled hazard after the peak. `point`: the
    time after the step by which one in four paths called on later data have passed their point of no return; `point_refused`:
    why it is not known. `closed_by`: what ended the window.
    """

    period: float
    anchored: int
    periods: tuple[tuple[int, Estimate], ...]
    later: Estimate | None
    opens: float | None
    closes: float | None
    closed_by: str
    point: float | None
    point_refused: str | None
    refused: str | None

    def plain(self) -> dict[str, Any]:
        return {
            "period_seconds": self.period,
            "n": self.anchored,
            "periods": [
                {
                    "period": number,
                    "from": (number - 1) * self.period,
                    "to": number * self.period,
                    "hazard": one.plain(),
                }
                for number, one in self.periods
            ],
            "later": self.later.plain() if self.later else None,
            "opens_seconds": self.opens,
            "closes_seconds": self.closes,
            "closed_by": self.closed_by or None,
            "point_of_no_return_seconds": self.point,
            "point_refused": self.point_refused,
            "refused": self.refused,
            "experiment": NO_EXPERIMENT,
            "caution": FIELD_EXPERIMENT,
        }


@dataclass(frozen=True, slots=True)
class Point:
    """The point of no return after a step, in seconds, or why it is not known."""

    seconds: float | None
    refused: str | None


@dataclass(frozen=True, slots=True)
class _Waits:
    """One place a subject with the step: when it came there (µs), and the time to the outcome, to a leave, to the last look (−1 = never)."""

    subject: Ints
    at: Ints
    came: Ints
    gone: Ints
    seen: Ints


def propose(
    facts: PathFacts, step: int, numbers: Numbers, *, period: float, reaction: float, walks: Walks | None, point: Point
) -> Proposal:
    """A window after the first touch of `step`, from the hazard of the outcome by periods of `period` seconds.

    It opens where the hazard is above all that comes later, and closes where that ends, or `reaction` seconds before the point of
    no return. Hazard is counted no further than a path lasts, where `walks` know. Raises InputError where the sources have no times.
    """
    if facts.timeless:
        raise InputError(NO_TIMES)
    waits = _waits(facts, step, numbers, walks)
    micro = round(period * MICRO)
    seen = waits.seen // micro
    came, gone = period_of(waits.came, micro), period_of(waits.gone, micro)
    periods = int(last_at_risk(came, gone, seen).max(initial=0))
    if periods > MOST_PERIODS:
        raise InputError(
            f"a period of {spoken(period)} cuts what was seen into {periods:,} periods; {MOST_PERIODS:,} are the most",
            hint="Take a longer --period, or say with --ends when a path is over",
        )
    rows = hazards(came, gone, seen, periods) if periods else []
    shown = tuple((row.period, share(row.events, row.n)) for row in rows if row.n >= NORMAL_FROM)
    found = peak(rows)
    refused = _refused(len(waits.subject), rows, found)
    later = share(found.later_events, found.later_n) if found else None
    if refused or found is None:
        return Proposal(period, len(waits.subject), shown, later, None, None, "", point.seconds, point.refused, refused)
    opens, closes = (found.first - 1) * period, found.last * period
    closed_by = "hazard"
    if point.seconds is not None and point.seconds - reaction < closes:
        closes, closed_by = point.seconds - reaction, "point of no return"
    if closes <= opens:
        late = "no time is left for a window: the point of no return comes before it could be used"
        return Proposal(period, len(waits.subject), shown, later, None, None, "", point.seconds, point.refused, late)
    return Proposal(
        period, len(waits.subject), shown, later, opens, closes, closed_by, point.seconds, point.refused, None
    )


def _refused(anchored: int, rows: list[AtRisk], found: Peak | None) -> str | None:
    if anchored < NORMAL_FROM:
        return f"{anchored} paths came there; needs {NORMAL_FROM - anchored} more"
    if sum(row.n >= NORMAL_FROM for row in rows) < 2:
        return f"fewer than two periods with {NORMAL_FROM} at risk: there is no later hazard to compare with; try a shorter --period"
    if found is None:
        return "in no period is the outcome more frequent than later on, beyond chance: any time is as good as another"
    return None


def _waits(facts: PathFacts, step: int, numbers: Numbers, walks: Walks | None) -> _Waits:
    happened = LEAVE if numbers.outcome is None else numbers.outcome
    rows = facts.con.execute(
        f"""SELECT a.subject, any_value(a.occurred_at) AS at,
  coalesce(min(t.occurred_at) FILTER (t.element = {happened}) - any_value(a.occurred_at), -1) AS came,
  coalesce(min(t.occurred_at) FILTER (t.element = {LEAVE} AND {happened} <> {LEAVE}) - any_value(a.occurred_at), -1) AS gone
FROM step_firsts a LEFT JOIN touched t ON t.subject = a.subject AND t.k > a.k AND t.element IN ({happened}, {LEAVE})
WHERE a.step = {step} GROUP BY a.subject ORDER BY a.subject"""
    ).fetchnumpy()
    subject, at, came, gone = (
        np.ma.filled(rows[name], -1).astype(np.int64) for name in ("subject", "at", "came", "gone")
    )
    seen = (facts.scope.as_of or 0) - at
    if walks is not None and len(subject):
        order = np.argsort(walks.subjects)
        place = order[np.searchsorted(walks.subjects[order], subject).clip(max=len(order) - 1)]
        own = walks.subjects[place] == subject
        lasts = np.where(own, walks.over[place] - at, seen)
        if facts.journey.unit == "session":
            # a session that is over has not been lost sight of: nothing more can come
            gone = np.where((came < 0) & (gone < 0), np.maximum(lasts, 0), gone)
        else:
            seen = np.minimum(seen, lasts)
    return _Waits(subject, at, came, gone, np.maximum(seen, 0))


def point_after(facts: PathFacts, step: int, walks: Walks, found: Decisions, side: Side) -> Point:
    """The time after `step` by which a quarter of the paths that rules called, on later data, have passed their point of no return."""
    if found.refused or found.calls is None or found.decided is None:
        return Point(None, f"not known: {found.refused}")
    plain = found.plain_side(side)
    if plain["verdict"] in ("no rule", "broken"):
        which = "no state decides it" if plain["verdict"] == "no rule" else "later paths broke the rules"
        return Point(None, f"not known: {which}")
    mine = found.decided.good[found.calls.state] == (side == "success")
    path = found.calls.path[mine]
    when = walks.began[path] + found.calls.entered[mine]
    rows = facts.con.execute(f"SELECT subject, occurred_at FROM step_firsts WHERE step = {step}").fetchall()
    anchor = dict(rows)
    codes = walks.subjects[path]
    waits = [int(at) - anchor[int(code)] for code, at in zip(codes, when, strict=True) if int(code) in anchor]
    after = np.array([wait for wait in waits if wait > 0], dtype=np.float64)
    if len(after) < NORMAL_FROM:
        return Point(
            None,
            f"not known: {len(after)} later paths were called after this step; needs {NORMAL_FROM - len(after)} more",
        )
    return Point(float(np.quantile(after, EARLY)) / MICRO, None)

"""One alert, and its numbers: those of its days, and of the weeks before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from wayline.estimates.difference import Difference, share_difference
from wayline.estimates.estimate import LEVEL
from wayline.estimates.mean import Spread, mean_difference, mean_interval
from wayline.estimates.normal import two_sided_z
from wayline.estimates.surprise import Kind
from wayline.estimates.wilson import wilson_interval


@dataclass(frozen=True, slots=True)
class Told:
    """A number over days: `count` counted (the sum of the scores) of `n`, days for a count. `squares` of the scores. `more`: how much more than by chance its days scatter."""

    kind: Kind
    count: float
    n: float
    squares: float = 0.0
    more: float = 1.0

    @property
    def value(self) -> float | None:
        return self.count / self.n if self.n else None

    @property
    def spread(self) -> Spread:
        off = max(self.squares - self.count**2 / self.n, 0.0)
        return Spread(self.count / self.n, math.sqrt(off / (self.n - 1) * self.more) if self.n > 1 else None, self.n)

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Of a share by Wilson, of a score by Student's t, of a count a day by the root of the count, as far as its days scatter."""
        if not self.n:
            return None, None
        if self.kind == "share":
            return wilson_interval(self.count, self.n)
        if self.kind == "score":
            return mean_interval(self.spread)
        half = two_sided_z(LEVEL) / 2 * math.sqrt(self.more)
        root = math.sqrt(self.count)
        return max(root - half, 0.0) ** 2 / self.n, (root + half) ** 2 / self.n

    def plain(self) -> dict[str, Any]:
        low, high = self.interval
        return {"value": self.value, "count": self.count, "n": self.n, "low": low, "high": high}


def difference(before: Told, after: Told) -> Difference | None:
    """After less before, with its interval; None where either has nobody."""
    if not (before.n and after.n):
        return None
    if before.kind == "share":
        return share_difference((before.count, before.n), (after.count, after.n))
    if before.kind == "score":
        return mean_difference(before.spread, after.spread)
    variance = sum(one.more * max(one.count, 1.0) / one.n**2 for one in (before, after))
    value, half = after.count / after.n - before.count / before.n, two_sided_z(LEVEL) * math.sqrt(variance)
    return Difference(value, value - half, value + half, LEVEL, "a day", "quasi-Poisson")


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `opened` is the day whose end it was raised at, `closed` the day on which the last week was as before.

    `since` and `until` date the change in hindsight, first and last day. `told` of those days, `before` of the weeks before them.
    """

    level: str | None
    opened: date
    closed: date | None
    way: Literal["fell", "rose"]
    distance: float
    since: date
    until: date | None
    told: Told
    before: Told

    def plain(self) -> dict[str, Any]:
        found = difference(self.before, self.told)
        return {
            "level": self.level,
            "opened": self.opened.isoformat(),
            "closed": self.closed.isoformat() if self.closed else None,
            "way": self.way,
            "distance": self.distance,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "share" if self.told.kind == "share" else "number": self.told.plain(),
            "before": self.before.plain(),
            "difference": {"value": found.value, "low": found.low, "high": found.high} if found else None,
        }

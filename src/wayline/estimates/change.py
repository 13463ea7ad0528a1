"""Whether a score changed: only where the interval of the difference excludes none, and the change is large enough to matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.estimates.difference import Difference
from wayline.estimates.estimate import GREY_FROM
from wayline.maps import duration

TOO_FEW = f"fewer than {GREY_FROM} answers"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A difference judged against the smallest interesting one. `says` is the verdict in words."""

    difference: Difference
    smallest: float
    is_visible: bool
    could_have_seen: float | None
    says: str

    def plain(self) -> dict[str, Any]:
        found = self.difference
        return {
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "level": found.level,
            "method": found.method,
            "unit": found.unit,
            "smallest": self.smallest,
            "visible": self.is_visible,
            "could_have_seen": self.could_have_seen,
            "says": self.says,
        }


def judge(difference: Difference, *, smallest: float, n: tuple[float, float]) -> Judgement:
    """Judge a change of a score between groups of `n` answers; `smallest` is the smallest interesting change, in the score's unit."""
    if min(n) < GREY_FROM:
        return Judgement(difference, smallest, is_visible=False, could_have_seen=None, says=f"cannot tell: {TOO_FEW}")
    seen = difference.could_have_seen
    if seen is None:
        return Judgement(difference, smallest, is_visible=False, could_have_seen=None, says="cannot tell: no spread")
    if difference.excludes_none and abs(difference.value) >= smallest:
        return Judgement(difference, smallest, is_visible=True, could_have_seen=seen, says=_visible(difference))
    too_small = difference.excludes_none
    says = _too_small(difference, smallest) if too_small else _unseen(difference, seen)
    return Judgement(difference, smallest, is_visible=False, could_have_seen=seen, says=says)


def _visible(found: Difference) -> str:
    assert found.low is not None
    assert found.high is not None
    way = "rose" if found.value > 0 else "fell"
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{way} by {_spoken(abs(found.value), found.unit)}, likely {_spoken(low, found.unit)} to {_spoken(high, found.unit)}"


def _too_small(found: Difference, smallest: float) -> str:
    way = "up" if found.value > 0 else "down"
    moved, least = _spoken(abs(found.value), found.unit), _spoken(smallest, found.unit)
    return f"no visible change: {way} by {moved}, and less than {least} is not interesting"


def _unseen(found: Difference, seen: float) -> str:
    return f"no visible change; could have seen ±{_spoken(seen, found.unit)}"


def _spoken(value: float, unit: str) -> str:
    """Whole points of the net promoter score, percentage points of a share, hundredths of a rating, a span of time."""
    if unit == "share":
        points = f"{100 * value:.0f}" if value >= 0.1 else f"{100 * value:.1f}".removesuffix(".0")
        return f"{points} percentage {'point' if points == '1' else 'points'}"
    if unit == "seconds":
        return duration.spoken(value)
    return f"{value:.0f}" if abs(value) >= 1 and unit == "points" else f"{value:.2f}"

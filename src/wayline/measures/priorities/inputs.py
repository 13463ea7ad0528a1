"""What people set by hand for priorities: the value of a customer, costs, effort, confidence. All of it is shown as assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """An amount that somebody set by hand, as a range: any number in it is as likely."""

    low: float
    high: float

    def plain(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "basis": "assumed"}


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n` answers were 4 or 5 of 5."""

    count: int
    n: int


@dataclass(frozen=True, slots=True)
class HandSet:
    """For one pain point; what is None was not given. `contact_cost`: money for each subject exposed."""

    effort: float | None = None
    confidence: float | None = None
    contact_cost: Range | None = None
    importance: Share | None = None
    satisfaction: Share | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """`worth`: of a customer kept, in `currency` of `year`; None: by what customers are expected to spend where `is_measured`, else no money."""

    worth: Range | None = None
    is_measured: bool = False
    currency: str = ""
    year: int | None = None
    by_id: Mapping[str, HandSet] = field(default_factory=dict)
    top: int = 3

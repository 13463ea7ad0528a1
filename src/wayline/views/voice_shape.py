"""The shapes of what people say of the whole: scores of the map, and which parts go with them."""

from __future__ import annotations

from typing import TypedDict


class ScoreView(TypedDict):
    """A score of the whole map. `n` says how many answers, `weighted` the same at the answers' weights, `notes` who answered and when."""

    measure: str
    title: str
    text: str
    interval: str
    reason: str
    n: str
    weighted: str
    notes: list[str]


class DriverView(TypedDict):
    """One part. Shares are of what all parts explain together; `group` 0 is the top, parts of one group cannot be told apart."""

    step: str
    title: str
    share: float
    low: float
    high: float
    text: str
    interval: str
    group: int


class DriversView(TypedDict):
    """Which parts go with the score of the whole; without rows `says` is the reason."""

    outcome: str
    says: str
    rows: list[DriverView]
    notes: list[str]

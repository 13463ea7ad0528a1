"""What `wayline stale`, `watch` and `waiting` answer as JSON, as typed shapes; their schemas are read off these."""

from __future__ import annotations

from typing import Literal, TypedDict

Way = Literal["fell", "rose"]


class Part(TypedDict):
    """A share with what it is made of."""

    value: float
    count: int
    n: int


class MovedShare(TypedDict):
    """A share in two windows, and the second less the first."""

    before: Part
    after: Part
    difference: float
    low: float | None
    high: float | None


ChangedTransition = TypedDict(
    "ChangedTransition",
    {
        "from": str,
        "to": str,
        "p": float,
        "before": Part,
        "after": Part,
        "difference": float,
        "low": float | None,
        "high": float | None,
    },
)


class MovedMetric(TypedDict):
    """A share on the map that shifted beyond the setting."""

    element: str
    measure: str
    before: Part
    after: Part
    difference: float
    low: float | None
    high: float | None


class Window(TypedDict):
    """Paths by their start: the first, the last, and how many."""

    since: str | None
    last: str | None
    paths: int


class Change(TypedDict):
    """Two neighbouring windows."""

    first: Window
    second: Window
    p: float
    alarm: bool
    carried_by: list[Literal["coverage", "metric", "affected"]]
    since: str | None
    until: str | None
    transitions: list[ChangedTransition]
    coverage: MovedShare | None
    affected: MovedShare | None
    metrics: list[MovedMetric]


class StaleSettings(TypedDict):
    """What the verdict rests on."""

    windows: int
    every: str
    within: str
    coverage_lost: float
    covers: float
    metric: float
    affected: float | None


class StaleAnswer(TypedDict):
    """Whether a map still holds."""

    wayline: int
    map: str
    as_of: str | None
    says: str
    verdict: Literal["valid", "stale", "valid again", "cannot tell"]
    valid_until: str | None
    watched_seconds: float | None
    too_young: int
    reviewed: str | None
    windows: list[Window]
    changes: list[Change]
    notes: list[str]
    settings: StaleSettings


class Told(TypedDict):
    """A number over days: counted (the sum of scores) of n, days for a count."""

    value: float | None
    count: float
    n: float
    low: float | None
    high: float | None


class Moved(TypedDict):
    """The days of an alert less the weeks before."""

    value: float
    low: float | None
    high: float | None


class Alert(TypedDict):
    """One alert."""

    level: str | None
    opened: str
    closed: str | None
    way: Way
    distance: float
    since: str
    until: str | None
    during: Told
    before: Told
    difference: Moved | None


class Nearest(TypedDict):
    """The day that came nearest to an alert."""

    level: str | None
    day: str
    way: Way
    distance: float


class Season(TypedDict):
    """Which seasons the baseline knows, and the whole months of data."""

    weekday: bool
    year: bool
    months: int


class Watch(TypedDict):
    """A rule with what it raised."""

    map: str
    element: str
    measure: str
    budget: str
    segment: str
    where: str
    within: str
    of: str
    threshold: float
    watched_seconds: float
    first: str
    last: str
    days: int
    alerts: list[Alert]
    nearest: Nearest | None
    left_out: list[str]
    season: Season
    notes: list[str]
    on_since: str | None
    code: str


class WatchAnswer(TypedDict):
    """One rule replayed, or all that are on."""

    wayline: int
    watches: list[Watch]


class NamedAlert(Alert):
    """An alert with the number that it is of."""

    element: str
    measure: str
    segment: str


_Together = TypedDict("_Together", {"with": list[NamedAlert]})


class RaisedAlert(NamedAlert, _Together):
    """An alert with those that began together with it."""


class WatchedMapAnswer(TypedDict):
    """All that is declared for a map."""

    wayline: int
    map: str
    budget: str
    threshold: float
    open: bool
    alerts: list[RaisedAlert]
    watches: list[Watch]
    notes: list[str]


class Norm(TypedDict):
    """The time by which a share have moved on."""

    share: float
    value: float | None
    low: float | None
    high: float | None


class Waiter(TypedDict):
    """Who waits, and how long."""

    subject: str
    seconds: float


class Waits(TypedDict):
    """The norms of a step or stage, and who waits there longer."""

    element: str
    kind: Literal["step", "stage"]
    level: str | None
    unit: Literal["seconds"]
    target: float | None
    n: int
    ended: int
    behind_after: Norm
    stuck_after: Norm
    waiting: int
    past_target: int | None
    behind: int | None
    stuck: int | None
    refused: str | None
    subjects: list[Waiter]


class WaitingAnswer(TypedDict):
    """Who waits too long."""

    wayline: int
    map: str
    as_of: str | None
    reference: str | None
    waits: list[Waits]

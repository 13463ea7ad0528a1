"""What a lint rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

from wayline.findings import Severity
from wayline.maps.model import JourneyMap

Setting = Literal["error", "warning", "info", "off"]
SETTINGS: tuple[Setting, ...] = ("error", "warning", "info", "off")


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lint knows besides the map: the day (in UTC where none is given), the ids of the workspace's personas and maps
    (None: there is no workspace to look in), and by the name of a rule how grave it is here.
    """

    today: date = field(default_factory=_today)
    personas: frozenset[str] | None = None
    maps: frozenset[str] | None = None
    severities: Mapping[str, Setting] = field(default_factory=dict)


class Spot(NamedTuple):
    """Where on the map, and what to say there.

    `where` is an address: `map/KEY` for the map's own keys, `ID` or `ID/KEY` for what has an id, `cards/N/KEY` (N from 1) for a card.
    """

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it asks (`asks`), why that matters (`why`), and how to find where it is broken."""

    name: str
    severity: Severity
    asks: str
    why: str
    find: Callable[[JourneyMap, Surroundings], Iterable[Spot]]

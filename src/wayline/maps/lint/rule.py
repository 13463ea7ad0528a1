"""What a lint rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wayline.findings import Severity
from wayline.maps.model import JourneyMap


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
    find: Callable[[JourneyMap, date], Iterable[Spot]]

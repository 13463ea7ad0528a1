"""What the buyers of a map are still worth, and how many will renew: `wayline value`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.findings import nearest
from wayline.maps.duration import seconds
from wayline.measures.buying.renewals import RenewalForecast
from wayline.measures.buying.renewals import renewals as followed
from wayline.measures.buying.value import Value
from wayline.measures.buying.value import value_left as forecast
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened

DAY = 86_400
LONGEST_DAYS = 3_653
MOST_PERIODS = 50


@dataclass(frozen=True, slots=True)
class ValueFound:
    """What is to be expected of one map's buyers; `plain()` is the JSON of `wayline value --json`."""

    map_id: str
    unit: str
    found: Value

    def plain(self) -> dict[str, Any]:
        return {"wayline": 1, "map": self.map_id, "unit": self.unit, **self.found.plain()}


def value(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    *,
    ahead: str = "",
    currency: str = "",
) -> ValueFound:
    """How often the buyers of a map will buy again, and what they will spend: touches that carry an amount, those of a day as one.

    `ahead`: how far to look, as long as was back-tested where it is empty. `currency`: of amounts that carry none. Always with how the
    forecast would have done on the later half of the time seen. Raises NotFoundError, MapError, InputError.
    """
    days = span_days(ahead, "--ahead") if ahead else None
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        found = forecast(facts, workspace.zone, ahead_days=days, currency=currency)
        return ValueFound(at.journey.id, at.journey.unit, found)


@dataclass(frozen=True, slots=True)
class RenewalsFound:
    """How many of one step's subjects renew; `plain()` is the JSON of `wayline value --renews --json`."""

    map_id: str
    unit: str
    found: RenewalForecast

    def plain(self) -> dict[str, Any]:
        return {"wayline": 1, "map": self.map_id, "unit": self.unit, **self.found.plain()}


def renewals(
    workspace: Workspace,
    name: str,
    step: str,
    every: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    *,
    periods: int = 5,
) -> RenewalsFound:
    """How many renew where a step comes again `every` so long, as far as it is seen and `periods` beyond.

    For example `renewals(workspace, "contract", "renew", "365d")`. Raises NotFoundError, MapError, InputError.
    """
    journey = workspace.map(name)
    steps = [one.id for one in journey.steps]
    if step not in steps:
        raise NotFoundError(f"the map has no step '{step}'.{nearest(step, steps)}", hint=f"Steps: {', '.join(steps)}")
    if not 1 <= periods <= MOST_PERIODS:
        raise InputError(f"{periods} periods ahead: expected 1 to {MOST_PERIODS}")
    days = span_days(every, "--every")
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        if facts.timeless:
            raise InputError("the sources of this map have an order but no times: no renewal ever comes due")
        return RenewalsFound(journey.id, journey.unit, followed(facts, step, days, periods))


def span_days(text: str, option: str) -> int:
    """Whole days of a span. Raises InputError where it is none, or is shorter than a day or longer than ten years."""
    try:
        days = round(seconds(text) / DAY)
    except ValueError as error:
        raise InputError(f"{option}: {error}") from error
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError(f"{option} {text}: expected one day to ten years")
    return days

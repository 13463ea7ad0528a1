"""What people say of the parts beside what they say of the whole: `wayline drivers`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from wayline.errors import InputError, NotFoundError
from wayline.estimates.drivers import Method
from wayline.findings import nearest
from wayline.measures.voice.drivers import OUTCOMES, MapDrivers, drivers_of_map, has_drivers
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class DriversFound:
    """Drivers of one map; `plain()` is the JSON of `wayline drivers --json`."""

    map_id: str
    titles: dict[str, str]
    found: MapDrivers

    def plain(self) -> dict[str, Any]:
        return {"wayline": 1, "map": self.map_id, **self.found.plain()}


def drivers(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    *,
    outcome: str = "",
    steps: Collection[str] = (),
    method: Method = "johnson",
) -> DriversFound:
    """Which steps' ratings go with what people say of the whole, as shares of the variance they explain.

    `outcome`: `nps`, `csat`, `ces` or `rating` of the whole map; the one most people gave where it is empty. `steps`: those to look at; where
    it is empty, all that at least half of these people rated. Raises InputError, NotFoundError for an unknown step.
    """
    if outcome and outcome not in OUTCOMES:
        raise InputError(f"'{outcome}' is no overall score; expected one of {', '.join(OUTCOMES)}")
    if asked.segment:
        raise InputError("--segment cannot be used here", hint="Keep one level with --where '{segment: {plan: pro}}'")
    journey = workspace.map(name)
    titles = {step.id: step.title or step.id for step in journey.steps}
    for step in steps:
        if step not in titles:
            raise NotFoundError(
                f"the map has no step '{step}'.{nearest(step, tuple(titles))}", hint=f"Steps: {', '.join(titles)}"
            )
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        return DriversFound(journey.id, titles, drivers_of_map(facts, outcome=outcome, steps=steps, method=method))


def drivers_shown(workspace: Workspace, name: str, asked: Asked) -> dict[str, Any] | None:
    """The same for a picture of the map; None where the map asks for no overall score or for fewer than two parts."""
    narrowed = Asked(
        where=asked.where, since=asked.since, until=asked.until, as_of=asked.as_of, known_at=asked.known_at
    )
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.plan(narrowed.question(workspace.zone))
        if not has_drivers(facts):
            return None
    return drivers(workspace, name, narrowed).plain()

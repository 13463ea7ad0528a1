"""When customers leave, and what goes with leaving sooner: `wayline leaving`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wayline.errors import InputError
from wayline.maps.duration import seconds
from wayline.measures.leaving import Leaving, levels_at_start, stays
from wayline.measures.leaving import leaving as judged
from wayline.measures.written_time import written_time
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class LeavingFound:
    """When the subjects of a map leave; `plain()` is the JSON of `wayline leaving --json`."""

    map_id: str
    unit: str
    as_of: str | None
    period_seconds: float
    found: Leaving

    def plain(self) -> dict[str, Any]:
        fixed = {"map": self.map_id, "unit": self.unit, "as_of": self.as_of, "period_seconds": self.period_seconds}
        return {"wayline": 1, "basis": "association", **fixed, **self.found.plain()}


def leaving(
    workspace: Workspace,
    name: str,
    *,
    period: str = "30d",
    by: Sequence[str] = (),
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> LeavingFound:
    """The share that leaves in each period after the first touch, of those still there, and how levels of the traits `by` differ.

    For example `leaving(workspace, "trial", period="30d", by=["plan", "region"])`. Raises InputError, MapError, NotFoundError for an unknown trait.
    """
    if asked.segment:
        raise InputError("--segment cannot be used here", hint="Set levels side by side: --by plan")
    try:
        span = seconds(period)
    except ValueError as error:
        raise InputError(f"period: {error}") from error
    if not span > 0:
        raise InputError("a period of nothing is none")
    journey = workspace.map(name)
    if not journey.leaves:
        raise InputError("the map does not say what leaving is", hint="Add `leaves:` to the map")
    with opened(journey, workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        question = asked.question(workspace.zone)
        facts = at.facts(question)
        if facts.timeless or facts.scope.as_of is None:
            raise InputError("the sources of this map have an order but no times: nobody can tell when customers leave")
        stayed = stays(facts)
        levels = {
            trait: levels_at_start(at.facts(replace(question, segment=trait)), stayed.subjects)
            for trait in dict.fromkeys(by)
        }
        found = judged(stayed, levels, span)
        return LeavingFound(journey.id, journey.unit, written_time(facts.scope.as_of), span, found)

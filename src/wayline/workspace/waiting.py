"""Who waits longer than the norm, by name: `wayline waiting`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayline.errors import NotFoundError
from wayline.findings import nearest
from wayline.measures.norms import Waits, waits
from wayline.measures.written_time import written_time
from wayline.workspace.comparing import period
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.subjects import subject_names


@dataclass(frozen=True, slots=True)
class Waiting:
    """The norms of every step and stage and who is beyond them; `plain()` is the JSON of `wayline waiting --json`."""

    map_id: str
    as_of: str | None
    reference: str
    waits: tuple[Waits, ...]
    names: Mapping[int, str]

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "as_of": self.as_of,
            "reference": self.reference or None,
            "waits": [one.plain() | self._named(one) for one in self.waits],
        }

    def _named(self, one: Waits) -> dict[str, Any]:
        return {"subjects": [{"subject": self.names[code], "seconds": wait} for code, wait in one.behind]}


def waiting(
    workspace: Workspace,
    name: str,
    *,
    at: str = "",
    reference: str = "",
    asked: Asked = Asked(),  # noqa: B008 (frozen)
) -> Waiting:
    """Who waits longer than the norm at every step and stage, or at the one that `at` names.

    `reference` (`A..B`, B exclusive): learn the norms from who came there then; else from everybody. Raises InputError, NotFoundError, MapError.
    """
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as open_map:
        facts = open_map.facts(asked.question(workspace.zone))
        learned = period(reference, workspace.zone, "--reference") if reference else None
        found = waits(facts, (learned.begin, learned.end) if learned else None)
        known = dict.fromkeys(one.element for one in found)
        if at and at not in known:
            raise NotFoundError(
                f"nobody waits at '{at}'.{nearest(at, known)}",
                hint=f"Steps and stages that lead on: {', '.join(known) or 'none'}",
            )
        kept = tuple(one for one in found if not at or one.element == at)
        codes = sorted({code for one in kept for code, _ in one.behind})
        names = subject_names(facts.con, open_map.snapshot, open_map.journey.unit, codes)
        return Waiting(open_map.journey.id, written_time(facts.scope.as_of), reference, kept, names)

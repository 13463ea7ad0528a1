"""Who answers, and who never does: `wayline silence`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.measures.voice.silence import Silence
from wayline.measures.voice.silence import silence as found_silence
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened


@dataclass(frozen=True, slots=True)
class SilenceFound:
    """Who answered of one map's subjects; `plain()` is the JSON of `wayline silence --json`."""

    map_id: str
    unit: str
    found: Silence

    def plain(self) -> dict[str, Any]:
        return {"wayline": 1, "map": self.map_id, "unit": self.unit, **self.found.plain()}


def silence(workspace: Workspace, name: str, asked: Asked = Asked()) -> SilenceFound:  # noqa: B008 (frozen)
    """Who answers of the subjects on a map, what became of them and of the silent, and which levels of a segment stay silent.

    Raises NotFoundError, MapError, InputError.
    """
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        return SilenceFound(at.journey.id, at.journey.unit, found_silence(facts))

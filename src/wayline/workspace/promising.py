"""The promises of a map tested on the event log: `wayline check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wayline.measures.measurement import levels, parts
from wayline.measures.promises import Judged, aimed, judged, promised, together
from wayline.measures.written_time import written_time
from wayline.views.promise import says
from wayline.views.words import nouns
from wayline.workspace.folder import Workspace
from wayline.workspace.measuring import Asked, opened

NO_PROMISES = "no promises"


@dataclass(frozen=True, slots=True)
class Checked:
    """Every promise of a map with its verdict; `plain()` is the JSON of `wayline check --json`.

    `verdict` is that of all promises together, of all subjects. What the map calls success, and levels of a segment, are judged
    beside and do not change it.
    """

    map_id: str
    unit: str
    as_of: str | None
    promises: tuple[Judged, ...]
    success: tuple[Judged, ...]
    segments: dict[str, tuple[Judged, ...]] | None = None

    @property
    def verdict(self) -> str:
        return together([one.verdict for one in self.promises]) if self.promises else NO_PROMISES

    def says(self, one: Judged, word: str = "promised") -> str:
        """The promise and its verdict in one sentence."""
        return says(one, nouns(self.unit)[1], word)

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "wayline": 1,
            "map": self.map_id,
            "as_of": self.as_of,
            "promises": self._plain(self.promises),
            "success": [one.plain() | {"says": self.says(one, "aimed at")} for one in self.success],
            "verdict": self.verdict,
        }
        if self.segments is not None:
            found["segments"] = {level: {"promises": self._plain(one)} for level, one in self.segments.items()}
        return found

    def _plain(self, found: Sequence[Judged]) -> list[dict[str, Any]]:
        return [one.plain() | {"says": self.says(one)} for one in found]


def check(workspace: Workspace, name: str, asked: Asked = Asked()) -> Checked:  # noqa: B008 (frozen)
    """Judge every promise of a map (`expect`) and its success. Raises NotFoundError, MapError, InputError."""
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        apart = levels(facts)
        found = parts(facts, [None, *apart])
        promises = promised(at.journey)
        segments = {level: tuple(judged(facts, found[level], promises, level)) for level in apart}
        return Checked(
            at.journey.id,
            at.journey.unit,
            written_time(facts.scope.as_of),
            tuple(judged(facts, found[None], promises)),
            tuple(judged(facts, found[None], aimed(at.journey))),
            segments if asked.segment else None,
        )

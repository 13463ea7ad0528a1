"""What changed between the last two measurings of a map: `wayline changes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wayline.measures.changes import NumberChange, number_changes
from wayline.workspace.folder import Workspace
from wayline.workspace.keeping import last_two
from wayline.workspace.smallest import smallest_changes


@dataclass(frozen=True, slots=True)
class Changes:
    """Every number that could be compared between two measurings of one map, both asked the same. `plain()` is the JSON of `wayline changes --json`."""

    map_id: str
    earlier: str
    later: str
    numbers: tuple[NumberChange, ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]

    @property
    def compared(self) -> int:
        return len(self.numbers)

    @property
    def moved(self) -> tuple[NumberChange, ...]:
        """What changed beyond chance and enough to be interesting, the surest first."""
        return tuple(sorted((one for one in self.numbers if one.has_moved), key=lambda one: one.p))

    def plain(self) -> dict[str, Any]:
        return {
            "wayline": 1,
            "map": self.map_id,
            "earlier": self.earlier,
            "later": self.later,
            "compared": self.compared,
            "moved": [one.plain() for one in self.moved],
            "numbers": [one.plain() for one in self.numbers],
            "appeared": list(self.appeared),
            "vanished": list(self.vanished),
        }


def changes(workspace: Workspace, name: str) -> Changes:
    """What changed between the last two measurings of a map that were asked the same.

    Judged on the interval of the difference and on the smallest interesting change that the map or the workspace declares. Raises
    NotFoundError where fewer than two were kept, WorkspaceError for a wrong `[smallest_change]`.
    """
    map_id, earlier, later = last_two(workspace, name)
    declared = smallest_changes(workspace, workspace.map(name))
    was, now = (record["measurement"] for record in (earlier, later))
    return Changes(
        map_id,
        earlier["measured_at"],
        later["measured_at"],
        number_changes(was, now, declared),
        tuple(element for element in now["elements"] if element not in was["elements"]),
        tuple(element for element in was["elements"] if element not in now["elements"]),
    )

"""From when on a change is interesting: the table `[smallest_change]` of wayline.toml, over which a map's own words stand."""

from __future__ import annotations

from collections.abc import Mapping

from wayline.errors import WorkspaceError
from wayline.findings import nearest
from wayline.maps.model import JourneyMap
from wayline.maps.smallest_change import DEFAULTS
from wayline.workspace.folder import SETTINGS, Workspace

_PAGE = "docs/reference/comparison.md lists the kinds"


def smallest_changes(workspace: Workspace, journey: JourneyMap) -> Mapping[str, float]:
    """Kind of number → smallest interesting change, as declared for this map. Raises WorkspaceError that names what is wrong."""
    path, table = workspace.folder / SETTINGS, workspace.smallest_table
    if not isinstance(table, Mapping):
        raise WorkspaceError(
            f"{path}: smallest_change is {table!r}; expected a table such as [smallest_change] with nps = 5"
        )
    for name, value in table.items():
        if name not in DEFAULTS:
            raise WorkspaceError(
                f"{path}: [smallest_change] has no kind '{name}'.{nearest(name, tuple(DEFAULTS))}", hint=_PAGE
            )
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise WorkspaceError(f"{path}: [smallest_change] {name} is {value!r}; expected a number of 0 or more")
    return {**table, **journey.smallest_change}

"""What makes a change of paths matter: the settings of the stale-map alarm."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = "all"


@dataclass(frozen=True, slots=True)
class StaleSettings:
    """How windows are cut and from when on a change matters. Shares from 0 to 1.

    `windows` windows of equally many paths, or one every so long (`every`, a span such as `30d`). `within`: how much of each path is looked at, a
    span after its start, `all` for finished logs, "" to find it in the data. `coverage_lost`: path coverage that may be lost, on a map
    that covered at least `covers`. `metric`: how far a share on the map may shift. `affected`: how many subjects may be affected, None
    for any number.
    """

    windows: int = 8
    every: str = ""
    within: str = ""
    coverage_lost: float = 0.05
    covers: float = 0.95
    metric: float = 0.10
    affected: float | None = None

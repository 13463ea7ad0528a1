"""Whether a map of the workspace still holds: `wayline stale`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from wayline.errors import InputError, WorkspaceError
from wayline.findings import nearest
from wayline.maps.duration import seconds
from wayline.measures.stale.settings import WHOLE, StaleSettings
from wayline.measures.stale.stale import Stale
from wayline.measures.stale.stale import stale as judge
from wayline.measures.written_time import written_time
from wayline.views import stale as words
from wayline.workspace.folder import SETTINGS, Workspace
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.moments import moment

_NAMES = tuple(one.name for one in fields(StaleSettings))
_SPANS, _PAGE = ("every", "within"), "docs/reference/stale.md lists the settings"
MOST_WINDOWS = 200


@dataclass(frozen=True, slots=True)
class Staleness:
    """The verdict on a map with the settings it rests on; `plain()` is the JSON of `wayline stale --json`."""

    map_id: str
    as_of: str | None
    zone: str
    settings: StaleSettings
    found: Stale

    @property
    def verdict(self) -> str:
        return self.found.verdict

    @property
    def face(self) -> str:
        """The sentence on the map's face."""
        return words.face(self.found, self.zone)

    def plain(self) -> dict[str, Any]:
        settings = {name: getattr(self.settings, name) for name in _NAMES}
        return {
            "wayline": 1,
            "map": self.map_id,
            "as_of": self.as_of,
            "says": self.face,
            **self.found.plain(),
            "settings": settings,
        }


def stale(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    settings: StaleSettings | None = None,
) -> Staleness:
    """Compare windows of a map's paths; without `settings` those of the workspace hold (`[stale]` in wayline.toml).

    A map that was reviewed (`review: {last: …}`) holds as it was then: what changed before counts no more. Raises InputError where the
    sources have no times, MapError, NotFoundError, WorkspaceError.
    """
    chosen = settings or stale_settings(workspace)
    if asked.segment:
        raise InputError("--segment cannot be used here", hint="Keep one level with --where '{segment: {plan: pro}}'")
    check_settings(chosen, "")
    with opened(workspace.map(name), workspace.log.snapshot(), asked.known(workspace.zone)) as at:
        facts = at.facts(asked.question(workspace.zone))
        last = at.journey.review.last
        reviewed = moment(last, workspace.zone, "review: last") if last else None
        found = judge(facts, chosen, reviewed=reviewed)
        return Staleness(at.journey.id, written_time(facts.scope.as_of), workspace.zone, chosen, found)


def stale_settings(workspace: Workspace) -> StaleSettings:
    """The table `[stale]` of the workspace's settings over the defaults. Raises WorkspaceError that names what is wrong."""
    path, table = workspace.folder / SETTINGS, workspace.stale_table
    if not isinstance(table, Mapping):
        raise WorkspaceError(f"{path}: stale is {table!r}; expected a table such as [stale] with coverage_lost = 0.05")
    for name in table:
        if name not in _NAMES:
            raise WorkspaceError(f"{path}: [stale] has no setting '{name}'.{nearest(name, _NAMES)}", hint=_PAGE)
    settings = replace(StaleSettings(), **table)
    try:
        check_settings(settings, f"{path}: [stale] ")
    except InputError as error:
        raise WorkspaceError(error.message, hint=_PAGE) from error
    return settings


def check_settings(settings: StaleSettings, where: str) -> None:
    """Raises InputError for a setting that is none; `where` begins the message."""
    number = settings.windows
    if isinstance(number, bool) or not isinstance(number, int) or not 2 <= number <= MOST_WINDOWS:
        raise InputError(f"{where}windows is {number!r}; expected a whole number from 2 to {MOST_WINDOWS}")
    for name in _SPANS:
        text = getattr(settings, name)
        if not _is_span(text) and not (name == "within" and text == WHOLE):
            raise InputError(
                f"{where}{name} is {text!r}; expected a span such as 30d{' or all' if name == 'within' else ''}"
            )
    for name in ("coverage_lost", "covers", "metric", "affected"):
        share = getattr(settings, name)
        if name == "affected" and share is None:
            continue
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise InputError(f"{where}{name} is {share!r}; expected a share from 0 to 1")


def _is_span(text: object) -> bool:
    if text == "":
        return True
    try:
        return isinstance(text, str) and seconds(text) > 0
    except ValueError:
        return False

"""A map drawn to a file: measured where there are data; the suffix says what it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wayline.errors import InputError
from wayline.maps.model import JourneyMap
from wayline.measures.measurement import Measurement
from wayline.render.formats import Look, check, made
from wayline.render.picture import Picture
from wayline.views.faces import face as faced
from wayline.views.filters import Filter, filtered
from wayline.views.heard import is_walked
from wayline.views.map_view import map_view
from wayline.views.shape import MapView
from wayline.workspace.claiming import Claims, kept_claims
from wayline.workspace.driving import drivers_shown
from wayline.workspace.folder import Workspace
from wayline.workspace.licence import notice
from wayline.workspace.measuring import Asked, measure


def view(
    workspace: Workspace,
    name: str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    found: Measurement | None = None,
    *,
    inside: bool = False,
    with_trend: bool = False,
    with_hours: bool = False,
    holds: bool = False,
) -> MapView:
    """The map with its numbers as plain data; without numbers where the event log is empty or the map is bound to nothing.

    `with_trend` and `with_hours` as for `measure`; neither is done again for a measurement that was `found`.
    `inside`: for somebody inside the workspace, who may see small counts too, marked. It must not leave the workspace.
    `holds`: also say on its face whether the map still holds, as `wayline stale` does.
    """
    journey = workspace.map(name)
    if found is None and (_is_bound(journey) or _is_heard(journey)) and workspace.log.snapshot().version > 0:
        found = measure(workspace, name, asked, with_trend=with_trend, with_hours=with_hours)
    numbers = found.plain() if found is not None else None
    numbers = numbers if numbers is not None and (_is_bound(journey) or _tells(numbers)) else None
    told = _told(workspace, name, replace(asked, segment="")) if holds and numbers is not None else ""
    persona, overlays = workspace.persona(journey), workspace.overlays(journey)
    parts = drivers_shown(workspace, name, asked) if numbers is not None else None
    claims = kept_claims(workspace, journey.id) if numbers is not None else Claims()
    return map_view(
        journey,
        numbers,
        persona=persona,
        overlays=overlays,
        inside=inside,
        holds=told,
        drivers=parts,
        moments=claims.moments,
        friction=claims.friction,
    )


def _told(workspace: Workspace, name: str, asked: Asked) -> str:
    from wayline.workspace.staleness import stale  # noqa: PLC0415 # only who asks for it waits for what judges

    return stale(workspace, name, asked).face


def _explanations(workspace: Workspace, name: str, asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    from wayline.workspace.explaining import explanations  # noqa: PLC0415 # only a page has them

    return explanations(workspace, name, asked)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The file that was written, and what its format could not hold."""

    file: Path
    notes: tuple[str, ...] = ()


def _is_bound(journey: JourneyMap) -> bool:
    """Whether an event may stand behind any element of the map."""
    contacts = any(one.bind for one in journey.windows) or any(one.bind for one in journey.handoffs)
    return contacts or any(step.bind for step in journey.steps)


def _is_heard(journey: JourneyMap) -> bool:
    """Whether an answer may stand behind any step."""
    return bool(journey.voice) or any(step.voice for step in journey.steps)


def _tells(numbers: Mapping[str, Any]) -> bool:
    """Whether any number of an element is known: a template drawn beside data is a plan, not a row of refusals."""
    measures = (number for element in numbers["elements"].values() for number in element.values())
    return any(number.get("value") is not None for number in measures)


def render(
    workspace: Workspace,
    name: str,
    output: Path | str,
    asked: Asked = Asked(),  # noqa: B008 (frozen)
    *,
    tiled: str = "",
    dark: bool = False,
    face: str = "map",
    holds: bool = False,
    keep: Filter = Filter(),  # noqa: B008 (frozen)
) -> Drawn:
    """Draw a map to a file; the suffix says the format. `face` chooses one of its faces, `keep` the lanes and stages that stay,
    `holds` says whether the map still holds.

    `tiled` (`A4`, `A3`) spreads a PDF over pages with repeated heads. Raises InputError for what cannot be drawn.
    """
    output = Path(output)
    look = Look(tiled=tiled, dark=dark, notice=notice(workspace))
    try:
        check(output.suffix.lower(), look)
    except InputError as error:
        raise InputError(f"cannot render to '{output.name}': {error.message}", hint=error.hint) from error
    is_page = output.suffix.lower() == ".html"
    # of answers the trend is one of the sentences on top; else it is a panel of the page
    with_trend = is_page or not is_walked(workspace.map(name))
    seen = view(workspace, name, asked, with_trend=with_trend, with_hours=face == "day", holds=holds)
    drawn = faced(filtered(seen, keep), face)
    if is_page and drawn["measured"]:
        look = replace(look, explanations=_explanations(workspace, name, asked))
    content, notes = made(drawn, output.suffix.lower(), look)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror}") from error
    return Drawn(output, tuple(notes))


def picture(workspace: Workspace, name: str, asked: Asked = Asked(), *, dark: bool = False) -> Picture:  # noqa: B008 (frozen)
    """The map as something that shows itself in a notebook and can be saved as any document."""
    return Picture(view(workspace, name, asked), dark=dark, notice=notice(workspace))

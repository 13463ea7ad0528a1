"""Two maps, or two groups of one, drawn on one grid; here it is decided which numbers of them may be seen beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wayline.maps.model import JourneyMap
from wayline.measures.differences import ComparedNumber, Group
from wayline.render.paired_document import PairedPicture
from wayline.views import words
from wayline.views.judged import Judged, judged
from wayline.views.map_view import map_view
from wayline.views.paired_shape import PairedGrid
from wayline.views.segments import SMALLER, beside_others
from wayline.views.shape import MapView
from wayline.views.side_by_side import side_by_side
from wayline.workspace.folder import Workspace
from wayline.workspace.licence import notice
from wayline.workspace.measuring import Asked, measured
from wayline.workspace.versions import Version, version

_EYEBROWS = {"segment": "Two segments side by side", "period": "Two periods side by side"}


@dataclass(frozen=True, slots=True)
class ComparedMaps:
    """Two maps side by side: as sentences, as plain data (`grid`), and as a picture that shows itself in a notebook."""

    left: Version
    right: Version
    grid: PairedGrid
    notice: str = field(default="", repr=False)

    def plain(self) -> dict[str, Any]:
        """The comparison as JSON-ready data: the grid as it may leave the workspace."""
        return {"wayline": 1, "left": self.left.name, "right": self.right.name, "grid": self.grid}

    def lines(self) -> list[str]:
        """What differs, a sentence a line."""
        return [*self.grid["sentences"], *self.grid["cautions"]]

    def picture(self, *, dark: bool = False) -> PairedPicture:
        """The picture, to be saved as any document."""
        return PairedPicture(self.grid, dark=dark, notice=self.notice)

    def save(self, path: Path | str) -> list[str]:
        """Write it as the format of the suffix; returns what that format could not hold. Raises InputError."""
        return self.picture().save(path)

    def _repr_html_(self) -> str:
        return self.picture()._repr_html_()


def compare_maps(workspace: Workspace, left: str, right: str, asked: Asked = Asked()) -> ComparedMaps:  # noqa: B008 (frozen)
    """Two maps side by side, each a file, `REV:path` or a map's name; with the numbers of both where the workspace has data.

    Both may count the same customers, so differences are told and not judged. Raises as `version`, InputError.
    """
    sides = version(left, workspace), version(right, workspace)
    views = [_view(workspace, one, asked) for one in sides]
    names = _names(sides)
    grid = side_by_side(views[0], views[1], names=names, eyebrow=_eyebrow(sides))
    return ComparedMaps(*sides, grid, notice(workspace))


def _view(workspace: Workspace, one: Version, asked: Asked) -> MapView:
    has_data = workspace.log.snapshot().version > 0
    return map_view(one.source.map, measured(workspace, one, asked).plain() if has_data else None)


def _names(sides: tuple[Version, Version]) -> tuple[str, str]:
    """What the two are called: their titles, their states, or as they were asked for where these are the same."""
    maps = [one.source.map for one in sides]
    titles = [one.title or one.id for one in maps]
    if titles[0] != titles[1]:
        return titles[0], titles[1]
    if maps[0].state != maps[1].state:
        return f"{maps[0].state or 'current'} state", f"{maps[1].state or 'current'} state"
    names = [Path(one.name).name.removesuffix(".journey.yaml") for one in sides]
    return (names[0], names[1]) if names[0] != names[1] else (f"{names[0]} (A)", f"{names[1]} (B)")


def _eyebrow(sides: tuple[Version, Version]) -> str:
    states = {one.source.map.state or "current" for one in sides}
    return "Current and future side by side" if len(states) == 2 else "Two maps side by side"


def groups_on_the_grid(  # noqa: PLR0917 (the parts of a comparison in their order)
    journey: JourneyMap,
    by: str,
    groups: Sequence[Group],
    until: Sequence[str | None],
    numbers: Sequence[ComparedNumber],
    notes: Sequence[str],
) -> PairedGrid:
    """Two groups of one map side by side; `numbers` are all that were compared, as one family."""
    family = sum(number.p is not None for number in numbers)
    tested = {(number.element, number.measure): number for number in numbers}

    def judge(element: str, measure: str, title: str) -> Judged | None:
        number = tested.get((element, measure))
        return judged(number, title, family) if number else None

    views = [_group_view(journey, group, end) for group, end in zip(groups, until, strict=True)]
    names = (groups[0].name, groups[1].name)
    grid = side_by_side(views[0], views[1], names=names, judge=judge, separate=True, eyebrow=_EYEBROWS[by])
    grid["sentences"] = _sentences(grid, names[1], family)
    cautions = [
        f"{name} is {SMALLER} to those who know the whole."
        for name, view in zip(names, views, strict=True)
        if _is_hidden(view)
    ]
    grid["cautions"] = ["Differences are B less A.", *cautions, *(words.capital(note) for note in notes)]
    return grid


def _is_hidden(view: MapView) -> bool:
    return view["provenance"] is not None and view["provenance"]["subjects"] == SMALLER


def _group_view(journey: JourneyMap, group: Group, until: str | None) -> MapView:
    numbers: Mapping[str, Any] = {"subjects": group.part.subjects, "elements": group.part.elements}
    seen = map_view(journey, numbers)
    if group.level in group.all_levels:
        seen = beside_others(seen, group.all_levels, group.level, journey)
    if seen["provenance"]:
        seen["provenance"]["window"] = f"events up to {words.moment(until)}" if until else ""
    return seen


def _sentences(grid: PairedGrid, second: str, family: int) -> list[str]:
    """What is more than chance, in the order of the grid; how many comparisons were made stands before it."""
    sure = [one["text"] for row in grid["rows"] for cell in row["cells"] for one in cell["blocks"] if one["sure"]]
    if not family:
        return ["Nothing could be compared."]
    told = f"{family:,} comparisons were tested as one family"
    if not sure:
        return [f"{told}; none of those drawn here differs by more than chance."]
    return [*(f"{second}: {text}." for text in sure), f"{told}; what stands here differs by more than chance."]


__all__ = ["ComparedMaps", "compare_maps", "groups_on_the_grid"]

"""Two versions of a map told apart by meaning, with what a changed binding does to the number of customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wayline.errors import WorkspaceError
from wayline.maps.change import Change
from wayline.maps.diff import diff
from wayline.maps.difference import Sentence, spoken
from wayline.views.difference import reached_change
from wayline.workspace.folder import Workspace, open_workspace
from wayline.workspace.licence import notice
from wayline.workspace.versions import Version, base_of, version

if TYPE_CHECKING:
    from wayline.render.paired_document import PairedPicture

# What draws and what measures is imported where it is wanted: most differences are told in words alone.
# ruff: noqa: PLC0415


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes one version the other: as changes, and in sentences, with the numbers of both where they were measured."""

    before: Version
    after: Version
    changes: tuple[Change, ...]
    sentences: tuple[Sentence, ...]
    effects: Mapping[int, str]
    notes: tuple[str, ...] = ()
    measured: tuple[Mapping[str, Any], Mapping[str, Any]] | None = field(default=None, repr=False)
    licence: str = field(default="", repr=False)

    def plain(self) -> dict[str, Any]:
        """The difference as JSON-ready data; `effect` says what a changed binding does to the number of customers."""
        told = [
            {**sentence.plain(), "effect": self.effects.get(place)} for place, sentence in enumerate(self.sentences)
        ]
        return {
            "wayline": 1,
            "before": {"name": self.before.name, "map": self.before.source.map.id},
            "after": {"name": self.after.name, "map": self.after.source.map.id},
            "different": bool(self.changes),
            "sentences": told,
            "changes": [change.plain() for change in self.changes],
            "notes": list(self.notes),
        }

    def lines(self) -> list[str]:
        """One line a sentence. What a binding does to the number of customers comes first."""
        return [_line(sentence, self.effects.get(place)) for place, sentence in enumerate(self.sentences)]

    def picture(self, *, dark: bool = False) -> PairedPicture:
        """The later map with every difference marked where it is; small numbers are not in it."""
        from wayline.render.paired_document import PairedPicture
        from wayline.views.drawn_difference import drawn_difference

        before, after = ((one.source.map, one.document) for one in (self.before, self.after))
        return PairedPicture(drawn_difference(before, after, self.measured), dark=dark, notice=self.licence)

    def save(self, path: Path | str) -> list[str]:
        """Draw it as the format of the suffix; returns what that format could not hold. Raises InputError."""
        return self.picture().save(path)

    def _repr_html_(self) -> str:
        return self.picture()._repr_html_()


def _line(sentence: Sentence, effect: str | None) -> str:
    return sentence.text.replace("changed: ", f"changed: {effect}; ", 1) if effect else sentence.text


def diff_maps(before: str, after: str | None = None, folder: str | None = None) -> Difference:
    """The difference of two maps by their names; without `after`, of the one that `before` is based on and itself.

    Two files can be compared anywhere; a workspace that was asked for must be there. Raises as `version`, `base_of` and
    `open_workspace`.
    """
    workspace = _workspace(folder)
    first = version(before, workspace)
    if after is None:
        return difference(base_of(first, workspace), first, workspace)
    return difference(first, version(after, workspace), workspace)


def _workspace(folder: str | None) -> Workspace | None:
    try:
        return open_workspace(folder)
    except WorkspaceError:
        if folder is not None:
            raise
        return None


def difference(before: Version, after: Version, workspace: Workspace | None = None) -> Difference:
    """What makes one version the other. Where a binding differs and the workspace has data, both are measured."""
    sentences = spoken(before.document, after.document)
    rebound = [place for place, one in enumerate(sentences) if one.kind == "step" and one.key == "bind"]
    numbers = _numbers(before, after, workspace) if rebound else None
    effects: dict[int, str] = {}
    for place in rebound if numbers else ():
        effect = reached_change(sentences[place].id, *(numbers or ()), unit=after.source.map.unit, inside=True)
        if effect:
            effects[place] = effect
    licence = notice(workspace) if workspace else ""
    changes = diff(before.document, after.document)
    return Difference(before, after, changes, sentences, effects, measured=numbers, licence=licence)


def _numbers(
    before: Version, after: Version, workspace: Workspace | None
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Both maps measured on the workspace's data; None without data, or where they follow different things."""
    if workspace is None or before.source.map.unit != after.source.map.unit or workspace.log.snapshot().version == 0:
        return None
    from wayline.workspace.measuring import measured

    return measured(workspace, before).plain(), measured(workspace, after).plain()

"""Two versions of a map told apart by meaning, with what a changed binding does to the number of customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayline.errors import WorkspaceError
from wayline.maps.change import Change
from wayline.maps.diff import diff
from wayline.maps.difference import Sentence, spoken
from wayline.measures.measurement import Measurement, measurement
from wayline.views.difference import DifferenceView, difference_view, reached_change
from wayline.workspace.folder import Workspace, open_workspace
from wayline.workspace.measuring import Asked, opened
from wayline.workspace.versions import Version, base_of, version


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes one version the other: as changes, and in sentences, with the numbers of both where they were measured."""

    before: Version
    after: Version
    changes: tuple[Change, ...]
    sentences: tuple[Sentence, ...]
    effects: Mapping[int, str]
    notes: tuple[str, ...] = ()

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
    effects: dict[int, str] = {}
    if rebound and workspace is not None and workspace.log.snapshot().version > 0:
        numbers = [measured(workspace, one).plain() for one in (before, after)]
        for place in rebound:
            effect = reached_change(sentences[place].id, *numbers, unit=after.source.map.unit, inside=True)
            if effect:
                effects[place] = effect
    return Difference(before, after, diff(before.document, after.document), sentences, effects)


def measured(workspace: Workspace, one: Version) -> Measurement:
    """The numbers of a version on the current event log; nothing is kept."""
    snapshot = workspace.log.snapshot()
    with opened(one.source.map, snapshot) as at:
        provenance = {"map": one.name, "events": f"version {snapshot.version}"}
        return measurement(at.facts(Asked().question(workspace.zone)), provenance)


def future_view(workspace: Workspace, name: str) -> DifferenceView:
    """What a future map changes in the one it is based on, for drawing; measured where the workspace has data.

    Raises NotFoundError where it is based on none.
    """
    later = version(name, workspace)
    sides = (base_of(later, workspace), later)
    has_data = workspace.log.snapshot().version > 0
    numbers = [measured(workspace, one).plain() if has_data else None for one in sides]
    return difference_view(sides[0].document, sides[1].document, *numbers)

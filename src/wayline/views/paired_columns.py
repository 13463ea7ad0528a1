"""The columns of two maps on one grid: every step once, matched by its id, stages together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from wayline.views.paired_shape import Block, PairedCell
from wayline.views.shape import MapView

Outline = Sequence[tuple[str, Sequence[str]]]  # stage → its steps, in map order


@dataclass(frozen=True, slots=True)
class Union:
    """Stage → its steps in shared order. `columns` holds a step's id a column, empty for that of a stage without steps."""

    stages: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def columns(self) -> list[str]:
        return [step for _, steps in self.stages for step in steps or ("",)]

    @property
    def of(self) -> dict[str, int]:
        """Step → column."""
        return {step: column for column, step in enumerate(self.columns) if step}

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Stage → its first column and how many it covers."""
        found, column = {}, 0
        for stage, steps in self.stages:
            found[stage] = (column, max(len(steps), 1))
            column += max(len(steps), 1)
        return found


def outline(view: MapView) -> Outline:
    """Stages with the ids of their steps."""
    return [(stage["id"], stage["steps"]) for stage in view["stages"]]


def union(left: Outline, right: Outline) -> Union:
    """Both outlines as one, in the order of the right; a step that stands in different stages goes with the right one."""
    before, after = dict(left), dict(right)
    home = {step: stage for outlined in (left, right) for stage, steps in outlined for step in steps}
    stages = in_order(list(before), list(after))
    return Union(
        tuple(
            (
                stage,
                tuple(in_order([step for step in before.get(stage, ()) if home[step] == stage], after.get(stage, ()))),
            )
            for stage in stages
        )
    )


def in_order(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Every id once, in the order of the right; what only the left has stands where it stood between its neighbours."""
    order: list[str] = []
    known = set(right)
    for tag, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "insert":
            order += [name for name in left[first:last] if tag == "equal" or name not in known]
        if tag in ("insert", "replace"):
            order += right[start:end]
    return list(dict.fromkeys(order))


def old_columns(view: MapView, shared: Union) -> list[int]:
    """For each shared column that of the view, −1 where it has none. A stage that is bare in the view keeps its own column."""
    own = {step["id"]: step["column"] for step in view["steps"]}
    bare = {stage["id"]: stage["column"] for stage in view["stages"] if not stage["steps"]}
    return [own.get(step, bare.get(stage, -1)) for stage, steps in shared.stages for step in steps or ("",)]


def packed(placed: Iterable[tuple[int, int, Block]], total: int) -> list[list[PairedCell]]:
    """Rows of cells over all columns: blocks of one place share a cell, wider ones take the first row with room."""
    cells: dict[tuple[int, int], PairedCell] = {}
    for start, span, block in placed:
        cells.setdefault((start, span), PairedCell(column=start, span=span, blocks=[]))["blocks"].append(block)
    rows: list[dict[int, PairedCell]] = []
    for (start, span), cell in sorted(cells.items(), key=lambda item: (-item[0][1], item[0][0])):
        taken = range(start, start + span)
        free = next((row for row in rows if not any(_covers(row, column) for column in taken)), None)
        if free is None:
            free = {}
            rows.append(free)
        free[start] = cell
    return [filled(row, total) for row in rows]


def _covers(row: Mapping[int, PairedCell], column: int) -> bool:
    return any(start <= column < start + cell["span"] for start, cell in row.items())


def filled(by_start: Mapping[int, PairedCell], total: int) -> list[PairedCell]:
    """The cells of a row with an empty one in every free column."""
    cells: list[PairedCell] = []
    column = 0
    while column < total:
        cell = by_start.get(column) or PairedCell(column=column, span=1, blocks=[])
        cells.append(cell)
        column += cell["span"]
    return cells

"""The shape of two maps on one grid, side by side or one as the difference to the other. It is JSON as it stands."""

from __future__ import annotations

from typing import Literal, TypedDict

from wayline.views.shape import Curve, Figure

VERSION = 1
Mark = Literal["", "added", "removed", "changed", "moved", "differs"]
Which = Literal["", "left", "right", "both", "difference"]
Way = Literal["", "higher", "lower", "none", "unknown"]


class Block(TypedDict):
    """One thing in a cell. `told` says what happened to it; `way` and `sure` are those of a difference in words.

    `figure` is a number of one side as it may be shown; `absent` that this side has no such step.
    """

    kind: Literal["card", "contact", "figure", "words", "absent"]
    title: str
    text: str
    notes: list[str]
    figure: Figure | None
    mark: Mark
    told: list[str]
    way: Way
    sure: bool


class PairedCell(TypedDict):
    column: int
    span: int
    blocks: list[Block]


class PairedRow(TypedDict):
    """A row of the grid. `which` says whose it is; `drawn` names the line that is drawn (`backstage`, `support`)."""

    kind: Literal["band", "line", "curve", "cells"]
    title: str
    note: str
    which: Which
    mark: Mark
    drawn: str
    cells: list[PairedCell]
    curve: Curve | None


class HeadCell(TypedDict):
    """A stage or a step over its columns. `presence` says which of the two have it; an empty `id` is a column without a step."""

    id: str
    title: str
    number: str
    column: int
    span: int
    presence: Literal["both", "left", "right"]
    mark: Mark
    told: list[str]
    notes: list[str]


class PairedSide(TypedDict):
    """One of the two: its letter on the page, its name as asked, and what is known of it."""

    letter: str
    name: str
    title: str
    told: str


class Key(TypedDict):
    """A sign of the legend and what it means."""

    sign: str
    mark: str
    text: str


class PairedGrid(TypedDict):
    """`sentences` say what differs, the surest first; `cautions` what the numbers do not allow; `also` what has no place on the grid."""

    paired: int
    kind: Literal["comparison", "difference"]
    language: str
    title: str
    eyebrow: str
    sides: list[PairedSide]
    sentences: list[str]
    cautions: list[str]
    also: list[str]
    legend: list[Key]
    columns: int
    stages: list[HeadCell]
    steps: list[HeadCell]
    rows: list[PairedRow]


def block(
    kind: Literal["card", "contact", "figure", "words", "absent"],
    text: str = "",
    *,
    title: str = "",
    notes: list[str] | None = None,
    figure: Figure | None = None,
    way: Way = "",
    sure: bool = False,
) -> Block:
    """A block to which nothing has happened."""
    return Block(
        kind=kind,
        title=title,
        text=text,
        notes=notes or [],
        figure=figure,
        mark="",
        told=[],
        way=way,
        sure=sure,
    )


def row(
    kind: Literal["band", "line", "curve", "cells"],
    title: str,
    *,
    note: str = "",
    which: Which = "",
    cells: list[PairedCell] | None = None,
    curve: Curve | None = None,
    drawn: str = "",
    mark: Mark = "",
) -> PairedRow:
    """A row with what it needs of these."""
    return PairedRow(
        kind=kind, title=title, note=note, which=which, mark=mark, drawn=drawn, cells=cells or [], curve=curve
    )

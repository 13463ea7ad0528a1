"""The numbers of both sides of a comparison, column by column, none of which may give the other away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wayline.views import figures, suppress
from wayline.views.judged import Judged, beside, withheld
from wayline.views.paired_columns import filled
from wayline.views.paired_shape import Block, PairedCell, PairedRow, Which, block, row
from wayline.views.shape import Figure

MEASURES = (
    "reached", "converted", "left", "time_to_next", "repeats", "returns", "skips", "now", "time_to_value", "nps", "csat", "ces", "rating",
    "emotion",
)  # fmt: skip
OF_STAGES = ("converted", "time_in_stage")
Judge = Callable[[str, str, str], Judged | None]  # element, measure, title → what was tested, if it was
Both = tuple[Figure | None, Figure | None]


@dataclass(frozen=True, slots=True)
class Place:
    """An element of the shared grid with its figures on either side."""

    id: str
    title: str
    column: int
    span: int
    left: Mapping[str, Figure] | None
    right: Mapping[str, Figure] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How two numbers are read: what was tested, whether the sides share subjects, what these are called."""

    judge: Judge
    separate: bool
    many: str

    def difference(self, place: Place, measure: str, pair: Both) -> Judged:
        """The difference in words; empty where a side has no such number."""
        left, right = pair
        if hidden := withheld(left, right):
            return hidden
        if left is None or right is None or left["value"] is None or right["value"] is None:
            return Judged("", "unknown")
        return self.judge(place.id, measure, place.title) or beside(left, right, place.title)

    def guarded(self, pair: Both) -> Both:
        """Both hidden where one is; of the same subjects counted twice, the second where it differs by a few."""
        left, right = pair
        shown = [one for one in pair if one is not None]
        hidden = next((one for one in shown if one["show"] == "withheld"), None)
        if hidden is not None:
            left, right = (
                one if one is None or one["show"] == "withheld" else _hidden(one, f"or {suppress.WITHHELD} {self.many} on the other side would show")
                for one in pair
            )  # fmt: skip
        elif left is not None and right is not None and not self.separate and _differ_by_few(left, right):
            right = _hidden(right, f"differs from the other side by {suppress.WITHHELD} {self.many}")
        return left, right


def _hidden(figure: Figure, reason: str) -> Figure:
    return figures.withheld(figure["measure"], reason)


def _differ_by_few(left: Figure, right: Figure) -> bool:
    is_count = left["method"] == "count"
    pairs: list[tuple[float | None, float | None]] = [(left["count"], right["count"]), (left["n"], right["n"])]
    pairs += [(left["value"], right["value"])] if is_count else []
    return any(suppress.is_small(abs(b - a)) for a, b in pairs if a is not None and b is not None)


def pair(place: Place, measure: str, reading: Reading) -> Both:
    """The two figures as they may stand beside each other."""
    return reading.guarded(((place.left or {}).get(measure), (place.right or {}).get(measure)))


def measure_rows(
    title: str, measure: str, places: Iterable[Place], total: int, reading: Reading, *, note: str = ""
) -> list[PairedRow]:
    """Three rows: the one side, the other, the difference in words. None where neither side has the number anywhere."""
    both = [(place, pair(place, measure, reading)) for place in places]
    if not any(figure is not None for _, pair_ in both for figure in pair_):
        return []
    if all(_alike(pair_) for _, pair_ in both) and not any(None in (place.left, place.right) for place, _ in both):
        cells = [_cell(place, [_number(pair_[1], has_place=True)]) for place, pair_ in both]
        return [
            row("cells", title, note=note, which="both", cells=filled({cell["column"]: cell for cell in cells}, total))
        ]
    sides = [
        [
            _cell(place, [_number(pair_[side], has_place=figures_ is not None)])
            for place, pair_ in both
            for figures_ in [(place.left, place.right)[side]]
        ]
        for side in (0, 1)
    ]
    words = [_cell(place, told(reading.difference(place, measure, pair_))) for place, pair_ in both]
    which: tuple[Which, ...] = ("left", "right", "difference")
    return [
        row("cells", title, note=note if one == "left" else "", which=one, cells=filled({cell["column"]: cell for cell in cells}, total))
        for one, cells in zip(which, (*sides, words), strict=True)
    ]  # fmt: skip


def _alike(pair_: Both) -> bool:
    left, right = pair_
    return left == right


def _cell(place: Place, blocks: list[Block]) -> PairedCell:
    return PairedCell(column=place.column, span=place.span, blocks=blocks)


def _number(figure: Figure | None, *, has_place: bool) -> Block:
    if not has_place:
        return block("absent")
    return block("figure", figure=figure)


def told(found: Judged) -> list[Block]:
    """A difference as the block of a cell; none where there is nothing to say."""
    return [block("words", found.text, way=found.way, sure=found.sure)] if found.text else []

"""Two map views as one grid: the same columns, every row twice where the two differ, differences in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, cast

from wayline.views import figures, rearrange
from wayline.views.compare import Comparison, Side, compare
from wayline.views.judged import Judged
from wayline.views.paired_columns import Union, old_columns, outline, union
from wayline.views.paired_figures import MEASURES, OF_STAGES, Judge, Place, Reading, measure_rows, pair
from wayline.views.paired_lanes import contact_rows, lane_rows
from wayline.views.paired_shape import (
    VERSION,
    HeadCell,
    Key,
    PairedGrid,
    PairedRow,
    PairedSide,
    row,
)
from wayline.views.shape import Figure, LaneView, MapView, SideView, StageView, StepView

SIDES = ("customer", "onstage", "backstage", "support")
_LEGEND = (
    Key(sign="≠", mark="differs", text="says something else on the other side"),
    Key(sign="▲", mark="sure", text="or ▼ bold: more than chance, tested as one family"),
    Key(sign="", mark="absent", text="this side has no such step"),
)


def unjudged(element: str, measure: str, title: str) -> Judged | None:  # noqa: ARG001 (a judge that never judges)
    """Nothing was tested: both sides may rest on the same subjects."""
    return None


def side_by_side(
    left: MapView,
    right: MapView,
    *,
    names: tuple[str, str],
    judge: Judge = unjudged,
    sentences: Sequence[str] | None = None,
    cautions: Sequence[str] = (),
    separate: bool = False,
    eyebrow: str = "Two maps side by side",
) -> PairedGrid:
    """Both views on the columns of both, matched by the ids of stages and steps, in the order of the right.

    `judge` says what was tested of a number; without it differences are told and not judged. `separate`: the sides share no
    subject. Where a number of one side is withheld the other is too, so that neither can be reckoned from a whole told elsewhere.
    """
    shared = union(outline(left), outline(right))
    found = compare(left, right, names=names, separate=separate)
    reading = Reading(judge, separate, right["map"]["many"])
    steps = _places(shared.of, left["steps"], right["steps"])
    views = (_aligned(left, shared, steps, reading, 0), _aligned(right, shared, steps, reading, 1))
    rows = [*_numbers(shared, (left, right), steps, reading), *_drawn(views, shared, reading)]
    return PairedGrid(
        paired=VERSION,
        kind="comparison",
        language=right["language"],
        title=right["map"]["title"],
        eyebrow=eyebrow,
        sides=[_side("A", found["left"]), _side("B", found["right"])],
        sentences=list(sentences) if sentences is not None else [*_told(found, shared, views), *_more_or_fewer(rows)],
        cautions=list(cautions) or _caution(found, views),
        also=[],
        legend=_legend(names, judged=separate and (left["measured"] or right["measured"])),
        columns=len(shared.columns),
        stages=[_stage(name, span, left, right) for name, span in shared.spans.items()],
        steps=_steps(shared, left, right),
        rows=rows,
    )


def _legend(names: tuple[str, str], *, judged: bool) -> list[Key]:
    sides = [Key(sign="A", mark="side-left", text=names[0]), Key(sign="B", mark="side-right", text=names[1])]
    return [*sides, *(key for key in _LEGEND if judged or key["mark"] != "sure")]


def _side(letter: str, one: Side) -> PairedSide:
    told = " · ".join(part for part in (one["state"], one["subjects"], one["window"]) if part)
    return PairedSide(letter=letter, name=one["name"], title=one["title"], told=told)


def _told(found: Comparison, shared: Union, views: tuple[MapView, MapView]) -> list[str]:
    """The sentences of the comparison, and first that nothing is shared where nothing is."""
    ids = [{step["id"] for step in view["steps"]} for view in views]
    nothing = bool(shared.of) and not ids[0] & ids[1]
    return [
        *(["The two have no step in common; steps are matched by their ids."] if nothing else []),
        *found["sentences"],
    ]


def _more_or_fewer(rows: Sequence[PairedRow]) -> list[str]:
    """Where more or fewer come in the second: what a changed binding does."""
    reached = [row for row in rows if row["title"] == figures.label("reached") and row["which"] == "difference"]
    blocks = [one for row in reached for cell in row["cells"] for one in cell["blocks"]]
    return [f"{one['text']}." for one in blocks if one["way"] in ("higher", "lower")]


def _caution(found: Comparison, views: tuple[MapView, MapView]) -> list[str]:
    units = [view["map"]["unit"] for view in views]
    many = [view["map"]["many"] for view in views]
    told = [found["caution"]] if found["caution"] else []
    if units[0] != units[1]:
        told.insert(0, f"A follows {many[0]} and B follows {many[1]}: their numbers do not count the same.")
    return told


def _places(of: Mapping[str, int], left: Sequence[StepView], right: Sequence[StepView]) -> list[Place]:
    before, after = ({step["id"]: step for step in steps} for steps in (left, right))
    return [
        Place(
            step,
            (after.get(step) or before[step])["title"],
            column,
            1,
            before[step]["figures"] if step in before else None,
            after[step]["figures"] if step in after else None,
        )
        for step, column in of.items()
    ]


# -- head --------------------------------------------------------------------------------------------------------------


def _presence(left: object, right: object) -> Literal["both", "left", "right"]:
    return "both" if left and right else "left" if left else "right"


def _stage(name: str, span: tuple[int, int], left: MapView, right: MapView) -> HeadCell:
    sides = [next((one for one in view["stages"] if one["id"] == name), None) for view in (left, right)]
    return _head(name, span, sides[0], sides[1], "")


def _steps(shared: Union, left: MapView, right: MapView) -> list[HeadCell]:
    before, after = ({step["id"]: step for step in view["steps"]} for view in (left, right))
    cells = []
    for column, name in enumerate(shared.columns):
        one = after.get(name) or before.get(name)
        number = str(one["number"]) if one and name in after else ""
        cells.append(_head(name, (column, 1), before.get(name), after.get(name), number))
        cells[-1]["told"] += _moved(before.get(name), after.get(name), (left, right))
    return cells


def _head(
    name: str,
    place: tuple[int, int],
    left: StageView | StepView | None,
    right: StageView | StepView | None,
    number: str,
) -> HeadCell:
    presence = _presence(left, right) if name else "both"
    shown = right or left
    told = [] if presence == "both" else [f"only in {'A' if presence == 'left' else 'B'}"]
    if left and right and left["title"] != right["title"]:
        told.append(f"in A: “{left['title']}”")
    return HeadCell(
        id=name, title=shown["title"] if shown else "", number=number, column=place[0], span=place[1], presence=presence,
        mark="" if not told else "differs", told=told, notes=_notes(cast("StepView", shown)) if shown and "number" in shown else [],
    )  # fmt: skip


def _notes(step: StepView) -> list[str]:
    places = [" · ".join(part for part in (one["channel"], one["name"]) if part) for one in step["touchpoints"]]
    sign = "" if not step["milestone"] else f"{'◆' if step['milestone']['truth'] else '◇'} {step['milestone']['label']}"
    return [note for note in (sign, *places) if note]


def _moved(left: StepView | None, right: StepView | None, views: tuple[MapView, MapView]) -> list[str]:
    if left is None or right is None or left["stage"] == right["stage"]:
        return []
    title = next((stage["title"] for stage in views[0]["stages"] if stage["id"] == left["stage"]), left["stage"])
    return [f"in A in stage “{title}”"]


# -- rows --------------------------------------------------------------------------------------------------------------


def _numbers(
    shared: Union, views: tuple[MapView, MapView], steps: Sequence[Place], reading: Reading
) -> list[PairedRow]:
    if not any(view["measured"] for view in views):
        return []
    rows = [row for measure in MEASURES for row in measure_rows(figures.label(measure), measure, steps, len(shared.columns), reading)]  # fmt: skip
    rows += [
        row
        for measure in OF_STAGES
        for row in measure_rows(figures.label(measure), measure, _stages(shared, views), len(shared.columns), reading, note="of the whole stage")
    ]  # fmt: skip
    return [row("band", f"What {reading.many} really did"), *rows] if rows else []


def _stages(shared: Union, views: tuple[MapView, MapView]) -> list[Place]:
    before, after = ({stage["id"]: stage for stage in view["stages"]} for view in views)
    found = []
    for name, (column, span) in shared.spans.items():
        title = (after.get(name) or before[name])["title"]
        sides = [side[name]["figures"] if name in side else None for side in (before, after)]
        found.append(Place(name, title, column, span, sides[0], sides[1]))
    return found


def _aligned(view: MapView, shared: Union, places: Sequence[Place], reading: Reading, side: int) -> MapView:
    """The drawn half of a view on the shared columns; a measured feeling goes where its number may not stand."""
    moved = view.copy()
    moved["sides"] = rearrange.sides(view["sides"], old_columns(view, shared))
    shown = {place.column for place in places if _is_open(pair(place, "emotion", reading)[side])}
    for lane in (lane for one in moved["sides"] for lane in one["lanes"]):
        if lane["curve"]:
            kept = [point for point in lane["curve"]["measured"] if point["column"] in shown]
            text = lane["curve"]["text"] if len(kept) == len(lane["curve"]["measured"]) else ""
            lane["curve"] = {**lane["curve"], "measured": kept, "text": text}
    return moved


def _is_open(figure: Figure | None) -> bool:
    return figure is not None and figure["value"] is not None


def _drawn(views: tuple[MapView, MapView], shared: Union, reading: Reading) -> list[PairedRow]:
    rows: list[PairedRow] = []
    for name in SIDES:
        sides = [next((one for one in view["sides"] if one["side"] == name), None) for view in views]
        shown = sides[1] or sides[0]
        if shown is None:
            continue
        here = [*lane_rows(_lanes(sides[0]), _lanes(sides[1]), shared, views), *contact_rows(sides[0], sides[1], shared, reading)]  # fmt: skip
        if here:
            rows += [row("line", shown["line"], drawn=name)] if shown["line"] else []
            rows += [row("band", shown["title"]), *here]
    return rows


def _lanes(side: SideView | None) -> list[LaneView]:
    return side["lanes"] if side else []

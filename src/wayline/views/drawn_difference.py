"""The difference of two maps drawn on the grid of the later one: what was added, removed, changed and moved, each in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wayline.maps.model import JourneyMap, Lane, Stage, Step
from wayline.views import contacts, curve, grid, suppress, words
from wayline.views.difference import ElementDifference, difference_view
from wayline.views.paired_columns import Union, filled, in_order, packed, union
from wayline.views.paired_lanes import card_block, contact_block
from wayline.views.paired_shape import (
    VERSION,
    Block,
    HeadCell,
    Key,
    Mark,
    PairedCell,
    PairedGrid,
    PairedRow,
    PairedSide,
    row,
)
from wayline.views.shape import ContactView, Curve

_SIDES = grid.SIDES
_LEGEND = (
    Key(sign="+", mark="added", text="added"),
    Key(sign="−", mark="removed", text="removed: struck, where it stood"),
    Key(sign="≠", mark="changed", text="changed, with what changed"),
    Key(sign="→", mark="moved", text="moved, where it stands now"),
)
_ON_GRID = frozenset({"stage", "step", "window", "handoff", "lane", "card"})
_CONTACTS = {"onstage": ("window", "Contact windows"), "backstage": ("handoff", "Handoffs")}
Marks = Mapping[tuple[str, str, int | None], ElementDifference]


def drawn_difference(
    before: tuple[JourneyMap, Mapping[str, Any]],
    after: tuple[JourneyMap, Mapping[str, Any]],
    measured: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None,
    *,
    names: tuple[str, str] = ("", ""),
) -> PairedGrid:
    """The later map with every difference marked where it is; each side is a map and the document it was read from.

    `measured` are the JSON of `wayline measure --json` of both, taken of the same events: a changed binding then says how many
    customers it has. Differences of fewer than ten are not told.
    """
    found = difference_view(before[1], after[1], *(measured or (None, None)))
    drawing = _Drawing(before[0], after[0], found["elements"])
    return PairedGrid(
        paired=VERSION,
        kind="difference",
        language=after[0].language or "en",
        title=after[0].title or after[0].id,
        eyebrow="What changes" if after[0].based_on else "What differs, on the later map",
        sides=[_side("A", before[0], names[0]), _side("B", after[0], names[1])],
        sentences=found["sentences"] or ["No difference in meaning."],
        cautions=drawing.cautions(measured=measured is not None),
        also=[line for one in found["elements"] if one["kind"] not in _ON_GRID or not drawing.stands(one) for line in one["words"]],
        legend=list(_LEGEND),
        columns=len(drawing.shared.columns),
        stages=drawing.stages(),
        steps=drawing.steps(),
        rows=drawing.rows(),
    )  # fmt: skip


def _side(letter: str, one: JourneyMap, name: str) -> PairedSide:
    state = "future state" if one.state == "future" else "current state"
    return PairedSide(letter=letter, name=name or one.title or one.id, title=one.title or one.id, told=state)


class _Drawing:
    """Both maps on shared columns, with what happened to their elements."""

    def __init__(self, before: JourneyMap, after: JourneyMap, elements: Sequence[ElementDifference]) -> None:
        self.before, self.after = before, after
        self.shared: Union = union(_outline(before), _outline(after))
        titles = {step.id: step.title or step.id for one in (before, after) for step in one.steps}
        by_column = {column: titles[step] for step, column in self.shared.of.items()}
        self.where = grid.Columns(self.shared.of, self.shared.spans, len(self.shared.columns), by_column)
        self.gone: Marks = {_key(one, one["before"]): one for one in elements if one["mark"] == "removed"}
        self.now: Marks = {_key(one, one["after"]): one for one in elements if one["mark"] != "removed"}

    def stands(self, one: ElementDifference) -> bool:
        """Whether the element itself is seen on the grid; that cards stand in another order is not."""
        return bool(one["title"]) and (one["kind"] != "lane" or one["id"] in {lane.id for lane in self._lanes()})

    def cautions(self, *, measured: bool) -> list[str]:
        told = []
        if self.shared.of and not {step.id for step in self.before.steps} & {step.id for step in self.after.steps}:
            told.append("The two maps have no step in common; steps are matched by their ids.")
        if self.before.unit != self.after.unit:
            nouns = [words.nouns(one.unit)[1] for one in (self.before, self.after)]
            told.append(f"A follows {nouns[0]} and B follows {nouns[1]}, so no numbers are compared.")
        elif not measured and any(
            one["kind"] == "step" and "binding" in " ".join(one["words"]) for one in self.now.values()
        ):
            told.append(
                "What a changed binding does to the number of customers is told where both maps can be measured."
            )
        return told

    # -- head ----------------------------------------------------------------------------------------------------------

    def stages(self) -> list[HeadCell]:
        sides = _by_id(self.before.stages), _by_id(self.after.stages)
        return [self._head("stage", name, span, sides, "") for name, span in self.shared.spans.items()]

    def steps(self) -> list[HeadCell]:
        sides = _by_id(self.before.steps), _by_id(self.after.steps)
        numbers = {step.id: str(number) for number, step in enumerate(self.after.steps, start=1)}
        return [
            self._head("step", name, (column, 1), sides, numbers.get(name, ""))
            for column, name in enumerate(self.shared.columns)
        ]

    def _head(
        self,
        kind: str,
        name: str,
        place: tuple[int, int],
        sides: tuple[Mapping[str, Any], Mapping[str, Any]],
        number: str,
    ) -> HeadCell:
        shown: Stage | Step | None = sides[1].get(name) or sides[0].get(name)
        presence = "both" if name in sides[0] and name in sides[1] else "left" if name in sides[0] else "right"
        change = self._of(kind, name)
        return HeadCell(
            id=name, title=_title(shown), number=number, column=place[0], span=place[1],
            presence=presence if name else "both", mark=change["mark"] if change else "",  # type: ignore[typeddict-item]
            told=_told(change), notes=_places(shown) if isinstance(shown, Step) else [],
        )  # fmt: skip

    def _of(self, kind: str, name: str) -> ElementDifference | None:
        return next(
            (one for side in (self.now, self.gone) for key, one in side.items() if key[:2] == (kind, name)), None
        )

    # -- rows ----------------------------------------------------------------------------------------------------------

    def rows(self) -> list[PairedRow]:
        found: list[PairedRow] = []
        lanes = self._lanes()
        for side, (title, line) in _SIDES.items():
            here = [row_ for lane in lanes if lane.side == side for row_ in self._lane(lane)]
            here += self._contacts(side)
            if here:
                found += [row("line", line, drawn=side)] if line else []
                found += [row("band", title), *here]
        return found

    def _lanes(self) -> list[Lane]:
        before, after = _by_id(self.before.lanes_in_use()), _by_id(self.after.lanes_in_use())
        return [after.get(name) or before[name] for name in in_order(list(before), list(after))]

    def _lane(self, lane: Lane) -> list[PairedRow]:
        title = lane.title or words.capital(lane.id.replace("-", " "))
        change = self._of("lane", lane.id)
        mark: Mark = change["mark"] if change else ""
        note = "; ".join(_told(change))
        rows = self._curves(lane, title)
        for cells in packed(self._cards(lane, drawn=bool(rows)), self.where.total):
            rows.append(row("cells", title, cells=cells))
        rows = rows or ([row("cells", title, cells=filled({}, self.where.total))] if change else [])
        if rows:
            rows[0].update({"mark": mark, "note": note or rows[0]["note"]})
        return rows

    def _curves(self, lane: Lane, title: str) -> list[PairedRow]:
        if lane.kind != "emotion":
            return []
        was, now = (self._curve(one, lane.id) for one in (self.before, self.after))
        drawn = [row("curve", title, note="as it is drawn now", curve=now)] if now else []
        if was and _line(was) != _line(now):
            drawn.append(row("curve", title, note="as it was", mark="removed" if not now else "", curve=was))
        return drawn

    def _curve(self, one: JourneyMap, lane: str) -> Curve | None:
        points = [
            (grid.place(card, self.where)[0], card)
            for card in one.cards
            if card.lane == lane and card.valence is not None and card.persona not in one.overlays
        ]
        return curve.curve(points, {}, self.where.titles)

    def _cards(self, lane: Lane, *, drawn: bool) -> Iterable[tuple[int, int, Block]]:
        """Cards of the later map, then those that are gone; a feeling that is drawn already only where it differs."""
        for journey, marks in ((self.after, self.now), (self.before, self.gone)):
            others = grid.overlay_names(journey)
            for number, card in enumerate(journey.cards):
                change = marks.get(("card", "", number)) or (marks.get(("card", card.id, number)) if card.id else None)
                is_here = card.lane == lane.id and (journey is self.after or change is not None)
                if is_here and (change or not drawn or card.text or card.valence is None or card.persona in others):
                    yield *grid.place(card, self.where), _with(card_block(grid.card_view(card, others)), change)

    def _contacts(self, side: str) -> list[PairedRow]:
        kind, title = _CONTACTS.get(side, ("", ""))
        cells: dict[int, PairedCell] = {}
        for journey, is_later in ((self.after, True), (self.before, False)):
            for one in self._contact_views(journey):
                change = self._of(kind, one["id"])
                if one["kind"] == kind and (is_later or (change and change["mark"] == "removed")):
                    cell = cells.setdefault(one["column"], PairedCell(column=one["column"], span=1, blocks=[]))
                    cell["blocks"].append(_with(contact_block(one), change))
        return [row("cells", title, cells=filled(cells, self.where.total))] if cells else []

    def _contact_views(self, journey: JourneyMap) -> list[ContactView]:
        return contacts.contacts(journey, self.shared.of, {}, suppress.reader(journey.unit))


def _outline(one: JourneyMap) -> list[tuple[str, list[str]]]:
    return [(stage.id, [step.id for step in stage.steps]) for stage in one.stages]


def _key(one: ElementDifference, place: int | None) -> tuple[str, str, int | None]:
    return one["kind"], one["id"], place


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


def _title(shown: Stage | Step | None) -> str:
    return "" if shown is None else shown.title or words.capital(shown.id.replace("-", " "))


def _places(step: Step) -> list[str]:
    found = [" · ".join(part for part in (one.channel, one.name) if part) for one in step.touchpoints]
    return [place for place in found if place]


def _told(change: ElementDifference | None) -> list[str]:
    """What happened in words, where the mark does not say it all."""
    return list(change["words"]) if change and change["mark"] in ("changed", "moved") else []


def _with(block: Block, change: ElementDifference | None) -> Block:
    if change:
        block.update({"mark": change["mark"], "told": _told(change)})
    return block


def _line(drawn: Curve | None) -> list[object]:
    return [(point["column"], point["valence"], point["word"]) for point in drawn["assumed"]] if drawn else []

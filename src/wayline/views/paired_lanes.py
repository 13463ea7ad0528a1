"""The drawn lanes of two maps on one grid: once where both say the same, else one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from wayline.views.grid import signed
from wayline.views.paired_columns import Union, filled, in_order
from wayline.views.paired_figures import Both, Place, Reading, pair, told
from wayline.views.paired_shape import Block, PairedCell, PairedRow, Which, block, row
from wayline.views.shape import CardView, Cell, ContactView, Curve, Figure, LaneView, MapView, SideView

_SEVERITY = {1: "▲ small", 2: "▲▲ serious", 3: "▲▲▲ severe"}
_CONTACTS = {"window": ("Contact windows", "hit"), "handoff": ("Handoffs", "on_time")}
Rows = list[list[PairedCell]]


def card_block(card: CardView) -> Block:
    """A card in words."""
    feeling = card["word"]
    if card["valence"] is not None:
        feeling = f"{feeling} ({signed(card['valence'])})".strip()
    basis = "" if card["basis"] == "assumed" else card["basis"]
    sources = f"{card['evidence']} source{'' if card['evidence'] == 1 else 's'}" if card["evidence"] else ""
    picture = f"Picture: {card['alt'] or 'not drawn here'}" if card["image"] else ""
    whose = f"of {card['persona']}" if card["persona"] else ""
    notes = [_SEVERITY.get(card["severity"] or 0, ""), *card["notes"], basis, sources, picture, card["link"], whose]
    if not card["text"]:
        return block("card", feeling, notes=[note for note in notes if note])
    return block("card", card["text"], notes=[note for note in (notes[0], feeling, *notes[1:]) if note])


def contact_block(one: ContactView) -> Block:
    """A contact window or handoff in words."""
    data = ", ".join(fact["label"].removeprefix("with ") for fact in one["data"])
    notes = [one["who"], one["when"], one["why"], f"Hands over: {data}" if data else ""]
    return block("contact", title=one["title"], notes=[note for note in notes if note])


def lane_rows(
    left: Sequence[LaneView], right: Sequence[LaneView], shared: Union, views: tuple[MapView, MapView]
) -> list[PairedRow]:
    """The rows of the lanes of one side of the map, lanes matched by their ids."""
    before, after = ({lane["id"]: lane for lane in lanes} for lanes in (left, right))
    found = []
    for name in in_order(list(before), list(after)):
        found += _lane(before.get(name), after.get(name), _missing(shared, views))
    return found


def _missing(shared: Union, views: tuple[MapView, MapView]) -> tuple[set[int], set[int]]:
    """The columns of steps that the left and the right have not."""
    own = [{step["id"] for step in view["steps"]} for view in views]
    lacks = [{column for step, column in shared.of.items() if step not in ids} for ids in own]
    return lacks[0], lacks[1]


def _lane(left: LaneView | None, right: LaneView | None, missing: tuple[set[int], set[int]]) -> list[PairedRow]:
    shown = right or left
    assert shown is not None
    title, rows = shown["title"], _curves(left, right, shown["title"])
    cells = [_card_rows(lane) if lane else [] for lane in (left, right)]
    return [*rows, *_twice(title, cells[0], cells[1], missing)]


def _curves(left: LaneView | None, right: LaneView | None, title: str) -> list[PairedRow]:
    drawn = [lane["curve"] if lane else None for lane in (left, right)]
    if drawn[0] and drawn[1] and _points(drawn[0]) == _points(drawn[1]):
        return [row("curve", title, which="both", curve=drawn[1])]
    which: tuple[Which, Which] = ("left", "right")
    return [row("curve", title, which=one, curve=curve) for one, curve in zip(which, drawn, strict=True) if curve]


def _points(curve: Curve) -> list[object]:
    return [
        (point["column"], point["valence"], point["word"], point["basis"])
        for point in (*curve["assumed"], *curve["measured"])
    ]


def _card_rows(lane: LaneView) -> Rows:
    """The rows that say more than the curve that is drawn already."""
    rows: Rows = []
    for placed in map(_healed, lane["rows"]):
        cards = [card for cell in placed for card in cell["cards"]]
        if cards and (not lane["curve"] or any(card["text"] or card["valence"] is None for card in cards)):
            rows.append([PairedCell(column=cell["column"], span=cell["span"], blocks=[card_block(card) for card in cell["cards"]]) for cell in placed])  # fmt: skip
    return rows


def _healed(placed: Sequence[Cell]) -> list[Cell]:
    """One cell again for what a column of the other side has parted."""
    found: list[Cell] = []
    for cell in placed:
        last = next((one for one in reversed(found) if one["cards"]), None)
        if last is not None and cell["cards"] and last["cards"] is cell["cards"]:
            del found[found.index(last) + 1 :]
            last["span"] = cell["column"] + cell["span"] - last["column"]
        else:
            found.append(cell.copy())
    return found


def _twice(title: str, left: Rows, right: Rows, missing: tuple[set[int], set[int]]) -> list[PairedRow]:
    """One row for both where they say the same; else those of the left, then those of the right, with what differs marked."""
    if left == right:
        return [row("cells", title, which="both", cells=cells) for cells in left]
    kinds: tuple[tuple[Which, Rows, Rows, set[int]], ...] = (("left", left, right, missing[0]), ("right", right, left, missing[1]))  # fmt: skip
    found = []
    for which, own, other, lacks in kinds:
        known = _said(other)
        for cells in own:
            _mark(cells, known)
            found.append(row("cells", title, which=which, cells=_with_absent(cells, lacks)))
    return found


def _said(rows: Rows) -> dict[int, list[str]]:
    """Column → what is said there."""
    found: dict[int, list[str]] = {}
    for cell in (cell for cells in rows for cell in cells):
        for column in range(cell["column"], cell["column"] + cell["span"]):
            found.setdefault(column, []).extend(_whole(one) for one in cell["blocks"])
    return found


def _whole(one: Block) -> str:
    return "\n".join([one["title"], one["text"], *one["notes"]])


def _mark(cells: Sequence[PairedCell], known: dict[int, list[str]]) -> None:
    for cell in cells:
        for one in cell["blocks"]:
            columns = range(cell["column"], cell["column"] + cell["span"])
            if not any(_whole(one) in known.get(column, ()) for column in columns):
                one["mark"] = "differs"


def _with_absent(cells: Sequence[PairedCell], lacks: set[int]) -> list[PairedCell]:
    return [
        {**cell, "blocks": [block("absent")]} if not cell["blocks"] and cell["column"] in lacks else cell
        for cell in cells
    ]


def contact_rows(left: SideView | None, right: SideView | None, shared: Union, reading: Reading) -> list[PairedRow]:
    """Contact windows or handoffs: once where both are the same and unmeasured, else with the numbers of either."""
    views = [side["contacts"] if side else [] for side in (left, right)]
    kind = next((one["kind"] for contacts in views for one in contacts), None)
    if kind is None:
        return []
    title, measure = _CONTACTS[kind]
    total = len(shared.columns)
    both = _contact_pairs(views[0], views[1], measure, reading)
    if not any(figure for _, figures in both for figure in figures):
        plain = [_contact_cells([(one, None) for one in contacts], total) for contacts in views]
        drawn = [[cells] if any(cell["blocks"] for cell in cells) else [] for cells in plain]
        return _twice(title, drawn[0], drawn[1], (set(), set()))
    return _measured_contacts(title, measure, both, total, reading)


_Pairs = list[tuple[tuple[ContactView | None, ContactView | None], Both]]


def _contact_pairs(left: Sequence[ContactView], right: Sequence[ContactView], measure: str, reading: Reading) -> _Pairs:
    before, after = ({one["id"]: one for one in contacts} for contacts in (left, right))
    found: _Pairs = []
    for name in in_order(list(before), list(after)):
        sides = before.get(name), after.get(name)
        found.append((sides, pair(_contact_place(sides, measure), measure, reading)))
    return found


def _contact_place(sides: tuple[ContactView | None, ContactView | None], measure: str) -> Place:
    shown = sides[1] or sides[0]
    assert shown is not None
    numbers: list[dict[str, Figure] | None] = [
        {measure: one["figure"]} if one and one["figure"] else None for one in sides
    ]
    return Place(shown["id"], shown["title"], shown["column"], 1, numbers[0], numbers[1])


def _measured_contacts(title: str, measure: str, both: _Pairs, total: int, reading: Reading) -> list[PairedRow]:
    which: tuple[Literal["left", "right"], ...] = ("left", "right")
    rows = []
    for side, name in enumerate(which):
        shown = [(sides[side], figures[side]) for sides, figures in both if sides[side] is not None]
        if shown:
            rows.append(row("cells", title, which=name, cells=_contact_cells(shown, total)))
    words: dict[int, PairedCell] = {}
    for sides, figures in both:
        place = _contact_place(sides, measure)
        blocks = told(reading.difference(place, measure, figures))
        words.setdefault(place.column, PairedCell(column=place.column, span=1, blocks=[]))["blocks"].extend(blocks)
    return [*rows, row("cells", title, which="difference", cells=filled(words, total))]


def _contact_cells(shown: Sequence[tuple[ContactView | None, Figure | None]], total: int) -> list[PairedCell]:
    cells: dict[int, PairedCell] = {}
    for one, figure in shown:
        if one is not None:
            held = contact_block(one)
            held["figure"] = figure
            cells.setdefault(one["column"], PairedCell(column=one["column"], span=1, blocks=[]))["blocks"].append(held)
    return filled(cells, total)

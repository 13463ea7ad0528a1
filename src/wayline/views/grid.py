"""The drawn half of the map: columns, stages, lanes with their side, cards in cells, and the emotion curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayline.maps.model import Card, JourneyMap, Lane, Persona
from wayline.maps.prompts import prompt
from wayline.views import curve, words
from wayline.views.curve import signed
from wayline.views.shape import CardView, Cell, ContactView, Curve, Figure, LaneView, SideView

SIDES = {
    "customer": ("What the customer experiences", ""),
    "onstage": ("On stage: what the customer sees of us", "Line of interaction"),
    "backstage": ("Backstage: what the customer does not see", "Line of visibility"),
    "support": ("Support: what has to work behind it", "Line of internal interaction"),
}
_BASIS = {
    "assumed": "assumed, nobody has checked it",
    "reported": "reported by customers",
    "observed": "observed",
    "measured": "measured",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands: step → column, stage → (first column, span), how many columns there are, and their titles."""

    of: Mapping[str, int]
    stages: Mapping[str, tuple[int, int]]
    total: int
    titles: Mapping[int, str]


def columns(journey: JourneyMap) -> Columns:
    """One column a step; a stage without steps keeps one empty column, so that it can be seen."""
    of: dict[str, int] = {}
    stages: dict[str, tuple[int, int]] = {}
    total = 0
    for stage in journey.stages:
        of.update({step.id: total + offset for offset, step in enumerate(stage.steps)})
        stages[stage.id] = (total, max(len(stage.steps), 1))
        total += max(len(stage.steps), 1)
    titles = {of[step.id]: step.title or step.id for step in journey.steps}
    return Columns(of, stages, total, titles)


def overlay_names(journey: JourneyMap, known: Mapping[str, Persona] | None = None) -> dict[str, str]:
    """What the map's overlays are called, by id: as their portrait says where it is known, else the id in words."""
    called = {name: (known or {})[name].name if name in (known or {}) else "" for name in journey.overlays}
    return {name: text or words.capital(name.replace("-", " ")) for name, text in called.items()}


def sides(
    journey: JourneyMap,
    where: Columns,
    emotions: Mapping[str, Figure],
    contacts: Sequence[ContactView],
    others: Mapping[str, str],
) -> list[SideView]:
    """The groups of lanes from the customer's side down; a side with nothing on it is left out. `others`: overlays, id to name."""
    cards: dict[str, list[Card]] = {}
    for card in journey.cards:
        cards.setdefault(card.lane, []).append(card)
    lanes = journey.lanes_in_use()
    views = []
    for side, (title, line) in SIDES.items():
        drawn = [_lane(lane, cards.get(lane.id, []), where, emotions, others) for lane in lanes if lane.side == side]
        kind = {"onstage": "window", "backstage": "handoff"}.get(side)
        beside = [contact for contact in contacts if contact["kind"] == kind]
        drawn = [lane for lane in drawn if lane["rows"] or not (beside and lane["kind"] == kind)]
        if drawn or beside:
            views.append(SideView(side=side, title=title, line=line, lanes=drawn, contacts=beside))
    return views


def _lane(
    lane: Lane, cards: Sequence[Card], where: Columns, emotions: Mapping[str, Figure], others: Mapping[str, str]
) -> LaneView:
    is_curve = lane.kind == "emotion"
    return LaneView(
        id=lane.id,
        title=lane.title or words.capital(lane.id.replace("-", " ")),
        kind=lane.kind,
        prompt="" if cards else prompt(lane.kind),
        ask=prompt(lane.kind),
        rows=_rows([(*place(card, where), card) for card in cards], where.total, others),
        curve=_curve([card for card in cards if card.persona not in others], where, emotions) if is_curve else None,
    )


def place(card: Card, where: Columns) -> tuple[int, int]:
    """First column and span of a card: its step to `until`, its stage, or the whole map."""
    if card.step:
        start, span = where.of.get(card.step, 0), 1
    elif card.stage:
        start, span = where.stages.get(card.stage, (0, where.total))
    else:
        start, span = 0, max(where.total, 1)
    if card.until in where.of:
        start, end = sorted((start, where.of[card.until]))
        span = end - start + 1
    elif card.until in where.stages:
        first, width = where.stages[card.until]
        span = max(first + width - start, span)
    return start, span


def _rows(placed: Iterable[tuple[int, int, Card]], total: int, others: Mapping[str, str]) -> list[list[Cell]]:
    """Cards of one column share a cell; wider ones take the first row with room, widest first."""
    cells: dict[tuple[int, int], Cell] = {}
    for start, span, card in placed:
        cell = cells.setdefault((start, span), Cell(column=start, span=span, cards=[]))
        cell["cards"].append(card_view(card, others))
    rows: list[tuple[set[int], list[Cell]]] = []
    for (start, span), cell in sorted(cells.items(), key=lambda item: (-item[0][1], item[0][0])):
        taken = set(range(start, start + span))
        row = next((row for row in rows if not row[0] & taken), None)
        if row is None:
            row = (set(), [])
            rows.append(row)
        row[0].update(taken)
        row[1].append(cell)
    return [_filled(row, total) for _, row in rows]


def _filled(row: list[Cell], total: int) -> list[Cell]:
    """The row with an empty cell in every free column."""
    by_start = {cell["column"]: cell for cell in row}
    filled: list[Cell] = []
    column = 0
    while column < total:
        cell = by_start.get(column) or Cell(column=column, span=1, cards=[])
        filled.append(cell)
        column += cell["span"]
    return filled


def card_view(card: Card, others: Mapping[str, str]) -> CardView:
    """A card in the words of the page; `others` are the names of overlays, by id."""
    notes = [f"by {card.channel}"] if card.channel else []
    # what a card proposes shall move its measure; without words of its own it holds nothing but the measure
    measure = f"to move: {card.metric}" if card.metric and card.text else card.metric
    notes += [note for note in (card.owner, measure, card.status) if note]
    return CardView(
        persona=others.get(card.persona, ""),
        text=card.text,
        word=card.word,
        valence=card.valence,
        basis=card.basis,
        basis_text=_BASIS[card.basis],
        severity=card.severity,
        notes=notes,
        evidence=len(card.evidence),
        link=card.link,
        image=card.image,
        alt=card.alt,
    )


def _curve(cards: Sequence[Card], where: Columns, emotions: Mapping[str, Figure]) -> Curve | None:
    assumed = [(place(card, where)[0], card) for card in cards if card.valence is not None]
    measured = {where.of[step]: one for step, one in emotions.items()}
    return curve.curve(assumed, measured, where.titles)


__all__ = ["Columns", "card_view", "columns", "place", "sides", "signed"]

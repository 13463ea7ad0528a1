"""One persona's story: the map told step by step, in sentences that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from wayline.views import words
from wayline.views.shape import CardView, Cell, MapView, StepView

_TOLD = {
    "goal": "Wants", "action": "Does", "thought": "Thinks", "emotion": "Feels", "quote": "Says", "need": "Needs",
    "expectation": "Expects", "experience": "Experiences", "pain": "Hurts", "gain": "Gains", "delight": "Delights",
    "onstage": "Meets", "backstage": "Behind the scenes", "system": "Systems", "support": "Support",
    "opportunity": "We could", "question": "We do not know", "metric": "Counts",
}  # fmt: skip
_FACTS = ("reached", "converted", "left", "time_to_next")


class Line(TypedDict):
    """What one lane holds at this step. `assumed` says that nobody has checked any of it."""

    label: str
    lane: str
    texts: list[str]
    assumed: bool


class Scene(TypedDict):
    """One step of the story: what is believed of it, and what was measured."""

    step: str
    number: int
    title: str
    stage: str
    where: str
    truth: str
    valence: float | None
    lines: list[Line]
    measured: list[str]


class Story(TypedDict):
    title: str
    persona: str
    quote: str
    begins: str
    ends: str
    scenes: list[Scene]


def story(view: MapView) -> Story:
    """The story of the map's persona, a scene a step, in map order."""
    persona, scenario = view["persona"], view["scenario"]
    return Story(
        title=view["map"]["title"],
        persona=persona["name"] if persona else "",
        quote=persona["quote"] if persona else "",
        begins=scenario["starts"],
        ends=scenario["ends"],
        scenes=scenes(view),
    )


def scenes(view: MapView) -> list[Scene]:
    """The scenes alone."""
    stages = {stage["id"]: stage["title"] for stage in view["stages"]}
    found = _lines(view)
    return [
        Scene(
            step=step["id"],
            number=step["number"],
            title=step["title"],
            stage=stages.get(step["stage"], ""),
            where=_where(step),
            truth=_truth(step),
            valence=_valence(view, step["column"]),
            lines=found.get(step["column"], []),
            measured=_measured(step),
        )
        for step in view["steps"]
    ]


def _lines(view: MapView) -> dict[int, list[Line]]:
    """Column → what each lane says there, lanes in map order; a card that spans is told in each of its columns."""
    found: dict[int, list[Line]] = {}
    for lane in (lane for side in view["sides"] for lane in side["lanes"]):
        at: dict[int, list[CardView]] = {}
        for cell in (_own(cell) for row in lane["rows"] for cell in row if cell["cards"]):
            for column in range(cell["column"], cell["column"] + cell["span"]):
                at.setdefault(column, []).extend(cell["cards"])
        for column, cards in at.items():
            texts = [text for text in map(_text, cards) if text]
            assumed = all(card["basis"] == "assumed" and not card["evidence"] for card in cards)
            if not cards:
                continue
            line = Line(label=_TOLD.get(lane["kind"], lane["title"]), lane=lane["title"], texts=texts, assumed=assumed)
            if texts:
                found.setdefault(column, []).append(line)
    return found


def _own(cell: Cell) -> Cell:
    """The cell with the cards of the persona whose story it is."""
    return Cell(column=cell["column"], span=cell["span"], cards=[card for card in cell["cards"] if not card["persona"]])


def _text(card: CardView) -> str:
    return ": ".join(part for part in (card["word"], card["text"]) if part) or card["alt"]


def _where(step: StepView) -> str:
    places = [
        " ".join(part for part in (one["channel"], f"({one['name']})" if one["name"] else "") if part)
        for one in step["touchpoints"]
    ]
    return words.listed([place for place in places if place])


def _truth(step: StepView) -> str:
    one = step["milestone"]
    return "" if one is None else ": ".join(part for part in (one["label"], one["why"]) if part)


def _valence(view: MapView, column: int) -> float | None:
    """The feeling at this column, the measured before the assumed."""
    curves = [lane["curve"] for side in view["sides"] for lane in side["lanes"] if lane["curve"]]
    points = [
        point for curve in curves for point in (*curve["measured"], *curve["assumed"]) if point["column"] == column
    ]
    return points[0]["valence"] if points else None


def _measured(step: StepView) -> list[str]:
    shown: Iterable[str] = (
        step["figures"][name]["sentence"]
        for name in _FACTS
        if name in step["figures"] and step["figures"][name]["value"] is not None
    )
    return list(shown)

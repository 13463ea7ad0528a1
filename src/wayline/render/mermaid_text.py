"""A map as a mermaid `journey`: stages, steps, scores from 1 to 5 and actors. Everything else is said to be lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wayline.files.foreign.converted import gathered, note
from wayline.files.foreign.map_draft import ACTORS
from wayline.files.foreign.mermaid import RAW_SCORE, UNSECTIONED
from wayline.findings import Finding
from wayline.views.shape import CardView, Cell, LaneView, MapView

_MIDDLE = "3"
_LOOK_ALIKES = {":": "∶", ";": ",", "#": "＃", ",": "‚", "\n": " ", "\r": " ", "\t": " "}
_KEYWORDS = re.compile(r"(?:title|section|journey|accTitle|accDescr)\b", re.IGNORECASE)


def mermaid(view: MapView) -> tuple[str, list[Finding]]:
    """(the text of a journey diagram, what it could not hold). Measured feelings stand before assumed ones."""
    writing = _Writing(view)
    return writing.text(), list(gathered(writing.notes))


class _Writing:
    def __init__(self, view: MapView) -> None:
        self.view = view
        self.notes: list[Finding] = []
        lanes = [lane for side in view["sides"] for lane in side["lanes"]]
        self.lanes = lanes
        self.actors = next((lane for lane in lanes if lane["title"] == ACTORS), None)
        self.feelings = [lane for lane in lanes if lane["kind"] == "emotion"]

    def text(self) -> str:
        lines = ["journey", *self._head()]
        steps = {step["id"]: step for step in self.view["steps"]}
        for number, stage in enumerate(self.view["stages"]):
            if number or not stage["id"].startswith(UNSECTIONED):
                lines.append(f"    section {self._plain(stage['title'], ':;#')}")
            lines += [self._task(steps[one]["title"], steps[one]["column"]) for one in stage["steps"]]
        self._say_lost()
        return "\n".join(lines) + "\n"

    def _head(self) -> list[str]:
        face, scenario = self.view["map"], self.view["scenario"]["name"]
        lines = [f"    title {self._plain(face['title'], ';#')}"]
        lines += [f"    accTitle: {self._plain(scenario, ';#')}"] if scenario else []
        if "\n" in face["description"]:
            told = face["description"].replace("}", ")").replace("{", "(")
            lines += ["    accDescr {", *(f"        {line.strip()}" for line in told.split("\n")), "    }"]
        elif face["description"]:
            lines.append(f"    accDescr: {self._plain(face['description'], ';#')}")
        return lines

    def _task(self, title: str, column: int) -> str:
        name = self._plain(title, ":;#")
        if _KEYWORDS.match(name):
            self.notes.append(
                note("replaced", f"'{name}' begins with a word of mermaid's own: a mark was put before it")
            )
            name = f"› {name}"
        actors = ", ".join(self._plain(actor, ":;#,") for actor in self._actors(column))
        score = self._score(column, name)
        return f"      {name}: {score}: {actors}" if actors else f"      {name}: {score}"

    def _actors(self, column: int) -> list[str]:
        if self.actors is not None:
            return [card["text"] for card in _cards_at(self.actors, column)]
        persona = self.view["persona"]
        return [persona["name"]] if persona else []

    def _score(self, column: int, name: str) -> str:
        for lane in self.feelings:
            measured = (
                [point for point in lane["curve"]["measured"] if point["column"] == column] if lane["curve"] else []
            )
            if measured:
                self.notes.append(note("kept", "scores of measured steps are measured: their interval is lost"))
                return f"{round(measured[0]['valence'] + 3, 2):g}"
        cards = [card for lane in self.feelings for card in _cards_at(lane, column)]
        valences = [card["valence"] for card in cards if card["valence"] is not None]
        if valences:
            self.notes += (
                [note("lost", f"'{name}' has several feelings: the first is its score")] if len(valences) > 1 else []
            )
            return f"{valences[0] + 3:g}"
        raw = [text for card in cards for text in card["notes"] if text.startswith(RAW_SCORE)]
        if raw:
            return self._plain(raw[0].removeprefix(RAW_SCORE), ":;#")
        self.notes.append(
            note("assumed", f"no feeling is known at a step: it is written as {_MIDDLE}, mermaid's middle")
        )
        return _MIDDLE

    def _plain(self, text: str, forbidden: str) -> str:
        shown = "".join(_LOOK_ALIKES.get(c, " ") if c in f"{forbidden}\n\r\t" else c for c in text)
        shown = re.sub("%%+", "%", shown).strip() or "–"
        if shown != text.strip():
            self.notes.append(
                note("replaced", f"marks that mermaid takes for its own, in '{' '.join(text.split())[:60]}'")
            )
        return shown

    def _say_lost(self) -> None:
        kept = {id(lane) for lane in (self.actors, *self.feelings)}
        others = [lane["title"] for lane in self.lanes if id(lane) not in kept and any(map(_cards, lane["rows"]))]
        if others:
            self.notes.append(note("lost", f"the cards of: {', '.join(others)}"))
        if any(side["contacts"] for side in self.view["sides"]):
            self.notes.append(note("lost", "contact windows and handoffs"))
        if any(card["word"] or card["text"] for lane in self.feelings for row in lane["rows"] for card in _cards(row)):
            self.notes.append(note("lost", "the words of feelings"))
        if self.view["measured"]:
            self.notes.append(note("lost", "all numbers but measured feelings"))


def _cards(row: Iterable[Cell]) -> list[CardView]:
    return [card for cell in row for card in cell["cards"]]


def _cards_at(lane: LaneView, column: int) -> list[CardView]:
    """The cards whose span covers a column; those that begin there first."""
    cells = [cell for row in lane["rows"] for cell in row if cell["column"] <= column < cell["column"] + cell["span"]]
    return [card for cell in sorted(cells, key=lambda one: one["span"]) for card in cell["cards"]]

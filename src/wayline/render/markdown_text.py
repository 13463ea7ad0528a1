"""A map as a readable Markdown page: scope, stages, steps, lanes, cards, and the numbers as they may be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wayline.files.foreign.converted import gathered, note
from wayline.findings import Finding
from wayline.measures.decisions.caution import FIELD_EXPERIMENT, NO_EXPERIMENT
from wayline.render.grid_csv import figure_text, touchpoint
from wayline.render.mermaid_text import mermaid
from wayline.views import words
from wayline.views.grid import signed
from wayline.views.shape import CardView, Cell, Figure, LaneView, MapView, StageView, StepView

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|#])")
_STARTS = re.compile(r"^(\s*)([-+=~]|\d+[.)])")
_FIGURES = ("reached", "converted", "left", "open", "time_to_next", "repeats", "returns", "now", "nps", "csat", "ces", "rating", "emotion")  # fmt: skip


def markdown(view: MapView) -> tuple[str, list[Finding]]:
    """(the page, what it could not hold). Text of the map is escaped: no HTML and no link in it comes to life."""
    writing = _Writing(view)
    return writing.text(), list(gathered(writing.notes))


def escaped(text: str, between: str = " ") -> str:
    """Text on one line of Markdown that means nothing to it; line breaks become `between`."""
    shown = between.join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    shown = _SPECIAL.sub(r"\\\1", shown).replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")
    return _STARTS.sub(
        lambda found: found[1] + (f"\\{found[2]}" if len(found[2]) == 1 else f"{found[2][:-1]}\\{found[2][-1]}"), shown
    )


class _Writing:
    def __init__(self, view: MapView) -> None:
        self.view = view
        self.notes: list[Finding] = []
        self.lanes = [lane for side in view["sides"] for lane in side["lanes"]]

    def text(self) -> str:
        blocks = [
            f"# Journey map: {escaped(self.view['map']['title'])}",
            *self._face(),
            *self._scores(),
            *self._sayings(),
        ]
        steps = {step["id"]: step for step in self.view["steps"]}
        for number, stage in enumerate(self.view["stages"], start=1):
            blocks += self._stage(number, stage, [steps[one] for one in stage["steps"]])
        blocks += [*self._drivers(), *self._contacts(), *self._coverage(), *self._diagram(), *self._origin()]
        self._say_lost()
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _face(self) -> list[str]:
        face, scenario, persona = self.view["map"], self.view["scenario"], self.view["persona"]
        told = [
            ("Description", face["description"]), ("Persona", persona["name"] if persona else ""), ("Scenario", scenario["name"]),
            ("From", scenario["starts"]), ("Until", scenario["ends"]), ("Expectations", "; ".join(scenario["expectations"])),
            ("State", face["state"]), *((one["label"], one["text"]) for one in face["facts"]),
        ]  # fmt: skip
        success = [f"- “{escaped(one['says'])}”: {escaped(one['sentence'])}" for one in self.view["success"]]
        return [*_facts(told), *(["## Success", "\n".join(success)] if success else [])]

    def _scores(self) -> list[str]:
        told = []
        for one in self.view["scores"]:
            likely = f"likely {one['interval']}" if one["interval"] else ""
            parts = [one["text"], likely, one["n"], one["weighted"], one["reason"], *one["notes"]]
            told.append(
                f"- **{escaped(one['title'])}**: {escaped('; '.join(part.rstrip('.') for part in parts if part))}"
            )
        return ["## What people say of the whole", "\n".join(told)] if told else []

    def _drivers(self) -> list[str]:
        found = self.view["drivers"]
        if found is None:
            return []
        rows = [
            f"| {escaped(row['title'])} | {row['group'] + 1} | {row['text']} | {row['interval']} |"
            for row in found["rows"]
        ]
        head = "| part | group not told apart | share of what the parts explain | likely |\n|---|---|---|---|"
        listed = ["\n".join([head, *rows])] if rows else []
        return [
            f"## What goes with {escaped(found['outcome'])}",
            escaped(found["says"]),
            *listed,
            *map(escaped, found["notes"]),
        ]

    def _sayings(self) -> list[str]:
        told = [f"- **{escaped(one['title'])}**: {escaped(one['text'])}" for one in self.view["sayings"]]
        changes = [f"- {escaped(one)}" for one in self.view["changes"]]
        blocks = ["## At a glance", "\n".join(told)] if told and self.view["measured"] else []
        return blocks + (["## What changed", "\n".join(changes)] if changes else [])

    def _stage(self, number: int, stage: StageView, steps: list[StepView]) -> list[str]:
        told = [
            ("Goal", stage["goal"]), ("Team", stage["team"]), ("Description", stage["description"]), ("Target", stage["target"]),
            ("Done when", stage["done_when"]),
        ]  # fmt: skip
        blocks = [f"## Stage {number}: {escaped(stage['title'])}", *_facts(told), *self._figures(stage["figures"])]
        wide = range(stage["column"], stage["column"] + stage["span"])
        blocks += self._cards(wide, at_steps=False)
        for step in steps:
            blocks += self._step(step)
        return blocks

    def _step(self, step: StepView) -> list[str]:
        milestone = step["milestone"]
        label = "Moment of truth" if milestone and milestone["truth"] else "Milestone"
        told = [
            ("Goal", step["goal"]), ("Description", step["description"]), ("Team", step["team"]),
            *(("Touchpoint", touchpoint(one)) for one in step["touchpoints"]),
            (label, (milestone["why"] or "yes") if milestone else ""),
            *(("Promise", promise) for promise in step["promises"]),
            *_claims(step),
        ]  # fmt: skip
        heading = f"### Step {step['number']}: {escaped(step['title'])}"
        column = range(step["column"], step["column"] + 1)
        return [heading, *_facts(told), *self._figures(step["figures"]), *self._cards(column, at_steps=True)]

    def _cards(self, columns: range, *, at_steps: bool) -> list[str]:
        """The cards that begin in these columns: those of one step, or those that span more."""
        blocks = []
        for lane in self.lanes:
            cards = [
                card
                for row in lane["rows"]
                for cell in row
                if cell["column"] in columns and (cell["span"] == 1) == at_steps
                for card in cell["cards"]
            ]
            told = [f"- {told}" for told in (self._card(card) for card in cards) if told]
            blocks += [f"**{escaped(lane['title'])}**", "\n".join(told)] if told else []
            if any(
                cell["span"] > len(columns) and cell["cards"] and cell["column"] in columns for cell in _cells(lane)
            ):
                self.notes.append(note("lost", "how far cards span: they stand where they begin"))
        return blocks

    def _card(self, card: CardView) -> str:
        told = ": ".join(escaped(part, between="  \n  ") for part in (card["word"], card["text"]) if part)
        if card["valence"] is not None:
            told = f"{told} ({signed(card['valence'])})".strip()
        marks = [f"severity {card['severity']}"] if card["severity"] else []
        marks += [card["basis"]] if card["basis"] != "assumed" and marks else []
        if card["image"] or card["link"]:
            self.notes.append(note("lost", "links and images of cards"))
        if card["notes"] or card["evidence"] or (card["basis"] != "assumed" and not marks):
            self.notes.append(note("lost", "basis, evidence, owner, channel and metric of cards"))
        return f"{told} ({'; '.join(marks)})" if marks and told else told

    def _figures(self, figures: dict[str, Figure]) -> list[str]:
        shown = [(figures[name]["label"], figure_text(figures[name])) for name in _FIGURES if name in figures]
        if not shown:
            return []
        rows = [f"| {escaped(label)} | {escaped(text)} |" for label, text in shown]
        return ["\n".join(["| measure | value |", "|---|---|", *rows])]

    def _contacts(self) -> list[str]:
        found = [contact for side in self.view["sides"] for contact in side["contacts"]]
        told = []
        for one in found:
            parts = [one["who"], one["when"], one["why"], one["figure"]["sentence"] if one["figure"] else ""]
            told.append(f"- **{escaped(one['title'])}**: {escaped('; '.join(part for part in parts if part))}")
        if any(one["kind"] == "window" for one in found):
            told.append(f"\n{NO_EXPERIMENT.capitalize()}. {FIELD_EXPERIMENT}")
        return ["## Contact windows and handoffs", "\n".join(told)] if told else []

    def _coverage(self) -> list[str]:
        covered = self.view["coverage"]
        if covered is None:
            return []
        told = [f"- {escaped(sentence)}" for sentence in covered["sentences"]]
        told += [
            f"- no step explains *{escaped(ghost['event'])}*: {escaped(ghost['text'])}" for ghost in covered["ghosts"]
        ]
        gaps = [f"- {escaped(gap['reason'])}: {gap['count']} figure(s)" for gap in self.view["gaps"]]
        blocks = ["## How well the plan fits", "\n".join(told)] if told else []
        return blocks + (["## Not shown, and why", "\n".join(gaps)] if gaps else [])

    def _diagram(self) -> list[str]:
        if not self.view["steps"]:
            return []
        return ["## Diagram", f"```mermaid\n{mermaid(self.view)[0].replace('```', 'ˋˋˋ')}```"]

    def _origin(self) -> list[str]:
        origin = self.view["provenance"]
        if origin is None:
            return []
        told = [
            ("As of", origin["as_of"]), ("Paths", origin["window"]), ("Subjects", origin["subjects"]), ("Not assigned", origin["unassigned"]),
            ("Events", origin["events"]), ("Map", origin["map"]), ("Wayline", origin["wayline"]),
        ]  # fmt: skip
        return ["## Where the numbers come from", *_facts(told)]

    def _say_lost(self) -> None:
        self.notes.append(note("lost", "bindings to events, ids, and the kinds of lanes of one's own"))
        if self.view["measured"]:
            self.notes.append(note("lost", "paths and segments"))


def _facts(told: Iterable[tuple[str, str]]) -> list[str]:
    return [f"**{escaped(label)}**: {escaped(text, between='  ' + chr(10))}" for label, text in told if text.strip()]


def _cells(lane: LaneView) -> list[Cell]:
    return [cell for row in lane["rows"] for cell in row]


def _claims(step: StepView) -> list[tuple[str, str]]:
    claim = step["claim"]
    told = (
        [(claim["badge"], f"{claim['sentence']} {words.capital(claim['tried'])} were tried; n = {claim['n']}.")]
        if claim
        else []
    )
    signs = [("Consequence" if one["consequence"] else "Friction", one) for one in step["friction"]]
    return told + [
        (name, f"{one['sentence']} {words.capital(one['effect'])} ({one['interval']}), {one['n']}.")
        for name, one in signs
    ]

"""Journey maps as structured Markdown: a heading a stage, bold labels for the lanes, list items for the cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.feeling import feelings
from wayline.files.foreign.lane_names import standard_lane_of
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.markdown_blocks import Block, Heading, Item, Paragraph, Quote, blocks, fact, plain
from wayline.files.foreign.naming import slug
from wayline.files.foreign.table_grid import touchpoint

_STAGE = re.compile(r"(?:stage|phase)\s*\d*\s*[:.]\s*(?P<title>.+)", re.IGNORECASE)
_STEP = re.compile(r"step\s*\d*\s*[:.]\s*(?P<title>.+)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:customer\s+|user\s+)?journey(?:\s+map)?\s*[:–-]\s*", re.IGNORECASE)
_DURATION = re.compile(r"\((?P<told>[^()]*\d[^()]*)\)$")
_SEVERITY = re.compile(r"\(severity (?P<grade>[1-3])(?:[;,][^()]*)?\)$")
_SAID = re.compile(r'^["“](?P<words>.*?)["”]\s*(?:[-–—]+\s*(?P<who>.*))?$', re.DOTALL)
_QUOTED = re.compile(r'^["“](.*)["”]$', re.DOTALL)


@dataclass(slots=True)
class _Part:
    """A stage or step as it is written: its title, and (label, text, line) of everything below it."""

    title: str
    line: int
    level: int
    cards: list[tuple[str, str, int, int]] = field(default_factory=list)
    steps: list[_Part] = field(default_factory=list)


def is_map(text: str) -> bool:
    """Whether a heading says `Stage N: …`."""
    return any(isinstance(one, Heading) and _STAGE.fullmatch(plain(one.text)) for one in blocks(text))


def read(text: str, path: str = "") -> Converted:
    """A map: what the customer does in a stage are its steps, the other labels lanes. Raises InputError."""
    reading = _Reading(MapDraft(path))
    for one in blocks(text):
        reading.take(one)
    return reading.converted()


class _Reading:
    """Blocks in, a map out."""

    def __init__(self, draft: MapDraft) -> None:
        self.draft = draft
        self.stages: list[_Part] = []
        self.quotes: list[tuple[str, str]] = []
        self.described: list[str] = []
        self._section = ""
        self._label = ""
        self._part: _Part | None = None
        self._passed: dict[tuple[str, int], int] = {}
        self._section_line = 0

    def take(self, one: Block) -> None:
        match one:
            case Heading():
                self._heading(one)
            case Quote() if self._part is None:
                self._quote(one)
            case _ if self._part is not None:
                self._below(self._part, one)
            case Paragraph() if not self.stages and (found := fact(one.text)):
                self._face(found[0], found[1], one.line)
            case _:
                self._pass(one)

    def _heading(self, one: Heading) -> None:
        title = plain(one.text)
        if found := _STAGE.fullmatch(title):
            self._part = _Part(found["title"], one.line, one.level)
            self.stages.append(self._part)
        elif self.stages and self._part and (found := _STEP.fullmatch(title)):
            self._part = _Part(found["title"], one.line, self.stages[-1].level + 1)
            self.stages[-1].steps.append(self._part)
        elif self._part and one.level > self.stages[-1].level:
            self._label = title
            return
        else:
            self._outside(one.level, title, one.line)
        self._label = ""

    def _outside(self, level: int, title: str, line: int) -> None:
        self._part = None
        self._section, self._section_line = title, line
        if level == 1 and "title" not in self.draft.face:
            self.draft.set(title=_TITLE.sub("", title))

    def _below(self, part: _Part, one: Block) -> None:
        found = fact(one.text) if isinstance(one, Paragraph) else None
        if found:
            self._label = plain(found[0])
            if found[1]:
                part.cards.append((self._label, plain(found[1]), one.line, -1))
        elif one.text.startswith("|"):
            self.draft.say("lost", "a table", line=one.line, where=part.title)
        elif plain(one.text):
            level = one.level if isinstance(one, Item) else 0
            part.cards.append((self._label or "Notes", plain(one.text), one.line, level))

    def _quote(self, one: Quote) -> None:
        found = _SAID.match(plain(one.text))
        if found and found["words"].strip():
            self.quotes.append((found["words"].strip(), (found["who"] or "").strip()))
        else:
            self._pass(one)

    def _face(self, key: str, value: str, line: int) -> None:
        name, told = plain(key).casefold(), plain(value)
        keep = _FACE.get(name)
        if name in _OURS_ALONE:
            return
        if keep:
            keep(self.draft, told)
        elif told:
            self.described.append(f"{plain(key)}: {told}")
            self.draft.say("kept", f"'{plain(key)}' is kept in the description", line=line)

    def _pass(self, one: Block) -> None:
        key = (self._section or "the beginning", self._section_line or one.line)
        self._passed[key] = self._passed.get(key, 0) + 1

    def converted(self) -> Converted:
        if not self.stages:
            raise unreadable(self.draft.path, "no heading says `Stage 1: …`")
        if self.described:
            before = self.draft.face.get("description", "")
            self.draft.set(description="\n".join([*([before] if before else []), *self.described]))
        for part in self.stages:
            _Stage(self.draft, part).place()
        self._place_quotes()
        for (section, line), count in self._passed.items():
            self.draft.say("lost", f"{count} block(s) of text under '{section}'", line=line)
        return self.draft.converted()

    def _place_quotes(self) -> None:
        first, last = self.draft.stages[0]["id"], self.draft.stages[-1]["id"]
        until = last if last != first else ""
        for words, who in self.quotes:
            rest: dict[str, Any] = {"basis": "reported", "evidence": [who]} if who else {}
            self.draft.card("saying", stage=first, until=until, text=words, **rest)
        if self.quotes:
            self.draft.say(
                "assumed",
                f"{len(self.quotes)} quotes stand over the whole map: the file does not say where they belong",
            )


_FACE: dict[str, Callable[[MapDraft, str], None]] = {
    "persona": lambda draft, told: draft.set(persona=slug(re.split(r"\s[-–—]\s|,|\(", told)[0], "persona")),
    "scenario": lambda draft, told: draft.set(scenario={**draft.face.get("scenario", {}), "name": told}),
    "from": lambda draft, told: draft.set(scenario={**draft.face.get("scenario", {}), "from": told}),
    "until": lambda draft, told: draft.set(scenario={**draft.face.get("scenario", {}), "until": told}),
    "expectations": lambda draft, told: draft.set(
        scenario={**draft.face.get("scenario", {}), "expectations": told.split("; ")}
    ),
    "owner": lambda draft, told: draft.set(owner={"team": told} if told != "nobody yet" else {}),
    "sponsor": lambda draft, told: draft.set(sponsor=told),
    "description": lambda draft, told: draft.set(description=told),
    "tags": lambda draft, told: draft.set(tags=[one.strip() for one in told.split(",")]),
    "state": lambda draft, told: draft.set(state="future" if told.casefold().startswith("future") else "current"),
}
# facts of our own pages that say nothing new
_OURS_ALONE = ("follows",)
_STAGE_FACTS = ("goal", "team", "description")
_STEP_FACTS = ("goal", "description")


class _Stage:
    """One stage of the file, put on the map."""

    def __init__(self, draft: MapDraft, part: _Part) -> None:
        self.draft, self.part = draft, part

    def place(self) -> None:
        found = _DURATION.search(self.part.title)
        facts = self._facts(self.part, _STAGE_FACTS)
        if found:
            facts["description"] = "; ".join(filter(None, (facts.get("description", ""), found["told"])))
            self.draft.say("kept", "how long stages take is kept in their descriptions")
        stage = self.draft.stage(_DURATION.sub("", self.part.title).rstrip(), **facts)
        steps = [self._step(one, stage) for one in self.part.steps] or self._actions(stage)
        if not steps and not self._others_are_empty():
            steps = [self.draft.step(_DURATION.sub("", self.part.title).rstrip(), stage=stage)]
            self.draft.say("assumed", "the stage names no actions: it became its own step", where=self.part.title)
        for label, text, line, _ in self._others(self.part, _STAGE_FACTS):
            if standard_lane_of(label) == "doing" and not self.part.steps:
                continue
            self._card(label, text, line, first=steps[0], last=steps[-1], stage=stage)

    def _others_are_empty(self) -> bool:
        return not any(self._others(self.part, _STAGE_FACTS))

    def _facts(self, part: _Part, names: tuple[str, ...]) -> dict[str, str]:
        return {
            label.casefold(): text for label, text, _, level in part.cards if level < 0 and label.casefold() in names
        }

    def _others(self, part: _Part, names: tuple[str, ...]) -> Iterator[tuple[str, str, int, int]]:
        return (one for one in part.cards if not (one[3] < 0 and one[0].casefold() in names))

    def _step(self, part: _Part, stage: str) -> str:
        title = part.title
        points = [
            touchpoint(text) for label, text, _, level in part.cards if level < 0 and label.casefold() == "touchpoint"
        ]
        milestone = [_milestone(label, text) for label, text, *_ in part.cards if label.casefold() in _MILESTONES]
        rest = {"milestone": milestone[0]} if milestone else {}
        step = self.draft.step(title, stage=stage, touchpoint=points, **self._facts(part, _STEP_FACTS))
        if rest:
            self.draft.stages[-1]["steps"][-1] |= rest
        for label, text, line, _ in self._others(part, (*_STEP_FACTS, "touchpoint", *_MILESTONES, "promise", "team")):
            self._card(label, text, line, first=step, last=step)
        return step

    def _actions(self, stage: str) -> list[str]:
        steps: list[str] = []
        for label, text, _, level in self.part.cards:
            if standard_lane_of(label) != "doing":
                continue
            if level > 0 and steps:
                self.draft.card("doing", step=steps[-1], text=text)
            else:
                steps.append(self.draft.step(text, stage=stage))
        if steps:
            self.draft.say(
                "assumed", "what the customer does became the steps; the other lanes stand over their whole stage"
            )
        return steps

    def _card(self, label: str, text: str, line: int, *, first: str, last: str, stage: str = "") -> None:
        lane = self.draft.lane(label)
        place = {"stage": stage} if stage else {"step": first}
        if lane == "feeling":
            self._feelings(text, line, first, last, place)
            return
        graded = _SEVERITY.search(text)
        rest: dict[str, Any] = {"severity": int(graded["grade"])} if graded else {}
        told = _SEVERITY.sub("", text).rstrip()
        quoted = _QUOTED.match(told) if lane in ("thinking", "saying") else None
        self.draft.card(lane, text=quoted[1] if quoted else told, **place, **rest)

    def _feelings(self, text: str, line: int, first: str, last: str, place: dict[str, str]) -> None:
        points = feelings(text)
        ends = [first, last]
        for n, point in enumerate(points):
            where = {"step": ends[n] if n < len(ends) else last} if len(points) > 1 and first != last else place
            self.draft.card("feeling", **where, **point.card())
            if point.source in ("word", "smiley"):
                self.draft.say(
                    "assumed",
                    "valences were told from the words and smileys of feelings; an intensity became the arousal",
                )
            elif not point.source and point.word:
                self.draft.say("lost", f"how good '{point.word[:60]}' feels is not known: it has no valence", line=line)
        if len(points) > 1:
            self.draft.say("assumed", "a feeling that changes stands at the first and the last step of its stage")


_MILESTONES = ("milestone", "moment of truth")


def _milestone(label: str, why: str) -> dict[str, object]:
    made: dict[str, object] = {"truth": True} if label.casefold() == "moment of truth" else {}
    return made | ({"why": why} if why and why != "yes" else {})

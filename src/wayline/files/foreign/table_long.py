"""Tables in long form: one row a card, with its stage, step and lane. The form for round trips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wayline.files.foreign.converted import Converted, note, unreadable
from wayline.files.foreign.lane_names import standard_lane_of
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.naming import one_line, stem
from wayline.files.foreign.table_cells import csv_text
from wayline.findings import Finding
from wayline.maps.model import BASES, CARD_STATES, LANE_KINDS, JourneyMap

VERSION = "1"
COLUMNS = (
    "version", "id", "stage", "step", "until", "lane", "kind", "text", "word", "valence", "arousal", "basis", "severity", "channel",
    "owner", "metric", "status", "image", "alt", "link", "evidence",
)  # fmt: skip
_TEXTS = ("text", "word", "channel", "owner", "metric", "image", "alt", "link")
_NUMBERS = ("valence", "arousal", "severity")
# headings of other tools → our columns
_NAMES = {
    "phase": "stage", "note": "text", "content": "text", "card": "text", "description": "text", "row": "lane", "category": "lane",
    "score": "valence", "emotion": "valence", "column": "step", "source": "evidence", "card id": "id",
}  # fmt: skip
Rows = Sequence[Sequence[str]]


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Our name → position of the columns that the header names."""
    found: dict[str, int] = {}
    for n, cell in enumerate(header):
        name = one_line(cell).casefold()
        name = _NAMES.get(name, name)
        if name in COLUMNS and name not in found:
            found[name] = n
    return found


def is_long(rows: Rows) -> bool:
    """Whether the first row names a lane, a place and a content."""
    names = set(columns_of(rows[0])) if rows else set()
    return "lane" in names and bool(names & {"stage", "step"}) and bool(names & {"text", "word", "valence"})


def read(rows: Rows, path: str = "", *, title: str = "") -> Converted:
    """A map of cards in long form; stages and steps stand in the order in which rows name them. Raises InputError."""
    draft = MapDraft(path)
    draft.set(title=title or stem(path))
    where = columns_of(rows[0])
    for n, cell in enumerate(rows[0]):
        if one_line(cell) and n not in where.values():
            draft.say("lost", f"the column '{one_line(cell)}'")
    reading = _Reading(draft)
    held = [{name: row[n].strip() if n < len(row) else "" for name, n in where.items()} for row in rows[1:]]
    cards = [(line, cells) for line, cells in enumerate(held, start=2) if any(cells.values())]
    for line, cells in cards:
        version = cells.get("version", "") or VERSION
        if version != VERSION:
            raise unreadable(path, f"version {version} of the long form; this reads version {VERSION}", line=line)
        reading.place(cells.get("stage", ""), cells.get("step", ""))
    for line, cells in cards:
        reading.card(cells, line)
    return draft.converted()


class _Reading:
    def __init__(self, draft: MapDraft) -> None:
        self.draft = draft
        self.stages: dict[str, str] = {}
        self.steps: dict[tuple[str, str], str] = {}

    def place(self, stage: str, step: str) -> tuple[str, str]:
        """The ids of a stage and a step by title, made where they are new."""
        stage, step = one_line(stage), one_line(step)
        if stage not in self.stages:
            self.stages[stage] = self.draft.stage(stage, name="" if stage else "without-a-stage")
        if step and (stage, step) not in self.steps:
            self.steps[stage, step] = self.draft.step(step, stage=self.stages[stage])
        return self.stages[stage], self.steps.get((stage, step), "")

    def card(self, cells: dict[str, str], line: int) -> None:
        stage, step = self.place(cells.get("stage", ""), cells.get("step", ""))
        if not cells.get("lane"):
            if any(cells.get(name) for name in (*_TEXTS, *_NUMBERS)):
                self.draft.say("assumed", "cards without a lane stand in the lane 'Notes'", line=line)
            elif not cells.get("evidence"):
                return
        rest: dict[str, Any] = {name: cells.get(name, "") for name in _TEXTS}
        rest |= {name: self._number(cells.get(name, ""), name, line) for name in _NUMBERS}
        rest["evidence"] = [one.strip() for one in cells.get("evidence", "").split("\n") if one.strip()]
        rest["basis"] = self._choice(cells.get("basis", "").casefold(), BASES, "basis", line)
        rest["status"] = self._choice(cells.get("status", "").casefold(), CARD_STATES, "status", line)
        rest["until"] = self._until(cells, stage, step, line)
        kind = cells.get("kind", "")
        own = kind if kind in LANE_KINDS and not standard_lane_of(cells.get("lane", "")) else ""
        self.draft.card(
            self.draft.lane(cells.get("lane") or "Notes", kind=own), step=step, stage="" if step else stage, **rest
        )

    def _number(self, text: str, name: str, line: int) -> float | None:
        try:
            value = float(text.replace(",", ".").replace("−", "-")) if text else None
        except ValueError:
            value = float("nan")
        if value is None:
            return None
        if not abs(value) < 1e6:
            self.draft.say("lost", f"{name} that is no number ({one_line(text)[:40]})", line=line)
            return None
        if name == "severity":
            return int(value)
        return int(value) if value.is_integer() else value

    def _choice(self, text: str, known: Sequence[str], name: str, line: int) -> str:
        if text and text not in known:
            self.draft.say("lost", f"{name} '{one_line(text)[:40]}'; known: {', '.join(known)}", line=line)
        return text if text in known else ""

    def _until(self, cells: dict[str, str], stage: str, step: str, line: int) -> str:
        wanted = one_line(cells.get("until", ""))
        if not wanted:
            return ""
        names = [*self.steps] if step else [(one, "") for one in self.stages]
        ids = [*self.steps.values()] if step else [*self.stages.values()]
        order = [one["id"] for held in self.draft.stages for one in (held.get("steps", []) if step else [held])]
        found = [held for (group, title), held in zip(names, ids, strict=True) if wanted == (title if step else group)]
        found = [held for held in found if order.index(held) >= order.index(step or stage)]
        if not found:
            self.draft.say("lost", f"a span to '{wanted[:60]}', which is not there or stands before", line=line)
        return found[0] if found else ""


def write(journey: JourneyMap) -> tuple[str, list[Finding]]:
    """(the map in long form as CSV, what it could not hold)."""
    titles = _told_apart((stage.id, stage.title or stage.id) for stage in journey.stages)
    for stage in journey.stages:
        titles |= _told_apart((step.id, step.title or step.id) for step in stage.steps)
    lanes = {lane.id: lane for lane in journey.lanes_in_use()}
    at = {step.id: stage.id for stage in journey.stages for step in stage.steps}
    rows: list[list[str | float | None]] = [list(COLUMNS)]
    # every stage and step has a row of its own, so that their order and the empty ones are kept
    for stage in journey.stages:
        rows += [[VERSION, step.id, titles[stage.id], titles[step.id], *[""] * 17] for step in stage.steps]
        rows += [] if stage.steps else [[VERSION, stage.id, titles[stage.id], *[""] * 18]]
    for card in journey.cards:
        lane = lanes[card.lane]
        stage_id = card.stage or at[card.step]
        rows.append([
            VERSION, card.id, titles[stage_id], titles.get(card.step, ""), titles.get(card.until, ""), lane.title or lane.id, lane.kind,
            card.text, card.word, card.valence, card.arousal, card.basis, card.severity, card.channel, card.owner, card.metric,
            card.status, card.image, card.alt, card.link, "\n".join(card.evidence),
        ])  # fmt: skip
    given = {one.id: one.title or one.id for one in journey.stages}
    given |= {step.id: step.title or step.id for step in journey.steps}
    notes = []
    if given != titles:
        notes.append(note("replaced", "titles that occur twice carry a number, so that cards find their place"))
    return csv_text(rows), [*notes, *_lost(journey)]


def _told_apart(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """id → title, with a number after a title that was there before."""
    titles: dict[str, str] = {}
    for name, title in named:
        shown, number = title, 2
        while shown in titles.values():
            shown, number = f"{title} ({number})", number + 1
        titles[name] = shown
    return titles


def _lost(journey: JourneyMap) -> list[Finding]:
    held = [
        ("bindings to events", any(step.bind for step in journey.steps)), ("milestones", any(step.milestone for step in journey.steps)),
        ("touchpoints of steps", any(step.touchpoints for step in journey.steps)), ("contact windows", bool(journey.windows)),
        ("handoffs", bool(journey.handoffs)), ("goals, owners and promises of stages and steps", True),
        ("persona, scenario and success", True),
    ]  # fmt: skip
    return [note("lost", f"{what}: one row a card holds cards only") for what, is_there in held if is_there]

"""Lanescape, the Service Journey Mapper (JSON): stages with sub-stages across, typed rows with cells of foreign HTML."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from wayline.files.foreign.converted import Converted, unreadable
from wayline.files.foreign.feeling import feelings
from wayline.files.foreign.map_draft import MapDraft
from wayline.files.foreign.naming import clean, one_line
from wayline.files.foreign.plain_values import Entry, entries, text_of

TYPE = "service-journey-mapper"
VERSIONS = (1, 2, 3)
# rowType → (label of a standard lane, or kind of a lane of its own)
_ROWS = {
    "row-operator": ("doing", ""), "row-parties": ("", "system"), "row-fs-human": ("", "onstage"), "row-fs-system": ("", "onstage"),
    "row-bs-human": ("", "backstage"), "row-bs-system": ("", "system"), "row-support": ("", "support"), "row-pain": ("pains", ""),
    "row-verbatim": ("saying", ""), "row-emotion": ("feeling", ""), "row-suggest": ("opportunities", ""),
}  # fmt: skip
_ENDS_CARD = frozenset({"li", "p", "div", "br", "ul", "ol", "tr", "h1", "h2", "h3", "h4"})
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_UNSEEN = frozenset({"script", "style", "template", "iframe", "object"})


def is_lanescape(data: Any) -> bool:
    """Whether parsed JSON says that it comes from there."""
    return isinstance(data, dict) and data.get("type") == TYPE


def parse_json(text: str, path: str = "") -> Any:
    """The data of a JSON text. Raises InputError with the line."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise unreadable(path, f"not valid JSON: {problem.msg}", line=problem.lineno) from None
    except (RecursionError, ValueError):
        raise unreadable(path, "not valid JSON: nested too deeply, or with a number that is too long") from None


def read(data: Any, path: str = "") -> Converted:
    """A map of the first journey. Raises InputError."""
    if not is_lanescape(data):
        raise unreadable(path, f"the type is not '{TYPE}'")
    version = data.get("version")
    if isinstance(version, bool) or version not in VERSIONS:
        known = ", ".join(map(str, VERSIONS))
        raise unreadable(path, f"version {one_line(version)[:20] or 'none'} of the format; this reads versions {known}")
    journeys = entries(data, "journeys")
    if not journeys:
        raise unreadable(path, "it holds no journey")
    draft = MapDraft(path)
    if len(journeys) > 1:
        others = ", ".join(text_of(one, "title") or "without a title" for one in journeys[1:])
        draft.say("lost", f"{len(journeys) - 1} more journeys; a map holds one: {others}")
    draft.set(title=text_of(journeys[0], "title") or text_of(data, "name"), description=text_of(journeys[0], "badge"))
    leaves = _stages(draft, journeys[0])
    if not leaves:
        raise unreadable(path, "the journey has no stages")
    several = len(entries(journeys[0], "subJourneys")) > 1
    for group in entries(journeys[0], "subJourneys"):
        _rows(draft, group, leaves, f"{text_of(group, 'title')}: " if several else "")
    draft.say("lost", "colours and alignment")
    return draft.converted()


def _stages(draft: MapDraft, journey: Entry) -> list[str]:
    """The step of each leaf column: a stage without sub-stages, or each sub-stage."""
    leaves = []
    for stage in entries(journey, "stages"):
        title = text_of(stage, "title") or text_of(stage, "num")
        made = draft.stage(title)
        parts = [text_of(one, "title") for one in entries(stage, "subStages")]
        leaves += [draft.step(part, stage=made) for part in parts or [title]]
    return leaves


def _rows(draft: MapDraft, group: Entry, leaves: list[str], prefix: str) -> None:
    for row in entries(group, "rows"):
        kind = text_of(row, "rowType")
        label = text_of(row, "laneLabel")
        if kind == "row-divider":
            draft.say("lost", f"the dividing line '{label}': lines stand between the sides of lanes")
            continue
        standard, own = _ROWS.get(kind, ("", ""))
        if kind not in _ROWS:
            draft.say("assumed", f"a row of the unknown type '{one_line(kind)[:40]}' became a lane of text")
        lane = (
            draft.lane(standard)
            if standard
            else draft.lane(prefix + (label or kind.removeprefix("row-")), kind=own or "text")
        )
        _cells(draft, row, lane, leaves, label)


def _cells(draft: MapDraft, row: Entry, lane: str, leaves: list[str], label: str) -> None:
    column = 0
    cells = entries(row, "cells")
    for cell in cells:
        width = cell.get("colspan")
        span = width if isinstance(width, int) and not isinstance(width, bool) and 0 < width <= len(leaves) else 1
        if column >= len(leaves):
            draft.say("wrong", "a row is wider than the stages: the cells beyond were cut", where=label)
            return
        last = min(column + span, len(leaves)) - 1
        until = leaves[last] if last > column else ""
        for text in _texts(cell):
            _card(draft, lane, leaves[column], until, text)
        column += span
    if column != len(leaves):
        draft.say("wrong", "widths of a row do not add up to the stages: it was padded or cut at its end", where=label)


def _card(draft: MapDraft, lane: str, step: str, until: str, text: str) -> None:
    points = feelings(text) if lane == "feeling" else []
    if not points:
        draft.card(lane, step=step, until=until, text=text)
        return
    draft.card(lane, step=step, until=until, **points[0].card())
    draft.say("assumed", "feelings are free text: valences were told from their words and smileys")


def _texts(cell: Entry) -> list[str]:
    """The cards of a cell: its blocks of HTML, then its tags."""
    reading = _Texts()
    # the parser stumbles over other declarations, and none of them is text
    reading.feed(_COMMENT.sub("", text_of(cell, "html")).replace("<!", "&lt;!").replace("<?", "&lt;?"))
    reading.close()
    return [*reading.done(), *(text_of(tag, "text") for tag in entries(cell, "tags"))]


class _Texts(HTMLParser):
    """The visible text of HTML, a piece for each block element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag in _ENDS_CARD:
            self._pieces.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _ENDS_CARD:
            self._pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces[-1] += data

    def done(self) -> list[str]:
        return [told for told in (clean(" ".join(piece.split())) for piece in self._pieces) if told]
